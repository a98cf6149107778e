#include "cli/pipeline.h"

#include <tbb/concurrent_queue.h>
#include <tbb/info.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>

#include <atomic>
#include <exception>
#include <memory>
#include <thread>
#include <utility>

#include "core/error.h"

namespace factgraph {
namespace {

// What travels: an input until it is extracted, then its facts; or the error that stands in its place.
struct Item {
  std::size_t file = 0;
  Input input;
  Extracted extracted;
  std::exception_ptr error;
};
using ItemPtr = std::shared_ptr<Item>;

// Reads files on a thread of its own, a bounded number of documents ahead.
class ReadAhead {
 public:
  ReadAhead(const std::vector<std::string>& files, const ReadOptions& options, std::size_t capacity) {
    queue_.set_capacity(static_cast<std::ptrdiff_t>(capacity));
    thread_ = std::thread([this, &files, &options] { read(files, options); });
  }

  ~ReadAhead() {
    stopped_ = true;
    while (!ended_) pop();
    thread_.join();
  }

  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  // The next item in order; nullptr at the end, after which it must not be called again.
  ItemPtr pop() {
    ItemPtr item;
    queue_.pop(item);
    ended_ = item == nullptr;
    return item;
  }

 private:
  struct Stopped {};

  void read(const std::vector<std::string>& files, const ReadOptions& options) {
    for (std::size_t file = 0; file < files.size() && !stopped_; ++file) {
      try {
        read_inputs(files[file], options, [this, file](Input input) {
          if (stopped_) throw Stopped();
          queue_.push(std::make_shared<Item>(Item{file, std::move(input), {}, nullptr}));
        });
      } catch (const Stopped&) {
        break;
      } catch (...) {
        queue_.push(std::make_shared<Item>(Item{file, {}, {}, std::current_exception()}));
      }
    }
    queue_.push(nullptr);
  }

  tbb::concurrent_bounded_queue<ItemPtr> queue_;
  std::atomic<bool> stopped_ = false;
  bool ended_ = false;
  std::thread thread_;
};

void extract(const Extractor& extractor, bool keep_annotation, Item& item) {
  try {
    Annotation* annotation = keep_annotation ? &item.extracted.annotation : nullptr;
    item.extracted.facts = extractor.extract(std::move(item.input), annotation);
  } catch (...) {
    item.error = std::current_exception();
  }
}

void finish(Item& item, const PipelineHooks& hooks) {
  if (item.error == nullptr) {
    hooks.sink(std::move(item.extracted), item.file);
    return;
  }
  try {
    std::rethrow_exception(item.error);
  } catch (const InputError& error) {
    if (!hooks.on_input_error) throw;
    hooks.on_input_error(error.what());
  }
}

}  // namespace

void run_pipeline(const std::vector<std::string>& files, const Extractor& extractor, const PipelineOptions& options,
                  const PipelineHooks& hooks) {
  constexpr std::size_t kDocumentsPerThread = 8;
  const std::size_t jobs = options.jobs > 0 ? options.jobs : static_cast<std::size_t>(tbb::info::default_concurrency());
  const std::size_t in_flight = jobs * kDocumentsPerThread;

  ReadAhead reader(files, options.read, in_flight);
  const auto read = [&](tbb::flow_control& control) {
    ItemPtr item = reader.pop();
    while (item != nullptr && item->error == nullptr && hooks.wanted && !hooks.wanted(item->input.document)) {
      item = reader.pop();
    }
    if (item == nullptr) control.stop();
    return item;
  };
  const auto work = [&](ItemPtr item) {
    if (item->error == nullptr) extract(extractor, options.keep_annotation, *item);
    return item;
  };
  const auto write = [&](const ItemPtr& item) { finish(*item, hooks); };

  tbb::task_arena arena(static_cast<int>(jobs));
  arena.execute([&] {
    tbb::parallel_pipeline(in_flight, tbb::make_filter<void, ItemPtr>(tbb::filter_mode::serial_in_order, read) &
                                          tbb::make_filter<ItemPtr, ItemPtr>(tbb::filter_mode::parallel, work) &
                                          tbb::make_filter<ItemPtr, void>(tbb::filter_mode::serial_in_order, write));
  });
}

}  // namespace factgraph

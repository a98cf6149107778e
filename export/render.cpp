#include "export/render.h"

#include <fmt/core.h>
#include <graphviz/gvc.h>

#include <cstdlib>
#include <memory>
#include <mutex>

#include "core/error.h"

namespace factgraph {
namespace {

constexpr std::size_t kMostMessage = 2000;

// What Graphviz said since the last call of render; guarded by its mutex.
std::string& messages() {
  static std::string text;
  return text;
}

int collect_message(char* message) {
  if (messages().size() < kMostMessage) messages() += message;
  return 0;
}

// The first line of what Graphviz said, or `otherwise`.
std::string first_message(const std::string& otherwise) {
  const std::string& all = messages();
  const std::size_t start = all.find_first_not_of(" \n");
  if (start == std::string::npos) return otherwise;
  return all.substr(start, all.find('\n', start) - start);
}

// One for the life of the process: Graphviz's text layout remembers the last font by a pointer into its context, so that a
// second context after a first that was freed reads what is gone.
GVC_t* shared_context() {
  static GVC_t* const context = gvContext();
  if (context == nullptr) throw Error("cannot start Graphviz");
  return context;
}

struct GraphDeleter {
  void operator()(Agraph_t* graph) const { agclose(graph); }
};

// Frees what a layout left in the graph, before the graph itself goes.
class LayoutGuard {
 public:
  LayoutGuard(GVC_t* context, Agraph_t* graph) : context_(context), graph_(graph) {}
  ~LayoutGuard() { gvFreeLayout(context_, graph_); }
  LayoutGuard(const LayoutGuard&) = delete;
  LayoutGuard& operator=(const LayoutGuard&) = delete;

 private:
  GVC_t* context_;
  Agraph_t* graph_;
};

struct RenderDataDeleter {
  void operator()(char* data) const { gvFreeRenderData(data); }
};

}  // namespace

std::optional<PictureFormat> parse_picture_format(std::string_view word) {
  if (word == "svg") return PictureFormat::kSvg;
  if (word == "png") return PictureFormat::kPng;
  if (word == "pdf") return PictureFormat::kPdf;
  return std::nullopt;
}

void render(const std::string& dot, PictureFormat format, std::ostream& out) {
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  messages().clear();
  agseterrf(collect_message);
  agseterr(AGWARN);

  GVC_t* const context = shared_context();
  const std::unique_ptr<Agraph_t, GraphDeleter> graph(agmemread(dot.c_str()));
  if (!graph) throw InputError(fmt::format("cannot read the DOT: {}", first_message("it holds no graph")));
  messages().clear();
  // Layouts shake with the C library's random numbers and do not all seed them.
  std::srand(1);
  srand48(1);
  if (gvLayout(context, graph.get(), "dot") != 0) {
    throw Error(fmt::format("Graphviz cannot lay out the graph: {}", first_message("unknown reason")));
  }
  const LayoutGuard layout(context, graph.get());
  const char* name = format == PictureFormat::kSvg ? "svg" : format == PictureFormat::kPng ? "png" : "pdf";
  char* data = nullptr;
  unsigned int size = 0;
  const int failed = gvRenderData(context, graph.get(), name, &data, &size);
  const std::unique_ptr<char, RenderDataDeleter> picture(data);
  if (failed != 0 || data == nullptr || size == 0) {
    throw Error(fmt::format("Graphviz cannot draw {}: {}; is libgvc6 whole?", name, first_message("no such format")));
  }
  out.write(data, static_cast<std::streamsize>(size));
}

}  // namespace factgraph

#include "export/render.h"

#include <fmt/core.h>
#include <graphviz/gvc.h>

#include <cmath>
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

// A graph with its layout, and Graphviz to itself as long as it lives.
class LaidOut {
 public:
  explicit LaidOut(const std::string& dot) : lock_(mutex()), context_(shared_context()) {
    messages().clear();
    agseterrf(collect_message);
    agseterr(AGWARN);
    graph_.reset(agmemread(dot.c_str()));
    if (!graph_) throw InputError(fmt::format("cannot read the DOT: {}", first_message("it holds no graph")));
    messages().clear();
    // Layouts shake with the C library's random numbers and do not all seed them.
    std::srand(1);
    srand48(1);
    if (gvLayout(context_, graph_.get(), "dot") != 0) {
      throw Error(fmt::format("Graphviz cannot lay out the graph: {}", first_message("unknown reason")));
    }
  }
  // What a layout left in the graph goes before the graph itself.
  ~LaidOut() { gvFreeLayout(context_, graph_.get()); }
  LaidOut(const LaidOut&) = delete;
  LaidOut& operator=(const LaidOut&) = delete;

  [[nodiscard]] GVC_t* context() const { return context_; }
  [[nodiscard]] Agraph_t* graph() const { return graph_.get(); }

 private:
  static std::mutex& mutex() {
    static std::mutex one;
    return one;
  }

  std::lock_guard<std::mutex> lock_;
  GVC_t* context_;
  std::unique_ptr<Agraph_t, GraphDeleter> graph_;
};

// Makes the picture a whole number of pixels wide and high: the background would be half transparent on the last ones.
void fill_pixels(Agraph_t* graph) {
  constexpr double kPointsPerPixel = 72.0 / 96.0;
  constexpr double kPointsPerInch = 72.0;
  char name[] = "pad";
  const char* const pad = agget(graph, name);
  const double around = pad == nullptr ? 0.0 : 2 * kPointsPerInch * std::strtod(pad, nullptr);
  const auto filled = [&](double size) {
    return std::ceil((size + around) / kPointsPerPixel - 1e-6) * kPointsPerPixel - around;
  };
  boxf& box = GD_bb(graph);
  box.UR.x = box.LL.x + filled(box.UR.x - box.LL.x);
  box.UR.y = box.LL.y + filled(box.UR.y - box.LL.y);
}

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
  const LaidOut laid_out(dot);
  if (format == PictureFormat::kPng) fill_pixels(laid_out.graph());
  const char* name = format == PictureFormat::kSvg ? "svg" : format == PictureFormat::kPng ? "png" : "pdf";
  char* data = nullptr;
  unsigned int size = 0;
  const int failed = gvRenderData(laid_out.context(), laid_out.graph(), name, &data, &size);
  const std::unique_ptr<char, RenderDataDeleter> picture(data);
  if (failed != 0 || data == nullptr || size == 0) {
    throw Error(fmt::format("Graphviz cannot draw {}: {}; is libgvc6 whole?", name, first_message("no such format")));
  }
  out.write(data, static_cast<std::streamsize>(size));
}

Places places_of(const std::string& dot) {
  const LaidOut laid_out(dot);
  Places places;
  for (Agnode_t* node = agfstnode(laid_out.graph()); node != nullptr; node = agnxtnode(laid_out.graph(), node)) {
    places.emplace(agnameof(node), fmt::format("{:.2f},{:.2f}", ND_coord(node).x, ND_coord(node).y));
  }
  return places;
}

}  // namespace factgraph

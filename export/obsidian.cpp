#include "export/obsidian.h"

#include <fmt/core.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <set>

#include "export/captions.h"
#include "export/dot_text.h"

namespace factgraph {
namespace {

constexpr std::size_t kMostBytes = 120;

// The form in which file systems may take two names for one: without case, and composed (APFS).
std::string folded(const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const composed = icu::Normalizer2::getNFCInstance(status);
  const icu::UnicodeString lower = icu::UnicodeString::fromUTF8(name).foldCase();
  std::string result;
  (composed == nullptr ? lower : composed->normalize(lower, status)).toUTF8String(result);
  return result;
}

// `name` as the name of a file on any system, and as a link's target; never empty.
std::string file_name(std::string_view name) {
  std::string kept;
  const std::string text = legible(name);
  for (std::int32_t at = 0; at < static_cast<std::int32_t>(text.size());) {
    const std::int32_t start = at;
    UChar32 c = 0;
    U8_NEXT(text.data(), at, static_cast<std::int32_t>(text.size()), c);
    if (c < 0 || u_charType(c) == U_FORMAT_CHAR || u_charType(c) == U_PRIVATE_USE_CHAR) continue;
    const bool forbidden =
        c < 0x80 && std::string_view("[]#^|\\/:*?\"<>%`{}").find(static_cast<char>(c)) != std::string_view::npos;
    if (kept.size() + static_cast<std::size_t>(at - start) > kMostBytes) break;
    if (forbidden) {
      kept += '_';
    } else {
      kept.append(text, static_cast<std::size_t>(start), static_cast<std::size_t>(at - start));
    }
  }
  while (!kept.empty() && (kept.back() == '.' || kept.back() == ' ')) kept.pop_back();
  if (kept.starts_with('.') || kept.starts_with('-') || kept.starts_with('~')) kept.insert(0, "_");
  // Names of devices that Windows reserves, whatever follows a dot.
  static const std::set<std::string, std::less<>> kDevices = {"con", "prn", "aux", "nul"};
  const std::string stem = folded(kept.substr(0, kept.find('.')));
  const bool port = stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt"));
  if (kDevices.contains(stem) || port) kept.insert(0, "_");
  return kept.empty() ? "_" : kept;
}

std::vector<std::string> file_names(const Graph& graph) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
    const std::string wanted = file_name(graph[v].name);
    std::string name = wanted;
    for (std::size_t number = 1; !taken.insert(folded(name)).second; ++number) {
      name =
          number == 1 ? fmt::format("{} ({})", wanted, file_name(graph[v].type)) : fmt::format("{} {}", wanted, number);
    }
    names.push_back(std::move(name));
  }
  return names;
}

class NoteWriter {
 public:
  NoteWriter(const Graph& graph, const Ontology& ontology)
      : graph_(graph), ontology_(ontology), files_(file_names(graph)) {}

  [[nodiscard]] const std::string& file(Vertex v) const { return files_[v]; }

  [[nodiscard]] std::string note(Vertex v) const {
    const EntityNode& entity = graph_[v];
    std::string text = "---\ntype: ";
    append_json(text, entity.type);
    text += "\nname: ";
    append_json(text, entity.name);
    text += "\naliases: [";
    for (std::size_t i = 0; i < entity.aliases.size(); ++i) {
      if (i > 0) text += ", ";
      append_json(text, entity.aliases[i]);
    }
    text += fmt::format("]\nmentions: {}\ndocuments: {}\n---\n", entity.mentions, entity.documents);
    text +=
        fmt::format("# {}\n\n{}\n", markdown_words(entity.name), markdown_words(type_words(ontology_, entity.type)));
    for (const ValueFact& fact : entity.values) {
      text += fmt::format("\n- **{}**: {}{}\n", words(fact.relation), markdown_words(date_words(fact.value)),
                          qualifier(fact.relation));
      add_quotes(text, fact.relation);
    }
    for (const Edge& e : boost::make_iterator_range(boost::out_edges(v, graph_))) {
      text += fmt::format("\n- **{}** {}{}\n", words(graph_[e]), link(boost::target(e, graph_)), qualifier(graph_[e]));
      add_quotes(text, graph_[e]);
    }
    std::vector<Edge> incoming;
    for (const Edge& e : boost::make_iterator_range(boost::in_edges(v, graph_))) {
      if (boost::source(e, graph_) != v) incoming.push_back(e);
    }
    if (!incoming.empty()) text += "\n## Of it\n";
    for (const Edge& e : incoming) {
      text += fmt::format("\n- {} **{}**{}\n", link(boost::source(e, graph_)), words(graph_[e]), qualifier(graph_[e]));
    }
    return text;
  }

 private:
  [[nodiscard]] std::string words(const RelationEdge& relation) const {
    const std::string text = markdown_words(claim_words(ontology_, relation));
    return text.empty() ? "?" : text;
  }

  static std::string qualifier(const RelationEdge& relation) {
    const std::string text = markdown_words(qualifier_words(relation));
    return text.empty() ? text : fmt::format(" ({})", text);
  }

  [[nodiscard]] std::string link(Vertex v) const {
    // What is shown in a link is plain text, which ends at ] and is split at |.
    std::string shown;
    for (const char c : legible(graph_[v].name)) {
      if (c == '|' || c == '[' || c == ']' || c == '<' || c == '>' || c == '`' || c == '\\') continue;
      shown += c;
    }
    return fmt::format("[[{}|{}]]", files_[v], shown.empty() ? files_[v] : shown);
  }

  static void add_quotes(std::string& text, const RelationEdge& relation) {
    for (const Evidence& evidence : relation.evidence) {
      text += fmt::format("  > {}\n  > — {}", markdown_words(evidence.sentence),
                          markdown_words(evidence.title.empty() ? evidence.document : evidence.title));
      if (!evidence.title.empty()) text += fmt::format(", {}", markdown_words(evidence.document));
      if (!evidence.time.empty()) text += fmt::format(", {}", markdown_words(date_words(evidence.time)));
      if (!evidence.attributed_to.empty())
        text += fmt::format(", according to {}", markdown_words(evidence.attributed_to));
      text += "\n\n";
    }
    if (!relation.evidence.empty()) text.pop_back();
  }

  const Graph& graph_;
  const Ontology& ontology_;
  std::vector<std::string> files_;
};

}  // namespace

void write_obsidian(const Graph& graph, const Ontology& ontology, const OpenFile& open) {
  const NoteWriter writer(graph, ontology);
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
    open(writer.file(v) + ".md") << writer.note(v);
  }
}

}  // namespace factgraph

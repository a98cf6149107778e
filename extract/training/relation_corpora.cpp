#include "extract/training/relation_corpora.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/error.h"
#include "extract/blocks.h"

namespace factgraph {
namespace {

using nlohmann::json;

constexpr float kUnmarked = 0.1F;   // weight of "not said to hold" where nobody was asked
constexpr float kUnmarkedText = 1;  // the same in a text about anything

bool overlap(Span a, Span b) { return a.start < b.end && b.start < a.end; }

// A property of a corpus as a class; `inverse` where it runs from our object to our subject.
struct Property {
  std::string_view name;
  RelationClass relation;
  bool inverse = false;
};

std::ifstream open(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file) throw InputError(fmt::format("{}: cannot open", path.string()));
  return file;
}

Document make_document(std::string uri, std::string text) {
  Document document;
  document.uri = std::move(uri);
  document.text = Text(std::move(text));
  classify_blocks(document, cut_paragraphs(document.text));
  return document;
}

class KnowledgeNetDocument : public RelationDocument {
 public:
  struct Fact {
    RelationClass relation;
    Span subject, object;
  };
  struct Passage {
    Span span;
    std::set<RelationClass> annotated;
    std::vector<Fact> facts;
  };

  RelationLabel label(RelationClass relation, Span subject, Span object) const override {
    for (const Passage& passage : passages) {
      if (!overlap(passage.span, subject) || !overlap(passage.span, object)) continue;
      for (const Fact& fact : passage.facts) {
        if (fact.relation == relation && overlap(fact.subject, subject) && overlap(fact.object, object))
          return {true, 1};
      }
      // An employee or member is no member for sure, and who is neither is none.
      if (relation == RelationClass::kMemberOf && !passage.annotated.contains(relation)) {
        const RelationLabel other = label(RelationClass::kWorksFor, subject, object);
        return other.holds ? RelationLabel{} : RelationLabel{false, other.weight};
      }
      return {false, passage.annotated.contains(relation) ? 1.0F : kUnmarked};
    }
    return {};
  }

  std::vector<Passage> passages;
};

class DocRedDocument : public RelationDocument {
 public:
  RelationLabel label(RelationClass relation, Span subject, Span object) const override {
    const auto from = entity_at(subject);
    const auto to = entity_at(object);
    if (!from || !to) return {false, 0.5F};
    const auto holds = [&](RelationClass other) { return facts.contains({*from, other, *to}); };
    if (holds(relation)) return {true, 0.7F};
    if (relation == RelationClass::kWorksFor && holds(RelationClass::kMemberOf)) return {};
    if (relation == RelationClass::kMemberOf && holds(RelationClass::kWorksFor)) return {};
    if (relation == RelationClass::kLivesIn || relation == RelationClass::kChiefExecutive) return {false, 0.3F};
    return {false, 1};
  }

  std::vector<std::vector<Span>> entities;
  std::set<std::tuple<std::size_t, RelationClass, std::size_t>> facts;

 private:
  std::optional<std::size_t> entity_at(Span span) const {
    std::optional<std::size_t> best;
    std::uint32_t most = 0;
    for (std::size_t e = 0; e < entities.size(); ++e) {
      for (const Span mention : entities[e]) {
        if (!overlap(mention, span)) continue;
        const std::uint32_t shared = std::min(mention.end, span.end) - std::max(mention.start, span.start);
        if (shared > most) {
          most = shared;
          best = e;
        }
      }
    }
    return best;
  }
};

class UnmarkedDocument : public RelationDocument {
 public:
  RelationLabel label(RelationClass, Span, Span) const override { return {false, kUnmarkedText}; }
};

constexpr auto kKnowledgeNet = std::to_array<Property>({{"PLACE_OF_BIRTH", RelationClass::kBornIn},
                                                        {"PLACE_OF_RESIDENCE", RelationClass::kLivesIn},
                                                        {"NATIONALITY", RelationClass::kCitizenOf},
                                                        {"EDUCATED_AT", RelationClass::kEducatedAt},
                                                        {"SPOUSE", RelationClass::kSpouseOf},
                                                        {"CHILD_OF", RelationClass::kChildOf},
                                                        {"EMPLOYEE_OR_MEMBER_OF", RelationClass::kWorksFor},
                                                        {"CEO", RelationClass::kChiefExecutive, true},
                                                        {"POLITICAL_AFFILIATION", RelationClass::kMemberOf},
                                                        {"FOUNDED_BY", RelationClass::kFounded, true},
                                                        {"HEADQUARTERS", RelationClass::kHeadquarteredIn},
                                                        {"SUBSIDIARY_OF", RelationClass::kSubsidiaryOf},
                                                        {"DATE_OF_BIRTH", RelationClass::kDateOfBirth},
                                                        {"DATE_OF_DEATH", RelationClass::kDateOfDeath},
                                                        {"DATE_FOUNDED", RelationClass::kInception}});

constexpr auto kDocRed = std::to_array<Property>({{"P19", RelationClass::kBornIn},
                                                  {"P20", RelationClass::kDiedIn},
                                                  {"P551", RelationClass::kLivesIn},
                                                  {"P27", RelationClass::kCitizenOf},
                                                  {"P69", RelationClass::kEducatedAt},
                                                  {"P26", RelationClass::kSpouseOf},
                                                  {"P40", RelationClass::kChildOf, true},
                                                  {"P22", RelationClass::kChildOf},
                                                  {"P25", RelationClass::kChildOf},
                                                  {"P3373", RelationClass::kSiblingOf},
                                                  {"P108", RelationClass::kWorksFor},
                                                  {"P169", RelationClass::kChiefExecutive, true},
                                                  {"P463", RelationClass::kMemberOf},
                                                  {"P102", RelationClass::kMemberOf},
                                                  {"P54", RelationClass::kMemberOf},
                                                  {"P112", RelationClass::kFounded, true},
                                                  {"P159", RelationClass::kHeadquarteredIn},
                                                  {"P749", RelationClass::kSubsidiaryOf},
                                                  {"P355", RelationClass::kSubsidiaryOf, true},
                                                  {"P1376", RelationClass::kCapitalOf},
                                                  {"P36", RelationClass::kCapitalOf, true},
                                                  {"P276", RelationClass::kTookPlaceIn},
                                                  {"P569", RelationClass::kDateOfBirth},
                                                  {"P570", RelationClass::kDateOfDeath},
                                                  {"P571", RelationClass::kInception}});

template <std::size_t kSize>
const Property* find(const std::array<Property, kSize>& properties, std::string_view name) {
  const auto found = std::find_if(properties.begin(), properties.end(),
                                  [&](const Property& property) { return property.name == name; });
  return found == properties.end() ? nullptr : &*found;
}

// Words with blanks between them as a text has them, and where each stands.
class Typesetter {
 public:
  Span add(const std::string& word) {
    static constexpr std::string_view kClosing = ".,;:!?)]}%";
    const bool closing = word.size() == 1 && kClosing.find(word[0]) != std::string_view::npos;
    const bool suffix = word.size() > 1 && (word[0] == '\'' || word == "n't");
    if (!text_.empty() && !open_ && !closing && !suffix) put(" ");
    open_ = word == "(" || word == "[" || word == "{" || word == "$" || word == "#";
    const std::uint32_t start = length_;
    put(word);
    return {start, length_};
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void put(std::string_view word) {
    text_ += word;
    for (const char c : word) length_ += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
  }

  std::string text_;
  std::uint32_t length_ = 0;  // code points
  bool open_ = false;
};

Span span_of(const json& fact, const std::string& role) {
  return {fact.at(role + "Start").get<std::uint32_t>(), fact.at(role + "End").get<std::uint32_t>()};
}

std::unique_ptr<RelationDocument> read_knowledgenet_document(const json& source) {
  auto result = std::make_unique<KnowledgeNetDocument>();
  result->corpus = "KnowledgeNet";
  result->exhaustive = true;
  result->document =
      make_document(source.at("documentId").get<std::string>(), source.at("documentText").get<std::string>());
  for (const json& marked : source.at("passages")) {
    KnowledgeNetDocument::Passage passage;
    passage.span = span_of(marked, "passage");
    std::map<std::string, const Property*> properties;
    for (const json& asked : marked.at("exhaustivelyAnnotatedProperties")) {
      const Property* property = find(kKnowledgeNet, asked.at("propertyName").get<std::string>());
      if (property == nullptr) continue;
      properties[asked.at("propertyId").get<std::string>()] = property;
      passage.annotated.insert(property->relation);
    }
    for (const json& fact : marked.at("facts")) {
      const auto property = properties.find(fact.at("propertyId").get<std::string>());
      if (property == properties.end()) continue;
      Span subject = span_of(fact, "subject");
      Span object = span_of(fact, "object");
      if (property->second->inverse) std::swap(subject, object);
      passage.facts.push_back({property->second->relation, subject, object});
    }
    result->passages.push_back(std::move(passage));
  }
  return result;
}

std::unique_ptr<RelationDocument> read_redocred_document(const json& source) {
  auto result = std::make_unique<DocRedDocument>();
  result->corpus = "Re-DocRED";
  Typesetter text;
  std::vector<std::vector<Span>> words;
  for (const json& sentence : source.at("sents")) {
    words.emplace_back();
    for (const json& word : sentence) words.back().push_back(text.add(word.get<std::string>()));
  }
  for (const json& entity : source.at("vertexSet")) {
    std::vector<Span> mentions;
    for (const json& mention : entity) {
      const std::vector<Span>& sentence = words.at(mention.at("sent_id").get<std::size_t>());
      const json& position = mention.at("pos");
      mentions.push_back({sentence.at(position.at(0).get<std::size_t>()).start,
                          sentence.at(position.at(1).get<std::size_t>() - 1).end});
    }
    result->entities.push_back(std::move(mentions));
  }
  for (const json& fact : source.at("labels")) {
    const Property* property = find(kDocRed, fact.at("r").get<std::string>());
    if (property == nullptr) continue;
    auto from = fact.at("h").get<std::size_t>();
    auto to = fact.at("t").get<std::size_t>();
    if (property->inverse) std::swap(from, to);
    result->facts.insert({from, property->relation, to});
    if (property->relation == RelationClass::kSpouseOf || property->relation == RelationClass::kSiblingOf) {
      result->facts.insert({to, property->relation, from});
    }
  }
  result->document = make_document(source.at("title").get<std::string>(), text.text());
  return result;
}

}  // namespace

RelationDocuments read_knowledgenet(const std::filesystem::path& path) {
  std::ifstream file = open(path);
  RelationDocuments documents;
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.empty()) continue;
    try {
      const json source = json::parse(line);
      const int fold = source.at("fold").get<int>();
      if (fold == 1 || fold == 2) documents.push_back(read_knowledgenet_document(source));
    } catch (const json::exception& error) {
      throw InputError(fmt::format("{}:{}: {}", path.string(), number, error.what()));
    }
  }
  return documents;
}

RelationDocuments read_unmarked(const std::filesystem::path& path) {
  std::ifstream file = open(path);
  RelationDocuments documents;
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.empty()) continue;
    try {
      const json source = json::parse(line);
      auto document = std::make_unique<UnmarkedDocument>();
      document->corpus = "unmarked";
      document->marked = false;
      document->exhaustive = true;
      document->document = make_document(source.at("doc").get<std::string>(), source.at("text").get<std::string>());
      documents.push_back(std::move(document));
    } catch (const json::exception& error) {
      throw InputError(fmt::format("{}:{}: {}", path.string(), number, error.what()));
    }
  }
  return documents;
}

RelationDocuments read_redocred(const std::filesystem::path& path, std::size_t count) {
  std::ifstream file = open(path);
  RelationDocuments documents;
  try {
    for (const json& source : json::parse(file)) {
      if (documents.size() == count) break;
      documents.push_back(read_redocred_document(source));
    }
  } catch (const json::exception& error) {
    throw InputError(fmt::format("{}: {}", path.string(), error.what()));
  }
  return documents;
}

}  // namespace factgraph

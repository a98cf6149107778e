#include "schema/ontology.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <optional>
#include <span>
#include <system_error>
#include <utility>

#include "core/error.h"

// The bytes of schema/ontology.toml, embedded by embed_ontology.S.
extern "C" {
extern const char factgraph_ontology_begin[];
extern const char factgraph_ontology_end[];
}

namespace factgraph {
namespace {

constexpr std::string_view kAny = "any";
constexpr std::string_view kSame = "same";

constexpr std::array<std::string_view, 4> kFileKeys = {"version", "types", "words", "relations"};
constexpr std::array<std::string_view, 5> kTypeKeys = {"parent", "label", "definition", "counterparts", "nouns"};
constexpr std::array<std::string_view, 10> kRelationKeys = {"label",        "definition", "domain",  "range",
                                                            "value",        "symmetric",  "inverse", "supersedes",
                                                            "counterparts", "patterns"};
constexpr std::array<std::string_view, 5> kCounterpartKeys = {"wikidata", "wikidata_inverse", "schema_inverse",
                                                              "schema", "ftm"};

bool is_name(std::string_view name) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return !name.empty() && lower(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return lower(c) || digit(c) || c == '_'; });
}

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

}  // namespace

// Reads one file; a member of its own so that every message knows the source.
class OntologyReader {
 public:
  OntologyReader(std::string toml, std::string source) {
    ontology_.toml_ = std::move(toml);
    ontology_.source_ = std::move(source);
  }

  Ontology read() {
    toml::table file;
    try {
      file = toml::parse(std::string_view(ontology_.toml_), ontology_.source_);
    } catch (const toml::parse_error& error) {
      fail(error.source().begin, error.description());
    }
    check_keys(file, kFileKeys, "an ontology file");
    if (const toml::node* version = file.get("version")) ontology_.version_ = text(*version, "version");
    read_types(file);
    read_words(file);
    read_relations(file);
    return std::move(ontology_);
  }

 private:
  // A named table of the file, such as [types.person].
  struct Entry {
    std::string name;
    const toml::node* node;
    toml::source_position position;
  };

  [[noreturn]] void fail(toml::source_position at, std::string_view message) const {
    throw SchemaError(fmt::format("{}:{}:{}: {}", ontology_.source_, at.line, at.column, message));
  }

  static toml::source_position start(const toml::node& node) { return node.source().begin; }

  void check_keys(const toml::table& table, std::span<const std::string_view> known, std::string_view what) const {
    for (const auto& [key, value] : table) {
      if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
      fail(key.source().begin, fmt::format("unknown key \"{}\"; {} takes {}", key.str(), what, fmt::join(known, ", ")));
    }
  }

  std::string text(const toml::node& node, std::string_view key) const {
    const toml::value<std::string>* value = node.as_string();
    if (value == nullptr) fail(start(node), fmt::format("{} must be a string", key));
    return value->get();
  }

  std::string text(const toml::table& table, std::string_view key, toml::source_position owner) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) fail(owner, fmt::format("{} is missing", key));
    std::string value = text(*node, key);
    if (blank(value)) fail(start(*node), fmt::format("{} must not be empty", key));
    return value;
  }

  const toml::table& table(const toml::node& node, std::string_view what) const {
    const toml::table* result = node.as_table();
    if (result == nullptr) fail(start(node), fmt::format("{} must be a table", what));
    return *result;
  }

  std::vector<PatternSource> lines(const toml::node& node, std::string_view key) const {
    const toml::array* array = node.as_array();
    if (array == nullptr) fail(start(node), fmt::format("{} must be a list of strings", key));
    std::vector<PatternSource> result;
    for (const toml::node& item : *array) {
      std::string value = text(item, fmt::format("each of {}", key));
      if (blank(value)) fail(start(item), fmt::format("{} must not hold an empty string", key));
      result.push_back({std::move(value), start(item).line, start(item).column + 1});
    }
    return result;
  }

  // The tables under file[section] in the order of the file.
  std::vector<Entry> entries(const toml::table& file, std::string_view section) const {
    const toml::node* node = file.get(section);
    std::vector<Entry> result;
    if (node == nullptr) return result;
    for (const auto& [key, value] : table(*node, section)) {
      if (!is_name(key.str()) || key.str() == kAny || key.str() == kSame) {
        fail(key.source().begin, fmt::format("\"{}\" cannot be a name in {}: use small letters, digits and _, "
                                             "and neither \"any\" nor \"same\"",
                                             key.str(), section));
      }
      result.push_back({std::string(key.str()), &value, key.source().begin});
    }
    std::sort(result.begin(), result.end(), [](const Entry& a, const Entry& b) {
      return std::pair(a.position.line, a.position.column) < std::pair(b.position.line, b.position.column);
    });
    return result;
  }

  std::map<std::string, std::string> counterparts(const toml::table& owner) const {
    std::map<std::string, std::string> result;
    const toml::node* node = owner.get("counterparts");
    if (node == nullptr) return result;
    const toml::table& pairs = table(*node, "counterparts");
    check_keys(pairs, kCounterpartKeys, "counterparts");
    for (const auto& [key, value] : pairs) result.emplace(key.str(), text(value, key.str()));
    return result;
  }

  void read_types(const toml::table& file) {
    struct Read {
      EntityType type;
      toml::source_position parent_at{};
      std::vector<std::size_t> children;
    };
    std::vector<Read> read;
    Ontology::Index index;
    for (const Entry& entry : entries(file, "types")) {
      const toml::table& fields = table(*entry.node, entry.name);
      check_keys(fields, kTypeKeys, "a type");
      Read item;
      item.type.name = entry.name;
      item.type.label = text(fields, "label", entry.position);
      item.type.definition = text(fields, "definition", entry.position);
      item.type.counterparts = counterparts(fields);
      if (const toml::node* nouns = fields.get("nouns")) {
        for (PatternSource& noun : lines(*nouns, "nouns")) item.type.nouns.push_back(std::move(noun.text));
      }
      if (const toml::node* parent = fields.get("parent")) {
        item.type.parent = text(*parent, "parent");
        item.parent_at = start(*parent);
        if (item.type.parent.empty()) fail(item.parent_at, "parent must not be empty; a root has none");
      }
      index.emplace(entry.name, read.size());
      read.push_back(std::move(item));
    }
    if (read.empty()) fail({1, 1}, "an ontology needs at least one type, such as [types.person]");

    std::vector<std::size_t> pending;  // a stack: the tree in the order of the file, parents first
    for (std::size_t i = read.size(); i-- > 0;) {
      const Read& item = read[i];
      if (item.type.parent.empty()) {
        pending.push_back(i);
        continue;
      }
      const auto parent = index.find(item.type.parent);
      if (parent == index.end()) fail(item.parent_at, fmt::format("unknown type \"{}\"", item.type.parent));
      read[parent->second].children.push_back(i);
    }
    std::vector<bool> placed(read.size(), false);
    while (!pending.empty()) {
      const std::size_t i = pending.back();
      pending.pop_back();
      placed[i] = true;
      pending.insert(pending.end(), read[i].children.begin(), read[i].children.end());
      ontology_.type_index_.emplace(read[i].type.name, ontology_.types_.size());
      ontology_.types_.push_back(read[i].type);
    }
    for (std::size_t i = 0; i < read.size(); ++i) {
      if (!placed[i]) fail(read[i].parent_at, fmt::format("\"{}\" is its own ancestor", read[i].type.name));
    }
  }

  void read_words(const toml::table& file) {
    for (const Entry& entry : entries(file, "words")) {
      ontology_.word_set_index_.emplace(entry.name, ontology_.word_sets_.size());
      ontology_.word_sets_.push_back({entry.name, lines(*entry.node, entry.name)});
    }
  }

  // Types of a domain or range; "any" stands for every root.
  std::vector<std::string> type_names(const toml::node& node, std::string_view key) const {
    std::vector<std::string> result;
    for (const PatternSource& item : lines(node, key)) {
      const toml::source_position at = {static_cast<toml::source_index>(item.line),
                                        static_cast<toml::source_index>(item.column - 1)};
      if (item.text == kAny) {
        for (const EntityType& type : ontology_.types_) {
          if (type.parent.empty()) result.push_back(type.name);
        }
      } else if (ontology_.type(item.text) == nullptr) {
        fail(at, fmt::format("unknown type \"{}\" in {}", item.text, key));
      } else {
        result.push_back(item.text);
      }
    }
    if (result.empty()) fail(start(node), fmt::format("{} must name at least one type, or \"any\"", key));
    return result;
  }

  void read_relations(const toml::table& file) {
    struct Reference {
      std::string name;
      toml::source_position at;
    };
    std::vector<Reference> inverses, superseded;
    for (const Entry& entry : entries(file, "relations")) {
      const toml::table& fields = table(*entry.node, entry.name);
      check_keys(fields, kRelationKeys, "a relation");
      RelationType relation;
      relation.name = entry.name;
      relation.label = text(fields, "label", entry.position);
      relation.definition = text(fields, "definition", entry.position);
      relation.counterparts = counterparts(fields);
      const toml::node* domain = fields.get("domain");
      if (domain == nullptr) fail(entry.position, "domain is missing: the types a subject may have, or [\"any\"]");
      relation.domain = type_names(*domain, "domain");
      read_object(fields, entry.position, relation);
      if (const toml::node* symmetric = fields.get("symmetric")) {
        if (!symmetric->is_boolean()) fail(start(*symmetric), "symmetric must be true or false");
        relation.symmetric = symmetric->as_boolean()->get();
        if (relation.symmetric && relation.value != ValueKind::kNone) {
          fail(start(*symmetric), "a relation to a value cannot be symmetric");
        }
      }
      if (const toml::node* inverse = fields.get("inverse")) {
        relation.inverse = text(*inverse, "inverse");
        if (!is_name(relation.inverse)) fail(start(*inverse), "inverse must be a name such as parent_of");
        if (relation.symmetric) fail(start(*inverse), "a symmetric relation has no inverse");
        inverses.push_back({relation.inverse, start(*inverse)});
      }
      if (const toml::node* supersedes = fields.get("supersedes")) {
        for (const PatternSource& name : lines(*supersedes, "supersedes")) {
          superseded.push_back({name.text, start(*supersedes)});
          relation.supersedes.push_back(name.text);
        }
      }
      if (const toml::node* patterns = fields.get("patterns")) relation.patterns = lines(*patterns, "patterns");
      ontology_.relation_index_.emplace(relation.name, ontology_.relations_.size());
      ontology_.relations_.push_back(std::move(relation));
    }
    Ontology::Index names = ontology_.relation_index_;
    for (const Reference& other : superseded) {
      if (ontology_.relation(other.name) == nullptr) fail(other.at, fmt::format("unknown relation \"{}\"", other.name));
    }
    for (const Reference& inverse : inverses) {
      if (!names.emplace(inverse.name, 0).second) {
        fail(inverse.at, fmt::format("\"{}\" already names a relation or an inverse", inverse.name));
      }
    }
  }

  // Reads range or value: a relation has exactly one of them.
  void read_object(const toml::table& fields, toml::source_position owner, RelationType& relation) const {
    const toml::node* range = fields.get("range");
    const toml::node* value = fields.get("value");
    if (range == nullptr && value == nullptr) {
      fail(owner, "range is missing: the types an object may have (or value = \"date\" or \"text\")");
    }
    if (range != nullptr && value != nullptr) fail(start(*value), "a relation has a range or a value, not both");
    if (value != nullptr) {
      const std::string kind = text(*value, "value");
      if (kind != "date" && kind != "text") fail(start(*value), "value must be \"date\" or \"text\"");
      relation.value = kind == "date" ? ValueKind::kDate : ValueKind::kText;
      return;
    }
    const toml::array* array = range->as_array();
    if (array != nullptr && array->size() == 1 && array->get(0)->value<std::string>() == std::string(kSame)) {
      relation.same_kind = true;
      relation.range = relation.domain;
      return;
    }
    relation.range = type_names(*range, "range");
  }

  Ontology ontology_;
};

Ontology Ontology::load(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::error_code ignored;
  if (!file || std::filesystem::is_directory(path, ignored)) {
    throw SchemaError(fmt::format("{}: cannot read this ontology file", path.string()));
  }
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.bad()) throw SchemaError(fmt::format("{}: reading this ontology file failed", path.string()));
  return parse(std::move(bytes), path.string());
}

Ontology Ontology::parse(std::string toml, const std::string& source) {
  return OntologyReader(std::move(toml), source).read();
}

Ontology Ontology::shipped() {
  return parse(std::string(factgraph_ontology_begin, factgraph_ontology_end), "shipped ontology");
}

const EntityType* Ontology::type(std::string_view name) const {
  const auto found = type_index_.find(name);
  return found == type_index_.end() ? nullptr : &types_[found->second];
}

const RelationType* Ontology::relation(std::string_view name) const {
  const auto found = relation_index_.find(name);
  return found == relation_index_.end() ? nullptr : &relations_[found->second];
}

const WordSet* Ontology::word_set(std::string_view name) const {
  const auto found = word_set_index_.find(name);
  return found == word_set_index_.end() ? nullptr : &word_sets_[found->second];
}

bool Ontology::is_a(std::string_view type_name, std::string_view ancestor) const {
  while (type_name != ancestor) {
    const EntityType* found = type(type_name);
    if (found == nullptr || found->parent.empty()) return false;
    type_name = found->parent;
  }
  return true;
}

std::string_view Ontology::root(std::string_view type_name) const {
  const EntityType* found = type(type_name);
  while (found != nullptr && !found->parent.empty()) {
    type_name = found->parent;
    found = type(type_name);
  }
  return type_name;
}

}  // namespace factgraph

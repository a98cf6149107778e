#include "extract/language/annotation.h"

#include <array>

namespace factgraph {
namespace {

// In the order of the enumerations.
constexpr std::array<std::string_view, 17> kUposNames = {"ADJ",   "ADP",   "ADV", "AUX",  "CCONJ", "DET",
                                                         "INTJ",  "NOUN",  "NUM", "PART", "PRON",  "PROPN",
                                                         "PUNCT", "SCONJ", "SYM", "VERB", "X"};
constexpr std::array<std::string_view, 49> kXposNames = {
    "ADD", "AFX", "CC",    "CD",    "DT",  "EX",   "FW",  "GW",  "HYPH", "IN",  "JJ",   "JJR", "JJS",
    "LS",  "MD",  "NFP",   "NN",    "NNP", "NNPS", "NNS", "PDT", "POS",  "PRP", "PRP$", "RB",  "RBR",
    "RBS", "RP",  "SYM",   "TO",    "UH",  "VB",   "VBD", "VBG", "VBN",  "VBP", "VBZ",  "WDT", "WP",
    "WP$", "WRB", "-LRB-", "-RRB-", ",",   ":",    ".",   "``",  "''",   "$"};
constexpr std::array<std::string_view, 51> kDeprelNames = {
    "acl",        "acl:relcl", "advcl",       "advcl:relcl",   "advmod",   "amod",        "appos",        "aux",
    "aux:pass",   "case",      "cc",          "cc:preconj",    "ccomp",    "compound",    "compound:prt", "conj",
    "cop",        "csubj",     "csubj:outer", "csubj:pass",    "dep",      "det",         "det:predet",   "discourse",
    "dislocated", "expl",      "fixed",       "flat",          "goeswith", "iobj",        "list",         "mark",
    "nmod",       "nmod:desc", "nmod:poss",   "nmod:unmarked", "nsubj",    "nsubj:outer", "nsubj:pass",   "nummod",
    "obj",        "obl",       "obl:agent",   "obl:unmarked",  "orphan",   "parataxis",   "punct",        "reparandum",
    "root",       "vocative",  "xcomp"};
constexpr std::array<std::string_view, 8> kNameTypeNames = {"person", "organization", "place", "event",
                                                            "work",   "product",      "group", "concept"};

template <typename Enum, std::size_t kSize>
std::optional<Enum> find(const std::array<std::string_view, kSize>& names, std::string_view name) {
  for (std::size_t i = 0; i < kSize; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(Upos upos) { return kUposNames[static_cast<std::size_t>(upos)]; }
std::string_view to_string(Xpos xpos) { return kXposNames[static_cast<std::size_t>(xpos)]; }
std::string_view to_string(Deprel deprel) { return kDeprelNames[static_cast<std::size_t>(deprel)]; }
std::string_view to_string(NameType type) { return kNameTypeNames[static_cast<std::size_t>(type)]; }

std::optional<Upos> parse_upos(std::string_view name) { return find<Upos>(kUposNames, name); }
std::optional<Xpos> parse_xpos(std::string_view name) { return find<Xpos>(kXposNames, name); }

std::optional<Deprel> parse_deprel(std::string_view name) {
  if (const auto whole = find<Deprel>(kDeprelNames, name)) return whole;
  return find<Deprel>(kDeprelNames, name.substr(0, name.find(':')));
}

}  // namespace factgraph

#include "extract/affiliation.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "extract/language/gazetteer.h"

namespace factgraph {
namespace {

constexpr std::uint32_t kReach = 6;  // words between the adjective and what it is tied to

bool part_of_name(Deprel relation) {
  return relation == Deprel::kCompound || relation == Deprel::kFlat || relation == Deprel::kNmodDesc;
}

// "is a retired Kazakh ...": told by the words alone, since brackets before the verb lead the parser astray.
bool follows_copula(const Tree& tree, std::uint32_t word) {
  const auto modifies = [&](const Token& token) {
    return token.upos == Upos::kAdj || token.upos == Upos::kNum || token.upos == Upos::kAdv ||
           token.upos == Upos::kCconj || token.xpos == Xpos::kVbn || token.xpos == Xpos::kVbg || token.form == "," ||
           token.form == "-";
  };
  std::uint32_t first = word;
  while (first > 0 && word - first < kReach && modifies(tree[first - 1])) --first;
  if (first < 2 || (tree[first - 1].form != "a" && tree[first - 1].form != "an")) return false;
  return tree[first - 2].lemma == "be" || tree[first - 2].lemma == "become";
}

// "Kazakh poet Abai", "Kazakh rock singer Abai".
bool precedes_name(const Tree& tree, std::uint32_t word, const std::vector<bool>& named) {
  std::uint32_t last = word + 1;
  while (last < tree.size() && last - word < kReach && !named[last] &&
         (tree[last].upos == Upos::kAdj || tree[last].upos == Upos::kNoun)) {
    ++last;
  }
  return last > word + 1 && last < tree.size() && named[last] && tree[last - 1].upos == Upos::kNoun;
}

// "Kazakh city of Almaty".
bool names_place(const Tree& tree, std::uint32_t noun, const std::vector<bool>& named) {
  static constexpr auto kPlaces = std::to_array<std::string_view>(
      {"state", "province", "region", "county", "district", "department", "territory", "republic", "city", "town",
       "village", "municipality", "capital", "port", "island"});
  if (std::find(kPlaces.begin(), kPlaces.end(), tree[noun].lemma) == kPlaces.end()) return false;
  return noun + 2 < tree.size() && tree[noun + 1].form == "of" && named[noun + 2];
}

// Whether a noun speaks of persons or a body whom a state calls its own: "official", "singer", "troops", "parliament"; but "the
// Kazakh people" are a group.
bool speaks_of_persons(const Token& noun) {
  static constexpr auto kPersons = std::to_array<std::string_view>(
      {"official",  "citizen",    "national", "civilian", "representative", "envoy",     "diplomat",
       "delegate",  "delegation", "crew",     "troop",    "cavalry",        "team",      "club",
       "royal",     "nobility",   "monarchy", "artist",   "athlete",        "architect", "politician",
       "authority", "community",  "diaspora", "elite",    "minority",       "immigrant", "band",
       "orchestra", "throne",     "empire",   "family",   "society"});
  static constexpr auto kBodies = std::to_array<std::string_view>(
      {"company", "government_body", "political_party", "military", "educational_institution", "media"});
  if (noun.upos != Upos::kNoun) return false;
  const Gazetteer& gazetteer = Gazetteer::instance();
  const std::string_view lemma = noun.lemma;
  if (std::find(kPersons.begin(), kPersons.end(), lemma) != kPersons.end() || gazetteer.is_title(lemma)) return true;
  constexpr std::size_t kShortest = 5;
  for (const std::string_view ending : {"er", "or", "ist", "ian", "eer", "man"}) {
    if (lemma.size() >= kShortest && lemma.ends_with(ending)) return true;
  }
  const auto types = gazetteer.head_types(lemma);
  return std::any_of(types.begin(), types.end(), [&](std::string_view type) {
    return std::find(kBodies.begin(), kBodies.end(), type) != kBodies.end();
  });
}

// Whether a noun speaks of a part of a country: "Kazakh cities", "the Kazakh border".
bool is_part(const Token& noun) {
  static constexpr auto kParts =
      std::to_array<std::string_view>({"city", "town", "village", "province", "mainland", "coast", "border", "soil",
                                       "territory", "capital", "embassy", "government", "market"});
  return noun.upos == Upos::kNoun && std::find(kParts.begin(), kParts.end(), noun.lemma) != kParts.end();
}

// Whether a name stands at `top` or below it, outside the subtree of `but`.
bool holds_name(const Tree& tree, std::uint32_t top, std::uint32_t but, const std::vector<bool>& named) {
  std::vector<std::uint32_t> open = {top};
  while (!open.empty()) {
    const std::uint32_t token = open.back();
    open.pop_back();
    if (token == but) continue;
    if (named[token]) return true;
    const auto children = tree.children(token);
    open.insert(open.end(), children.begin(), children.end());
  }
  return false;
}

}  // namespace

bool affiliates(const Tree& tree, std::uint32_t word, const std::vector<bool>& named) {
  if (follows_copula(tree, word) || precedes_name(tree, word, named)) return true;
  // "Kazakh and Uzbek poets": the first adjective speaks for the others.
  std::uint32_t adjective = word;
  std::optional<std::uint32_t> above = tree.head(adjective);
  while (above && tree[adjective].deprel == Deprel::kConj && tree[*above].upos == Upos::kAdj) {
    adjective = *above;
    above = tree.head(adjective);
  }
  const bool modifies = tree[adjective].deprel == Deprel::kAmod || tree[adjective].deprel == Deprel::kNmod ||
                        part_of_name(tree[adjective].deprel);
  const std::uint32_t noun = above && modifies ? *above : adjective;

  if (named[noun] || names_place(tree, noun, named)) return true;
  if (noun != adjective && (speaks_of_persons(tree[noun]) || is_part(tree[noun]))) return true;
  const auto children = tree.children(noun);
  if (tree.child(noun, Deprel::kCop)) {
    return std::any_of(children.begin(), children.end(), [&](std::uint32_t child) {
      const bool subject = tree[child].deprel == Deprel::kNsubj || tree[child].deprel == Deprel::kNsubjOuter;
      return subject && (tree[child].upos == Upos::kPron || holds_name(tree, child, noun, named));
    });
  }
  if (noun == adjective) return false;
  const std::optional<std::uint32_t> owner = tree.head(noun);
  if (owner && tree[noun].deprel == Deprel::kAppos) return holds_name(tree, *owner, noun, named);
  if (owner && part_of_name(tree[noun].deprel) && named[*owner]) return true;
  return std::any_of(children.begin(), children.end(), [&](std::uint32_t child) {
    return named[child] && (tree[child].deprel == Deprel::kAppos || part_of_name(tree[child].deprel));
  });
}

}  // namespace factgraph

#include "extract/coreference.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>

#include "extract/clauses.h"

namespace factgraph {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;

std::string lower(std::string_view word) {
  std::string result(word);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return result;
}

template <std::size_t kSize>
bool one_of(std::string_view word, const std::array<std::string_view, kSize>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

enum class Kind : std::uint8_t { kPerson, kThing, kMany };  // he or she; it; they

struct Pronoun {
  Kind kind;
  Gender gender;
  bool reflexive;
};

std::optional<Pronoun> read_pronoun(std::string_view form) {
  static constexpr auto kMale = std::to_array<std::string_view>({"he", "him", "his", "himself"});
  static constexpr auto kFemale = std::to_array<std::string_view>({"she", "her", "hers", "herself"});
  static constexpr auto kIt = std::to_array<std::string_view>({"it", "its", "itself"});
  static constexpr auto kThey = std::to_array<std::string_view>({"they", "them", "their", "theirs", "themselves"});
  const bool reflexive = form.ends_with("self") || form.ends_with("selves");
  if (one_of(form, kMale)) return Pronoun{Kind::kPerson, Gender::kMasculine, reflexive};
  if (one_of(form, kFemale)) return Pronoun{Kind::kPerson, Gender::kFeminine, reflexive};
  if (one_of(form, kIt)) return Pronoun{Kind::kThing, Gender::kEither, reflexive};
  if (one_of(form, kThey)) return Pronoun{Kind::kMany, Gender::kEither, reflexive};
  return std::nullopt;
}

Deprel base(Deprel deprel) {
  switch (deprel) {
    case Deprel::kNsubjPass:
    case Deprel::kNsubjOuter:
      return Deprel::kNsubj;
    default:
      return deprel;
  }
}

// Weight of a mention by its grammatical role.
int prominence(const Token& token) {
  switch (base(token.deprel)) {
    case Deprel::kNsubj:
      return 80;
    case Deprel::kObj:
    case Deprel::kIobj:
    case Deprel::kRoot:
      return 50;
    case Deprel::kNmodPoss:
    case Deprel::kOblAgent:
      return 45;
    case Deprel::kCompound:
    case Deprel::kNmodUnmarked:
      return 15;
    default:
      return 35;
  }
}

class Linker {
 public:
  Linker(const Annotation& annotation, const std::vector<ResolvedMention>& names, std::vector<Referent> referents,
         const std::vector<bool>& readable, const Ontology& ontology)
      : annotation_(annotation),
        names_(names),
        referents_(std::move(referents)),
        readable_(readable),
        ontology_(ontology),
        history_(referents_.size()) {
    for (const EntityType& type : ontology.types()) {
      for (const std::string& noun : type.nouns) type_of_noun_[noun] = type.name;
    }
  }

  std::vector<ResolvedMention> run() {
    std::size_t next = 0;
    for (std::uint32_t s = 0; s < annotation_.sentences.size(); ++s) {
      const std::size_t first = next;
      while (next < names_.size() && names_[next].sentence == s) ++next;
      if (readable_[s]) read_sentence(s, first, next);
    }
    return std::move(found_);
  }

 private:
  static constexpr std::uint32_t kMemory = 10;  // sentences after which an entity is forgotten

  // Somewhere an entity was spoken of.
  struct Spot {
    std::uint32_t sentence;
    std::uint32_t token;
    int weight;
  };
  // Something without a name that a pronoun may stand for just as well.
  struct Rival {
    Kind kind;
    Spot place;
  };

  void read_sentence(std::uint32_t s, std::size_t first_name, std::size_t last_name) {
    const Sentence& sentence = annotation_.sentences[s];
    const Tree tree(sentence);
    const auto size = static_cast<std::uint32_t>(sentence.tokens.size());
    name_at_.assign(size, kNone);
    referent_at_.assign(size, kNone);
    for (std::size_t n = first_name; n < last_name; ++n) {
      for (std::uint32_t t = names_[n].first; t < names_[n].last; ++t) name_at_[t] = static_cast<std::uint32_t>(n);
    }
    if (rivals_.size() > 200) rivals_.erase(rivals_.begin(), rivals_.end() - 100);
    std::erase_if(active_, [&](std::uint32_t entity) { return s - history_[entity].back().sentence > kMemory; });
    for (std::uint32_t t = 0; t < size; ++t) {
      if (name_at_[t] != kNone) {
        const ResolvedMention& name = names_[name_at_[t]];
        if (name.head == t && !name.adjectival) note(name.entity, s, t, sentence.tokens[t]);
        continue;
      }
      const Token& token = sentence.tokens[t];
      const std::string form = lower(token.form);
      if (relative(tree, s, t)) continue;
      if (token.upos == Upos::kPron || token.xpos == Xpos::kPrpPoss) {
        if (const auto pronoun = read_pronoun(form)) link_pronoun(tree, s, t, *pronoun);
      } else if (token.upos == Upos::kNoun || could_be_noun(tree, t)) {
        link_description(tree, s, t);
      }
    }
  }

  void note(std::uint32_t entity, std::uint32_t s, std::uint32_t t, const Token& token) {
    std::vector<Spot>& places = history_[entity];
    const auto at = std::lower_bound(active_.begin(), active_.end(), entity);
    if (at == active_.end() || *at != entity) active_.insert(at, entity);
    if (places.size() >= 12) places.erase(places.begin());
    places.push_back({s, t, prominence(token)});
    referent_at_[t] = entity;
  }

  void refer(std::uint32_t s, std::uint32_t first, std::uint32_t t, std::uint32_t entity, MentionKind kind) {
    found_.push_back({s, first, t + 1, t, entity, kind, false});
    note(entity, s, t, annotation_.sentences[s].tokens[t]);
  }

  // "who" and "which" stand for the noun their clause belongs to.
  bool relative(const Tree& tree, std::uint32_t s, std::uint32_t t) {
    const Xpos xpos = tree[t].xpos;
    if (xpos != Xpos::kWdt && xpos != Xpos::kWp && xpos != Xpos::kWpPoss) return false;
    std::uint32_t clause = t;
    for (int hops = 0; hops < 4; ++hops) {
      if (tree[clause].deprel == Deprel::kAclRelcl) break;
      const auto head = tree.head(clause);
      if (!head) return true;
      clause = *head;
    }
    const auto antecedent = tree.head(clause);
    if (tree[clause].deprel != Deprel::kAclRelcl || !antecedent || *antecedent >= t) return true;
    const std::uint32_t name = name_at_[*antecedent];
    const std::uint32_t entity = name != kNone ? names_[name].entity : referent_at_[*antecedent];
    if (entity != kNone && lower(tree[t].form) != "what") {
      refer(s, t, t, entity, MentionKind::kPronoun);
    }
    return true;
  }

  Kind kind_of(std::uint32_t entity) const {
    const std::string_view root = ontology_.root(referents_[entity].type);
    if (root == "person") return Kind::kPerson;
    return root == "group" ? Kind::kMany : Kind::kThing;
  }

  static bool expletive(const Tree& tree, std::uint32_t t) {
    if (tree[t].deprel == Deprel::kExpl) return true;
    const auto head = tree.head(t);
    if (!head || base(tree[t].deprel) != Deprel::kNsubj) return false;
    const auto children = tree.children(*head);
    return std::any_of(children.begin(), children.end(), [&](std::uint32_t child) {
      const Deprel relation = tree[child].deprel;
      const bool clause = relation == Deprel::kCsubj || relation == Deprel::kCsubjPass || relation == Deprel::kCcomp ||
                          relation == Deprel::kXcomp || relation == Deprel::kAdvcl;
      return clause && tree[*head].upos == Upos::kAdj;
    });
  }

  // Two words that are arguments of one verb are two things.
  static bool same_clause(const Tree& tree, std::uint32_t a, std::uint32_t b) {
    const auto argument = [&](std::uint32_t t) {
      const Deprel relation = base(tree[t].deprel);
      return relation == Deprel::kNsubj || relation == Deprel::kObj || relation == Deprel::kIobj ||
             relation == Deprel::kObl || relation == Deprel::kOblAgent;
    };
    return argument(a) && argument(b) && tree.head(a) == tree.head(b);
  }

  // How strongly an earlier mention suggests itself for token `t` of sentence `s`.
  static int pull(const Spot& place, std::uint32_t s) {
    const std::uint32_t distance = s - place.sentence;
    return distance > 8 ? 0 : (place.weight + 60) >> distance;
  }

  void link_pronoun(const Tree& tree, std::uint32_t s, std::uint32_t t, const Pronoun& pronoun) {
    if (pronoun.kind == Kind::kThing && expletive(tree, t)) return;
    const std::uint32_t reach = pronoun.kind == Kind::kPerson ? 6 : 2;
    int best = 0;
    std::uint32_t winner = kNone;
    for (const std::uint32_t entity : active_) {
      if (s - history_[entity].back().sentence > reach) continue;
      const Kind kind = kind_of(entity);
      const bool fits = kind == pronoun.kind ||
                        (pronoun.kind == Kind::kMany && ontology_.is_a(referents_[entity].type, "organization"));
      if (!fits) continue;
      const Gender gender = referents_[entity].gender;
      if (kind == Kind::kPerson && gender != Gender::kEither && gender != pronoun.gender) continue;
      int score = 0;
      bool barred = false;
      for (const Spot& place : history_[entity]) {
        if (s - place.sentence > reach) continue;
        if (place.sentence == s && !pronoun.reflexive && same_clause(tree, place.token, t)) barred = true;
        score = std::max(score, pull(place, s)) + pull(place, s) / 8;
      }
      if (barred) continue;
      if (kind == Kind::kPerson && gender == pronoun.gender) score += score / 4;
      if (pronoun.kind == Kind::kMany) score = score * 2 / 3;
      if (score > best) {
        best = score;
        winner = entity;
      }
    }
    if (winner == kNone) return;
    for (const Rival& rival : rivals_) {
      if (rival.kind != pronoun.kind || s - rival.place.sentence > reach) continue;
      if (rival.place.sentence == s && (rival.place.token >= t || same_clause(tree, rival.place.token, t))) continue;
      if (pull(rival.place, s) > best) return;
    }
    if (pronoun.kind == Kind::kPerson && referents_[winner].gender == Gender::kEither) {
      referents_[winner].gender = pronoun.gender;
    }
    refer(s, t, t, winner, MentionKind::kPronoun);
  }

  // A rare noun that the tagger took for something else: "the kurultai".
  static bool could_be_noun(const Tree& tree, std::uint32_t t) {
    const Upos upos = tree[t].upos;
    return (upos == Upos::kAdj || upos == Upos::kPropn || upos == Upos::kX) && tree.child(t, Deprel::kDet).has_value();
  }

  // A description is "the" (or "this") and a noun, at most with a nationality or the like before it.
  void link_description(const Tree& tree, std::uint32_t s, std::uint32_t t) {
    const Token& token = tree[t];
    if (token.deprel == Deprel::kCompound || token.deprel == Deprel::kFixed || token.deprel == Deprel::kNmodDesc)
      return;
    std::string noun = lower(token.lemma);
    const std::optional<std::uint32_t> of_what = office(tree, t);
    if (of_what) noun += " of " + lower(tree[*of_what].lemma);
    const auto known = type_of_noun_.find(noun);
    const bool plural = token.xpos == Xpos::kNns;
    const std::optional<std::uint32_t> determiner = tree.child(t, Deprel::kDet);
    const std::string article = determiner ? lower(tree[*determiner].form) : std::string();
    const bool definite = article == "the" || article == "this" || article == "that";
    std::uint32_t winner = kNone;
    if (definite && !plural && *determiner + 1 == t && (of_what || !restricted(tree, t))) {
      winner = known_by(noun);
      if (winner == kNone && known != type_of_noun_.end()) winner = of_type(tree, s, t, known->second);
    }
    if (winner != kNone && !describes_itself(tree, t)) {
      found_.push_back({s, *determiner, of_what.value_or(t) + 1, t, winner, MentionKind::kNominal, false});
      note(winner, s, t, token);
      return;
    }
    Kind kind = plural ? Kind::kMany : Kind::kThing;
    if (known != type_of_noun_.end() && ontology_.root(known->second) == "person" && !plural) kind = Kind::kPerson;
    rivals_.push_back({kind, {s, t, prominence(token) - (definite ? 5 : 25)}});
  }

  // The noun after "of" where the two are one word for an office: "head of state".
  std::optional<std::uint32_t> office(const Tree& tree, std::uint32_t t) const {
    if (t + 2 >= tree.size() || lower(tree[t + 1].form) != "of" || tree[t].lemma != "head") return std::nullopt;
    const bool bare = tree.head(t + 2) == t && tree[t + 2].upos == Upos::kNoun && name_at_[t + 2] == kNone;
    return bare ? std::optional(t + 2) : std::nullopt;
  }

  // "the company that ...", "the city of X": says itself which one it means.
  static bool restricted(const Tree& tree, std::uint32_t t) {
    const auto children = tree.children(t);
    return std::any_of(children.begin(), children.end(), [&](std::uint32_t child) {
      const Deprel relation = tree[child].deprel;
      return child > t && (relation == Deprel::kNmod || relation == Deprel::kAclRelcl || relation == Deprel::kAcl ||
                           relation == Deprel::kAppos || relation == Deprel::kFlat || relation == Deprel::kCompound);
    });
  }

  // A predicate ("X is the president") needs no link: the pattern reads it.
  static bool describes_itself(const Tree& tree, std::uint32_t t) {
    return tree.child(t, Deprel::kCop).has_value() || tree[t].deprel == Deprel::kAppos ||
           tree[t].deprel == Deprel::kXcomp;
  }

  // Whether who is a `role` may be called by the noun: a president is "the president" and "the head of state".
  static bool covers(const std::string& noun, const std::string& role) {
    static constexpr auto kStates = std::to_array<std::string_view>(
        {"president", "king", "queen", "emperor", "empress", "emir", "sultan", "monarch"});
    static constexpr auto kGovernments = std::to_array<std::string_view>({"premier", "chancellor", "minister"});
    if (noun == "head of state") return one_of(role, kStates);
    if (noun == "head of government") return one_of(role, kGovernments);
    return noun == role;
  }

  // The entity whose name or role holds the noun; the one spoken of last where there are several.
  std::uint32_t known_by(const std::string& noun) const {
    std::uint32_t winner = kNone;
    Spot last{0, 0, 0};
    for (std::uint32_t entity = 0; entity < referents_.size(); ++entity) {
      if (history_[entity].empty()) continue;
      const std::vector<std::string>& heads = referents_[entity].heads;
      if (std::none_of(heads.begin(), heads.end(), [&](const std::string& head) { return covers(noun, head); }))
        continue;
      const Spot& place = history_[entity].back();
      if (winner == kNone || std::pair(place.sentence, place.token) > std::pair(last.sentence, last.token)) {
        winner = entity;
        last = place;
      }
    }
    return winner;
  }

  // The only near entity of the noun's type, or the one that clearly stands out.
  std::uint32_t of_type(const Tree& tree, std::uint32_t s, std::uint32_t t, const std::string& type) const {
    if (ontology_.root(type) == "person" || ontology_.root(type) == "concept" || type == "event") return kNone;
    std::uint32_t winner = kNone;
    int best = 0;
    int second = 0;
    for (const std::uint32_t entity : active_) {
      const Spot& place = history_[entity].back();
      if (s - place.sentence > 2) continue;
      const std::string& other = referents_[entity].type;
      const bool exact = ontology_.is_a(other, type);
      if (!exact && !(ontology_.is_a(type, other) && ontology_.root(type) == "organization")) continue;
      if (place.sentence == s && same_clause(tree, place.token, t)) continue;
      const int score = pull(place, s) + (exact ? 20 : 0);
      if (score > best) {
        second = best;
        best = score;
        winner = entity;
      } else {
        second = std::max(second, score);
      }
    }
    return best > second + best / 8 ? winner : kNone;
  }

  const Annotation& annotation_;
  const std::vector<ResolvedMention>& names_;
  std::vector<Referent> referents_;
  const std::vector<bool>& readable_;
  const Ontology& ontology_;
  std::map<std::string, std::string, std::less<>> type_of_noun_;
  std::vector<std::vector<Spot>> history_;  // by entity, oldest first
  std::vector<std::uint32_t> active_;       // entities spoken of lately, sorted
  std::vector<Rival> rivals_;
  std::vector<std::uint32_t> name_at_;      // by token of this sentence: index of its name
  std::vector<std::uint32_t> referent_at_;  // by token of this sentence: entity it heads a mention of
  std::vector<ResolvedMention> found_;
};

}  // namespace

std::vector<ResolvedMention> find_references(const Annotation& annotation, const std::vector<ResolvedMention>& names,
                                             std::vector<Referent> referents, const std::vector<bool>& readable,
                                             const Ontology& ontology) {
  return Linker(annotation, names, std::move(referents), readable, ontology).run();
}

}  // namespace factgraph

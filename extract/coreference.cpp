#include "extract/coreference.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>

#include "extract/clauses.h"
#include "extract/language/linear_model.h"
#include "extract/qualification.h"

namespace factgraph {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;

constexpr std::int16_t kWeights[] = {
#include "extract/coreference_weights.inc"
};

std::string lower(std::string_view word) {
  std::string result(word);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return result;
}

template <std::size_t kSize>
bool one_of(std::string_view word, const std::array<std::string_view, kSize>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// What refers.
enum class Form : std::uint8_t { kHe, kIt, kThey, kThis, kDefinite, kDemonstrative, kPossessed, kBare };
constexpr std::uint32_t kForms = 8;

bool is_pronoun(Form form) { return form <= Form::kThis; }

// What is referred to.
enum class Kind : std::uint8_t {
  kPerson,
  kOrganization,
  kPlace,
  kGroup,
  kEvent,
  kObject,    // works, products, concepts
  kAgent,     // a noun of no known type that ends like one for persons
  kAbstract,  // a noun of no known type that ends like one for ideas
  kUnknown
};
constexpr std::uint32_t kKinds = 9;

// Blocks of features, each with so many values.
enum Block : std::uint8_t {
  kDistance,
  kRank,
  kLastMention,
  kRoles,
  kKindPair,
  kCount,
  kGender,
  kHead,
  kClause,
  kNumber,
  kOpening,
  kChain,
  kNamed,
  kDistanceForm,
  kHeadDistance,
  kHeadKind,
  kNounType,
  kSalience,
  kNewBias,
  kNewRole,
  kNewKind,
  kNewModifiers,
  kNewSeen,
  kNewChoices,
  kNewWord,
  kNewDeterminer,
  kBlocks
};
constexpr std::array<std::uint16_t, kBlocks> kWidths = {8,  8,  20,  26,  81, 10, 4,  48, 3,  6, 4, 4,   2,
                                                        32, 64, 144, 512, 24, 1,  18, 18, 18, 8, 6, 256, 7};

constexpr std::array<std::uint16_t, kBlocks + 1> offsets() {
  std::array<std::uint16_t, kBlocks + 1> result{};
  for (std::size_t b = 0; b < kBlocks; ++b) result[b + 1] = static_cast<std::uint16_t>(result[b] + kWidths[b]);
  return result;
}
constexpr auto kOffsets = offsets();

struct Pronoun {
  Form form;
  Gender gender;
  bool reflexive;
};

std::optional<Pronoun> read_pronoun(std::string_view form) {
  static constexpr auto kMale = std::to_array<std::string_view>({"he", "him", "his", "himself"});
  static constexpr auto kFemale = std::to_array<std::string_view>({"she", "her", "hers", "herself"});
  static constexpr auto kIt = std::to_array<std::string_view>({"it", "its", "itself"});
  static constexpr auto kThey = std::to_array<std::string_view>({"they", "them", "their", "theirs", "themselves"});
  static constexpr auto kThis = std::to_array<std::string_view>({"this", "that", "these", "those"});
  const bool reflexive = form.ends_with("self") || form.ends_with("selves");
  if (one_of(form, kMale)) return Pronoun{Form::kHe, Gender::kMasculine, reflexive};
  if (one_of(form, kFemale)) return Pronoun{Form::kHe, Gender::kFeminine, reflexive};
  if (one_of(form, kIt)) return Pronoun{Form::kIt, Gender::kEither, reflexive};
  if (one_of(form, kThey)) return Pronoun{Form::kThey, Gender::kEither, reflexive};
  if (one_of(form, kThis)) return Pronoun{Form::kThis, Gender::kEither, false};
  return std::nullopt;
}

// Subject, object, possessor, modifier, rest.
std::uint16_t role_of(const Token& token) {
  switch (token.deprel) {
    case Deprel::kNsubj:
    case Deprel::kNsubjPass:
    case Deprel::kNsubjOuter:
      return 0;
    case Deprel::kObj:
    case Deprel::kIobj:
      return 1;
    case Deprel::kNmodPoss:
      return 2;
    case Deprel::kCompound:
    case Deprel::kAmod:
    case Deprel::kNmodUnmarked:
    case Deprel::kNmod:
    case Deprel::kAppos:
      return 3;
    default:
      return 4;
  }
}

std::uint16_t bucket(std::uint32_t value, std::span<const std::uint32_t> limits) {
  const auto at = std::lower_bound(limits.begin(), limits.end(), value);
  return static_cast<std::uint16_t>(at - limits.begin());
}

std::uint16_t distance_bucket(std::uint32_t sentences) {
  static constexpr auto kLimits = std::to_array<std::uint32_t>({0, 1, 2, 3, 5, 9, 19});
  return bucket(sentences, kLimits);
}

bool is_noun(Upos upos) { return upos == Upos::kNoun || upos == Upos::kPropn; }

class Linker {
 public:
  Linker(const Annotation& annotation, const std::vector<ResolvedMention>& names, std::vector<Referent> referents,
         const std::vector<bool>& readable, const Ontology& ontology, ReferenceTeacher* teacher)
      : annotation_(annotation),
        names_(names),
        referents_(std::move(referents)),
        readable_(readable),
        ontology_(ontology),
        teacher_(teacher),
        thing_of_(referents_.size(), kNone) {
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
  static constexpr std::uint32_t kMemory = 60;  // things that are thought of
  static constexpr std::uint32_t kReach = 8;    // sentences back for descriptions that share no noun
  static constexpr std::size_t kSameNoun = 4;   // things of one noun that are remembered
  static constexpr std::size_t kSameType = 4;   // first named things of a type, which are never out of reach

  // A quarter of a unit of log odds in favour of what has a name and was spoken of before: mentions of it are all that counts.
  static constexpr int kBoldness = 64;

  // Somewhere a thing was spoken of.
  struct Spot {
    std::uint32_t sentence = 0;
    std::uint32_t token = 0;
    std::uint16_t form = 0;  // name, the description, another description, a pronoun
    std::uint16_t role = 0;
  };

  // Something the text speaks of, with a name or without.
  struct Thing {
    std::uint32_t entity = kNone;  // kNone: has no name
    Kind kind = Kind::kUnknown;
    std::string type;  // of the ontology, empty if not known
    Gender gender = Gender::kEither;
    bool plural = false;
    std::vector<std::string> nouns;  // it was called by, last one last
    std::vector<std::string> words;  // that modified them
    std::uint32_t mentions = 0;
    std::uint32_t first_sentence = 0;
    Spot last;
    Spot before;
    std::uint32_t meant = ReferenceTeacher::kNothing;
    std::vector<ResolvedMention> unnamed;  // its mentions while it has no name
  };

  // What is being resolved.
  struct Mention {
    Form form = Form::kBare;
    Kind kind = Kind::kUnknown;
    Gender gender = Gender::kEither;
    bool reflexive = false;
    bool plural = false;
    std::uint32_t sentence = 0;
    std::uint32_t token = 0;
    std::uint16_t role = 0;
    std::string noun;
    std::string type;
    std::vector<std::string> modifiers;
    std::uint16_t after = 0;       // nothing, a noun, a clause, an apposition, something else behind it
    bool aged = false;             // "the 34-year-old"
    std::uint16_t determiner = 0;  // none, the, this, a, a possessor, another, my or our
  };

  void read_sentence(std::uint32_t s, std::size_t first_name, std::size_t last_name) {
    const Sentence& sentence = annotation_.sentences[s];
    const Tree tree(sentence);
    const auto size = static_cast<std::uint32_t>(sentence.tokens.size());
    name_at_.assign(size, kNone);
    thing_at_.assign(size, kNone);
    for (std::size_t n = first_name; n < last_name; ++n) {
      for (std::uint32_t t = names_[n].first; t < names_[n].last; ++t) name_at_[t] = static_cast<std::uint32_t>(n);
    }
    for (std::uint32_t t = 0; t < size; ++t) {
      if (name_at_[t] != kNone) {
        const ResolvedMention& name = names_[name_at_[t]];
        if (name.head == t && !name.adjectival) note_name(name, tree, s, t);
        continue;
      }
      const Token& token = sentence.tokens[t];
      if (relative(tree, s, t)) continue;
      if (token.upos == Upos::kPron || token.xpos == Xpos::kPrpPoss) {
        if (const auto pronoun = read_pronoun(lower(token.form))) link_pronoun(tree, s, t, *pronoun);
      } else if (token.upos == Upos::kNoun || could_be_noun(tree, t)) {
        link_description(tree, s, t);
      }
    }
  }

  // ---- things

  void note_name(const ResolvedMention& name, const Tree& tree, std::uint32_t s, std::uint32_t t) {
    std::uint32_t& thing = thing_of_[name.entity];
    const std::uint32_t described = described_by(tree, name);
    if (thing != kNone && described != kNone) {
      name_thing(described, name.entity);
    } else if (thing == kNone) {
      const Referent& referent = referents_[name.entity];
      thing = described;
      if (thing == kNone) {
        thing = static_cast<std::uint32_t>(things_.size());
        things_.emplace_back();
        things_.back().first_sentence = s;
      }
      name_thing(thing, name.entity);
      Thing& fresh = things_[thing];
      fresh.type = referent.type;
      fresh.kind = kind_of_type(referent.type);
      std::vector<std::uint32_t>& same = by_type_[fresh.type];
      if (same.size() < kSameType) same.push_back(thing);
      if (fresh.gender == Gender::kEither) fresh.gender = referent.gender;
      for (const std::string& noun : referent.heads) {  // "police spokesman Mara Lind"
        if (fresh.kind == Kind::kPerson && fresh.gender == Gender::kEither) fresh.gender = gender_of(noun);
      }
      fresh.plural = fresh.kind == Kind::kGroup;
      fresh.nouns.insert(fresh.nouns.end(), referent.heads.begin(), referent.heads.end());
      fresh.words.insert(fresh.words.end(), referent.words.begin(), referent.words.end());
      for (const std::string& noun : referent.heads) remember_noun(noun, thing);
      if (teacher_ != nullptr) {
        for (std::uint32_t at = name.first; at < name.last; ++at) {
          if (things_[thing].meant == ReferenceTeacher::kNothing) things_[thing].meant = teacher_->meant(s, at);
        }
      }
    }
    note(thing, s, t, tree[t], 0);
  }

  // "their child, Anna", "the winner was Anna": the noun and the name are one; kNone if there is no such noun.
  std::uint32_t described_by(const Tree& tree, const ResolvedMention& name) const {
    const std::uint32_t t = name.head;
    const auto noun = tree[t].deprel == Deprel::kAppos ? tree.head(t)
                      : tree.child(t, Deprel::kCop)    ? tree.child(t, Deprel::kNsubj)
                                                       : std::nullopt;
    if (!noun || *noun > t || !is_noun(tree[*noun].upos) || tree[*noun].lemma == "name") return kNone;
    const std::uint32_t thing = thing_at_[*noun];
    if (thing == kNone || things_[thing].entity != kNone || things_[thing].plural) return kNone;
    return agree(things_[thing].kind, kind_of_type(referents_[name.entity].type)) ? thing : kNone;
  }

  static bool agree(Kind a, Kind b) { return a == b || a >= Kind::kAgent || b >= Kind::kAgent; }

  void name_thing(std::uint32_t thing, std::uint32_t entity) {
    Thing& target = things_[thing];
    target.entity = entity;
    for (ResolvedMention& mention : target.unnamed) {
      mention.entity = entity;
      mention.aside = true;
      found_.push_back(mention);
    }
    target.unnamed.clear();
  }

  // Tells of a mention, now or when the thing gets its name.
  void mention(std::uint32_t thing, ResolvedMention mention) {
    Thing& target = things_[thing];
    mention.entity = target.entity;
    (target.entity == kNone ? target.unnamed : found_).push_back(mention);
  }

  void note(std::uint32_t thing, std::uint32_t s, std::uint32_t t, const Token& token, std::uint16_t form) {
    Thing& target = things_[thing];
    target.before = target.mentions > 0 ? target.last : Spot{s, t, form, role_of(token)};
    target.last = {s, t, form, role_of(token)};
    if (is_main_subject(s, token)) main_subject_ = {s, thing};
    ++target.mentions;
    thing_at_[t] = thing;
    const auto at = std::find(recent_.begin(), recent_.end(), thing);
    if (at != recent_.end()) recent_.erase(at);
    if (recent_.size() >= kMemory) recent_.erase(recent_.begin());
    recent_.push_back(thing);
  }

  // Whether a token is the subject of its whole sentence.
  bool is_main_subject(std::uint32_t s, const Token& token) const {
    return role_of(token) == 0 && token.head >= 0 &&
           annotation_.sentences[s].tokens[static_cast<std::size_t>(token.head)].deprel == Deprel::kRoot;
  }

  // "Mara Lind met Olga Berg. She left": who was the subject goes on to be; kNone where that is no named person, and where the
  // pronoun fits somebody else better.
  std::uint32_t subject_before(const Tree& tree, const Mention& mention,
                               const std::vector<std::uint32_t>& choices) const {
    const auto [sentence, thing] = main_subject_;
    if (mention.form != Form::kHe || thing == kNone || sentence + 1 != mention.sentence) return kNone;
    const auto head = tree.head(mention.token);
    const bool owner =
        mention.token == 0 && head && is_main_subject(mention.sentence, tree[*head]);  // "Her husband left"
    if (!owner && (mention.token > 2 || !is_main_subject(mention.sentence, tree[mention.token]))) return kNone;
    const auto named = [&](std::uint32_t one) {
      return things_[one].entity != kNone && things_[one].kind == Kind::kPerson;
    };
    if (!named(thing) || std::find(choices.begin(), choices.end(), thing) == choices.end()) return kNone;
    if (things_[thing].gender == mention.gender) return thing;
    const bool rival = std::any_of(choices.begin(), choices.end(), [&](std::uint32_t other) {
      return named(other) && things_[other].gender == mention.gender && things_[other].last.sentence == sentence;
    });
    return rival ? kNone : thing;
  }

  void remember_noun(const std::string& noun, std::uint32_t thing) {
    std::vector<std::uint32_t>& same = by_noun_[noun];
    if (std::find(same.begin(), same.end(), thing) != same.end()) return;
    if (same.size() >= kSameNoun) same.erase(same.begin());
    same.push_back(thing);
  }

  Kind kind_of_type(std::string_view type) const {
    const std::string_view root = ontology_.root(type);
    if (root == "person") return Kind::kPerson;
    if (root == "organization") return Kind::kOrganization;
    if (root == "place") return Kind::kPlace;
    if (root == "group") return Kind::kGroup;
    if (root == "event") return Kind::kEvent;
    return root.empty() ? Kind::kUnknown : Kind::kObject;
  }

  Kind kind_of_noun(const std::string& noun) const {
    const auto known = type_of_noun_.find(noun);
    if (known != type_of_noun_.end()) return kind_of_type(known->second);
    if (Gazetteer::instance().is_title(noun)) return Kind::kPerson;
    for (const std::string_view ending : {"er", "or", "ist", "ian", "man", "ant", "eer"}) {
      if (noun.size() > 4 && noun.ends_with(ending)) return Kind::kAgent;
    }
    for (const std::string_view ending : {"tion", "ment", "ness", "ity", "ism", "ance", "ence", "ing", "ship"}) {
      if (noun.size() > 5 && noun.ends_with(ending)) return Kind::kAbstract;
    }
    return Kind::kUnknown;
  }

  // ---- relative clauses

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
    const std::uint32_t thing = name != kNone ? thing_of_[names_[name].entity] : thing_at_[*antecedent];
    if (thing != kNone && lower(tree[t].form) != "what") {
      mention(thing, {s, t, t + 1, t, kNone, MentionKind::kPronoun, false, false, true});
      note(thing, s, t, tree[t], 3);
    }
    return true;
  }

  // ---- choices

  static bool expletive(const Tree& tree, std::uint32_t t) {
    if (tree[t].deprel == Deprel::kExpl) return true;
    const auto head = tree.head(t);
    if (!head || role_of(tree[t]) != 0) return false;
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
      const Deprel relation = tree[t].deprel;
      return role_of(tree[t]) < 2 || relation == Deprel::kObl || relation == Deprel::kOblAgent;
    };
    return argument(a) && argument(b) && tree.head(a) == tree.head(b);
  }

  // Whether `inner` stands inside of the phrase of `outer`.
  static bool inside(const Tree& tree, std::uint32_t inner, std::uint32_t outer) {
    std::optional<std::uint32_t> at = inner;
    for (int hops = 0; at && hops < 6; ++hops) {
      if (*at == outer) return true;
      at = tree.head(*at);
    }
    return false;
  }

  // How the noun of a mention fits a thing: not, by its name or role, as the noun it was last called by, by another of its
  // nouns, as its type, as a wider or narrower type, by a noun of the same type, or never.
  enum Fit : std::uint16_t { kNoFit, kByName, kByLastNoun, kByNoun, kByType, kByWiderType, kBySameType, kNever };

  Fit fit(const Mention& mention, const Thing& thing) const {
    if (is_pronoun(mention.form)) return kNoFit;
    const bool named = thing.entity != kNone;
    if (named) {
      for (const std::string& head : referents_[thing.entity].heads) {
        if (covers(mention.noun, head)) return kByName;
      }
    }
    if (!thing.nouns.empty() && thing.nouns.back() == mention.noun) return kByLastNoun;
    if (std::find(thing.nouns.begin(), thing.nouns.end(), mention.noun) != thing.nouns.end()) return kByNoun;
    if (mention.type.empty() || thing.type.empty()) {
      const bool known = mention.kind < Kind::kAgent && thing.kind < Kind::kAgent;
      return known && mention.kind != thing.kind ? kNever : kNoFit;
    }
    if (ontology_.is_a(thing.type, mention.type)) return named ? kByType : kBySameType;
    if (ontology_.is_a(mention.type, thing.type)) return kByWiderType;
    return mention.kind != thing.kind ? kNever : kNoFit;
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

  bool possible(const Tree& tree, const Mention& mention, const Thing& thing, Fit fits) const {
    const std::uint32_t distance = mention.sentence - thing.last.sentence;
    const bool named = thing.entity != kNone;
    if (distance == 0) {
      if (thing.last.token == mention.token) return false;
      if (!mention.reflexive && is_pronoun(mention.form) && same_clause(tree, thing.last.token, mention.token))
        return false;
      if (!is_pronoun(mention.form) && inside(tree, thing.last.token, mention.token)) return false;
    }
    switch (mention.form) {
      case Form::kHe:
        if (distance > 8 || thing.plural || (thing.kind != Kind::kPerson && thing.kind < Kind::kAgent)) return false;
        if (thing.kind == Kind::kAbstract) return false;
        return thing.gender == Gender::kEither || thing.gender == mention.gender;
      case Form::kIt:
        return distance <= 4 && !thing.plural && thing.kind != Kind::kPerson;
      case Form::kThey:
        return distance <= 4 && (thing.plural || thing.kind == Kind::kOrganization || thing.kind == Kind::kGroup ||
                                 thing.kind == Kind::kPlace);
      case Form::kThis:
        return distance <= 1 && thing.kind != Kind::kPerson;
      case Form::kBare:
        return fits == kByName || fits == kByLastNoun || fits == kByNoun;
      default:
        if (fits == kNever) return false;
        // A ministry is no government, nor is a body of which no more is known.
        if (mention.noun == "government" && fits >= kByType) return false;
        if (mention.form == Form::kPossessed && mention.after != 0 && fits >= kByType) return false;
        if (fits == kNoFit &&
            (distance > 2 || (named && thing.kind == Kind::kPerson && mention.kind == Kind::kAbstract))) {
          return false;
        }
        return fits != kNoFit || mention.plural == thing.plural;
    }
  }

  void add(ReferenceFeatures& features, Form form, Block block, std::uint32_t value) const {
    const std::uint32_t base = static_cast<std::uint32_t>(form) * kOffsets[kBlocks];
    features.push_back(static_cast<std::uint16_t>(base + kOffsets[block] + value));
  }

  ReferenceFeatures describe(const Tree& tree, const Mention& mention, const Thing& thing, Fit fits, std::uint32_t rank,
                             std::uint32_t salience) const {
    ReferenceFeatures features;
    features.reserve(kNewBias);
    const auto put = [&](Block block, std::uint32_t value) { add(features, mention.form, block, value); };
    const std::uint32_t sentences = mention.sentence - thing.last.sentence;
    const std::uint16_t distance = distance_bucket(sentences);
    const std::uint16_t named = thing.entity != kNone ? 1 : 0;
    static constexpr auto kRanks = std::to_array<std::uint32_t>({0, 1, 2, 3, 5, 8, 14});
    static constexpr auto kCounts = std::to_array<std::uint32_t>({1, 2, 4, 9});
    put(kDistance, distance);
    put(kRank, bucket(rank, kRanks));
    put(kLastMention, thing.last.form * 5U + thing.last.role);
    put(kRoles, sentences <= 1 ? mention.role * 5U + thing.last.role : 25U);
    put(kKindPair, static_cast<std::uint32_t>(mention.kind) * kKinds + static_cast<std::uint32_t>(thing.kind));
    put(kCount, named * 5U + bucket(thing.mentions, kCounts));
    if (mention.form == Form::kHe) put(kGender, named * 2U + (thing.gender == mention.gender ? 1U : 0U));
    if (!is_pronoun(mention.form)) {
      std::uint32_t modifiers = mention.modifiers.empty() ? 0 : 1;
      for (const std::string& word : mention.modifiers) {
        if (std::find(thing.words.begin(), thing.words.end(), word) == thing.words.end()) modifiers = 2;
      }
      put(kHead, fits * 6U + modifiers * 2U + (mention.after != 0 ? 1U : 0U));
      put(kHeadDistance, fits * 8U + distance);
      std::uint32_t hash = 0;
      for (const char c : mention.noun) hash = hash_feature(hash, static_cast<unsigned char>(c), 0, 0);
      for (const char c : thing.type) hash = hash_feature(hash, static_cast<unsigned char>(c), 1, 0);
      put(kNounType, hash % 512U);
      put(kHeadKind, (fits * kKinds + static_cast<std::uint32_t>(thing.kind)) * 2U + named);
    }
    put(kClause, sentences != 0 ? 0U : same_clause(tree, thing.last.token, mention.token) ? 2U : 1U);
    put(kNumber, (mention.plural == thing.plural ? 0U : 1U) * 2U + named);
    put(kOpening, (thing.first_sentence <= 1 ? 1U : 0U) * 2U + named);
    if (is_pronoun(mention.form)) put(kChain, (thing.last.form == 3 ? 2U : 0U) + (thing.before.form == 3 ? 1U : 0U));
    put(kNamed, named);
    put(kSalience, salience * 4U + named * 2U + (thing.first_sentence <= 1 ? 1U : 0U));
    put(kDistanceForm, distance * 4U + thing.last.form);
    return features;
  }

  ReferenceFeatures describe_new(const Tree& tree, const Mention& mention, std::size_t choices, Fit seen) const {
    ReferenceFeatures features;
    const auto put = [&](Block block, std::uint32_t value) { add(features, mention.form, block, value); };
    static constexpr auto kChoices = std::to_array<std::uint32_t>({0, 1, 2, 4, 9});
    const bool it = mention.form == Form::kIt;
    const std::uint32_t odd = it && tree[mention.token].deprel == Deprel::kExpl ? 2
                              : it && expletive(tree, mention.token)            ? 1
                                                                                : 0;
    put(kNewBias, 0);
    put(kNewRole, mention.role * 3U + odd);
    put(kNewKind, static_cast<std::uint32_t>(mention.kind) * 2U + (mention.plural ? 1U : 0U));
    const auto modifiers = static_cast<std::uint32_t>(std::min<std::size_t>(mention.modifiers.size(), 2));
    put(kNewModifiers, mention.after * 3U + modifiers);
    put(kNewSeen, seen);
    put(kNewChoices, bucket(static_cast<std::uint32_t>(choices), kChoices));
    std::string_view word = mention.noun;
    if (is_pronoun(mention.form)) {
      const auto head = tree.head(mention.token);
      word = head ? std::string_view(tree[*head].lemma) : std::string_view();
    }
    std::uint32_t hash = 0;
    for (const char c : word) hash = hash_feature(hash, static_cast<unsigned char>(c), 0, 0);
    put(kNewWord, hash & 255U);
    put(kNewDeterminer, mention.determiner);
    return features;
  }

  static int score(const ReferenceFeatures& features) {
    int sum = 0;
    for (const std::uint16_t feature : features) sum += feature < std::size(kWeights) ? kWeights[feature] : 0;
    return sum;
  }

  // What the mention stands for; kNone if it is something new.
  std::uint32_t choose(const Tree& tree, const Mention& mention) {
    std::vector<std::uint32_t> choices;
    std::vector<Fit> fits;
    const auto consider = [&](std::uint32_t thing) {
      if (std::find(choices.begin(), choices.end(), thing) != choices.end()) return;
      const Fit fitting = fit(mention, things_[thing]);
      if (!possible(tree, mention, things_[thing], fitting)) return;
      choices.push_back(thing);
      fits.push_back(fitting);
    };
    const std::uint32_t reach = is_pronoun(mention.form) ? 9 : kReach;
    for (std::size_t at = recent_.size(); at-- > 0 && choices.size() < 20;) {
      if (mention.sentence - things_[recent_[at]].last.sentence > reach) break;
      consider(recent_[at]);
    }
    if (!is_pronoun(mention.form)) {
      const auto same = by_noun_.find(mention.noun);
      if (same != by_noun_.end()) {
        for (std::size_t at = same->second.size(); at-- > 0;) consider(same->second[at]);
      }
      const auto typed = mention.form == Form::kBare ? by_type_.end() : by_type_.find(mention.type);
      if (typed != by_type_.end()) {
        for (std::size_t at = typed->second.size(); at-- > 0;) consider(typed->second[at]);
      }
      if (mention.noun.starts_with("head of ")) {
        for (const std::uint32_t thing : thing_of_) {
          if (thing != kNone && things_[thing].kind == Kind::kPerson && fit(mention, things_[thing]) == kByName) {
            consider(thing);
          }
        }
      }
    }
    const std::vector<std::uint32_t> salience = saliences(choices);
    Fit seen = kNoFit;
    for (const Fit fitting : fits) {
      if (fitting != kNoFit && (seen == kNoFit || fitting < seen)) seen = fitting;
    }
    if (teacher_ != nullptr) return ask(tree, mention, choices, fits, salience, seen);
    if (choices.empty()) return kNone;
    if (const std::uint32_t only = plain(mention, choices, fits); only != kNone) return only;
    if (const std::uint32_t same = subject_before(tree, mention, choices); same != kNone) return same;
    int best = score(describe_new(tree, mention, choices.size(), seen)) - kBoldness;
    std::uint32_t winner = kNone;
    for (std::size_t c = 0; c < choices.size(); ++c) {
      const bool named = things_[choices[c]].entity != kNone && mention.form != Form::kIt;
      const int here =
          score(describe(tree, mention, things_[choices[c]], fits[c], static_cast<std::uint32_t>(c), salience[c])) +
          (named ? kBoldness : 0);
      if (here > best) {
        best = here;
        winner = choices[c];
      }
    }
    return winner;
  }

  // Of each choice: whether it is the only one of its kind, the one spoken of most, the one among two or three, or another.
  std::vector<std::uint32_t> saliences(const std::vector<std::uint32_t>& choices) const {
    std::array<std::uint32_t, kKinds> count{};
    std::array<std::uint32_t, kKinds> most{};
    for (const std::uint32_t choice : choices) {
      const Thing& thing = things_[choice];
      if (thing.entity == kNone) continue;
      ++count[static_cast<std::size_t>(thing.kind)];
      most[static_cast<std::size_t>(thing.kind)] = std::max(most[static_cast<std::size_t>(thing.kind)], thing.mentions);
    }
    std::vector<std::uint32_t> result;
    for (const std::uint32_t choice : choices) {
      const Thing& thing = things_[choice];
      const std::uint32_t rivals = count[static_cast<std::size_t>(thing.kind)];
      const std::uint32_t share = most[static_cast<std::size_t>(thing.kind)];
      result.push_back(rivals == 0                  ? 0
                       : rivals == 1                ? 1
                       : thing.mentions == share    ? 2
                       : thing.mentions * 2 > share ? 3
                       : thing.mentions * 4 > share ? 4
                                                    : 5);
    }
    return result;
  }

  static constexpr std::uint32_t kSeveral = kNone - 1;

  // Whom "the 34-year-old" speaks of: the named person spoken of last.
  std::uint32_t latest_person(const Mention& mention, const std::vector<std::uint32_t>& choices) const {
    std::uint32_t latest = kNone;
    for (const std::uint32_t choice : choices) {
      const Thing& thing = things_[choice];
      if (thing.entity == kNone || thing.kind != Kind::kPerson || thing.plural) continue;
      if (mention.sentence - thing.last.sentence > 2) continue;
      const auto place = [&](std::uint32_t of) { return std::pair(things_[of].last.sentence, things_[of].last.token); };
      if (latest == kNone || place(choice) > place(latest)) latest = choice;
    }
    return latest;
  }

  // "The kurultai" is the one whose name says so, "the country" the only country spoken of lately; kNone where it is not
  // as plain as that.
  std::uint32_t plain(const Mention& mention, const std::vector<std::uint32_t>& choices,
                      const std::vector<Fit>& fits) const {
    if (mention.aged) return latest_person(mention, choices);
    const bool demonstrative = mention.form == Form::kDemonstrative && mention.kind == Kind::kPerson;
    if ((mention.form != Form::kDefinite && !demonstrative) || !mention.modifiers.empty() || mention.after != 0 ||
        mention.plural)
      return kNone;
    const auto place = [&](std::uint32_t thing) {
      return std::pair(things_[thing].last.sentence, things_[thing].last.token);
    };
    std::uint32_t only = kNone;
    std::uint32_t rival = kNone;
    const auto by_name = [&](std::size_t c) { return fits[c] == kByName && things_[choices[c]].entity != kNone; };
    std::uint32_t named = kNone;  // the only one whose name says so: "the park" for "Manu National Park"
    for (std::size_t c = 0; c < choices.size(); ++c) {
      if (by_name(c)) named = named == kNone ? choices[c] : kSeveral;
    }
    if (named < kSeveral) return named;
    for (std::size_t c = 0; c < choices.size(); ++c) {
      const Thing& thing = things_[choices[c]];
      const bool same_noun = fits[c] == kByLastNoun || fits[c] == kByNoun;
      if (thing.entity == kNone) {
        if (same_noun && (rival == kNone || place(choices[c]) > place(rival))) rival = choices[c];
        continue;
      }
      if (fits[c] == kByName && (mention.type.empty() || thing.kind == Kind::kPerson)) return choices[c];
      if (mention.sentence - thing.last.sentence > 2) continue;
      // "The company" may be a body of which no more is known.
      const bool wider = fits[c] == kByWiderType && thing.type == "organization";
      if (fits[c] != kByType && !wider) continue;
      if (only != kNone) return kNone;
      only = choices[c];
    }
    if (only != kNone && rival != kNone && place(rival) > place(only)) return kNone;
    return only;
  }

  std::uint32_t ask(const Tree& tree, const Mention& mention, const std::vector<std::uint32_t>& choices,
                    const std::vector<Fit>& fits, const std::vector<std::uint32_t>& salience, Fit seen) {
    const std::uint32_t meant = teacher_->meant(mention.sentence, mention.token);
    std::vector<ReferenceFeatures> described{describe_new(tree, mention, choices.size(), seen)};
    std::vector<bool> right{true};
    std::uint32_t winner = kNone;
    for (std::size_t c = 0; c < choices.size(); ++c) {
      described.push_back(
          describe(tree, mention, things_[choices[c]], fits[c], static_cast<std::uint32_t>(c), salience[c]));
      right.push_back(meant != ReferenceTeacher::kNothing && things_[choices[c]].meant == meant);
      if (!right.back()) continue;
      right[0] = false;
      if (winner == kNone) winner = choices[c];
    }
    if (!choices.empty()) teacher_->learn(described, right);
    return winner;
  }

  // ---- mentions

  void link_pronoun(const Tree& tree, std::uint32_t s, std::uint32_t t, const Pronoun& pronoun) {
    if (pronoun.form == Form::kThis && tree[t].deprel == Deprel::kDet) return;
    Mention mention;
    mention.form = pronoun.form;
    mention.gender = pronoun.gender;
    mention.reflexive = pronoun.reflexive;
    mention.plural = pronoun.form == Form::kThey;
    mention.sentence = s;
    mention.token = t;
    mention.role = role_of(tree[t]);
    const std::uint32_t thing = choose(tree, mention);
    if (thing == kNone) return;
    if (pronoun.form == Form::kHe && things_[thing].gender == Gender::kEither) things_[thing].gender = pronoun.gender;
    this->mention(thing, {s, t, t + 1, t, kNone, MentionKind::kPronoun, false});
    note(thing, s, t, tree[t], 3);
  }

  // A rare noun that the tagger took for something else: "the kurultai"; a title: "Norton, Emperor"; "one of".
  static bool could_be_noun(const Tree& tree, std::uint32_t t) {
    const Upos upos = tree[t].upos;
    // "Mara Lind, Chairman"; what stands in brackets ("(Lab)") is an abbreviation of something else
    if (upos == Upos::kPropn && tree[t].deprel == Deprel::kAppos) return t == 0 || tree[t - 1].xpos != Xpos::kLrb;
    if (upos == Upos::kNum) return tree[t].lemma == "one" && tree.child(t, Deprel::kNmod).has_value();
    return (upos == Upos::kAdj || upos == Upos::kPropn || upos == Upos::kX) && tree.child(t, Deprel::kDet).has_value();
  }

  void link_description(const Tree& tree, std::uint32_t s, std::uint32_t t) {
    const Token& token = tree[t];
    switch (token.deprel) {
      case Deprel::kCompound:
      case Deprel::kFixed:
      case Deprel::kNmodDesc:
      case Deprel::kFlat:
      case Deprel::kOblUnmarked:
      case Deprel::kGoeswith:
        return;
      default:
        break;
    }
    Mention mention;
    mention.sentence = s;
    mention.token = t;
    mention.role = role_of(token);
    mention.noun = lower(token.lemma);
    mention.plural = token.xpos == Xpos::kNns || token.xpos == Xpos::kNnps;
    const std::optional<std::uint32_t> of_what = office(tree, t);
    if (of_what) mention.noun += " of " + lower(tree[*of_what].lemma);
    if (!read_phrase(tree, t, of_what, mention)) return;
    const auto known = type_of_noun_.find(mention.noun);
    if (known != type_of_noun_.end()) mention.type = known->second;
    const std::optional<std::uint32_t> age = age_of(tree, t);
    mention.aged = mention.form == Form::kDefinite && !mention.plural && age.has_value();
    mention.kind = of_what || mention.aged ? Kind::kPerson : kind_of_noun(mention.noun);

    const std::uint32_t first = age && *age > 0 ? *age - 1 : first_word(tree, t);
    ResolvedMention found = {s, first, of_what.value_or(t) + 1, t, kNone, MentionKind::kNominal, false, true};
    if (const std::uint32_t described = described_thing(tree, t); described != kNone) {
      Thing& target = things_[described];
      target.nouns.insert(target.nouns.begin(), mention.noun);
      remember_noun(mention.noun, described);
      thing_at_[t] = described;
      const bool one = mention.plural == target.plural || target.kind != Kind::kPerson;
      const bool role = target.kind != Kind::kPerson || mention.kind != Kind::kAbstract;
      if (one && role && agree(mention.kind, target.kind) && holds(tree, t)) this->mention(described, found);
      return;
    }
    if (token.upos == Upos::kNum) return;
    std::uint32_t thing = choose(tree, mention);
    if (thing == kNone) {
      thing = static_cast<std::uint32_t>(things_.size());
      Thing fresh;
      fresh.kind = mention.kind;
      fresh.type = mention.type;
      fresh.plural = mention.plural;
      fresh.first_sentence = s;
      fresh.gender = gender_of(mention.noun);
      if (teacher_ != nullptr) fresh.meant = teacher_->meant(s, t);
      things_.push_back(std::move(fresh));
    }
    if (!predicative(tree, t)) {
      found.aside = false;
      this->mention(thing, found);
    }
    Thing& target = things_[thing];
    if (target.entity == kNone ||
        std::find(target.nouns.begin(), target.nouns.end(), mention.noun) == target.nouns.end()) {
      target.nouns.push_back(mention.noun);
      if (target.nouns.size() > 8) target.nouns.erase(target.nouns.begin());
    }
    for (std::string& word : mention.modifiers) {
      if (target.words.size() < 24) target.words.push_back(std::move(word));
    }
    remember_noun(mention.noun, thing);
    note(thing, s, t, token, mention.determiner == 1 ? 1 : 2);
  }

  // The number in "34-year-old striker", and in "34-year-old" alone.
  static std::optional<std::uint32_t> age_of(const Tree& tree, std::uint32_t t) {
    const std::uint32_t old = tree[t].lemma != "old" && t > 0 ? t - 1 : t;
    const bool aged = old >= 4 && tree[old].lemma == "old" && tree[old - 1].form == "-" &&
                      tree[old - 2].lemma == "year" && tree[old - 4].upos == Upos::kNum;
    return aged ? std::optional(old - 4) : std::nullopt;
  }

  static Gender gender_of(const std::string& noun) {
    static constexpr auto kMen = std::to_array<std::string_view>(
        {"man", "boy", "father", "son", "brother", "husband", "uncle", "king", "prince", "gentleman", "nephew", "guy"});
    static constexpr auto kWomen =
        std::to_array<std::string_view>({"woman", "girl", "mother", "daughter", "sister", "wife", "aunt", "queen",
                                         "princess", "lady", "niece", "actress"});
    if (one_of(noun, kWomen) || noun.ends_with("woman")) return Gender::kFeminine;
    if (one_of(noun, kMen) || (noun.ends_with("man") && noun != "human")) return Gender::kMasculine;
    return Gender::kEither;
  }

  // Reads what stands before and behind the noun. Returns false where the noun is a title before a name.
  bool read_phrase(const Tree& tree, std::uint32_t t, std::optional<std::uint32_t> of_what, Mention& mention) const {
    static constexpr auto kSpeakers = std::to_array<std::string_view>({"my", "our"});
    mention.form = Form::kBare;
    for (const std::uint32_t child : tree.children(t)) {
      const Token& word = tree[child];
      switch (word.deprel) {
        case Deprel::kDet: {
          const std::string article = lower(word.form);
          const bool points = article == "this" || article == "that" || article == "these" || article == "those";
          mention.form = article == "the" ? Form::kDefinite : points ? Form::kDemonstrative : Form::kBare;
          mention.determiner = article == "the" ? 1 : points ? 2 : article == "a" || article == "an" ? 3 : 5;
          break;
        }
        case Deprel::kNmodPoss:
          mention.form = Form::kPossessed;
          mention.determiner = one_of(word.lemma, kSpeakers) ? 6 : 4;
          break;
        case Deprel::kAmod:
        case Deprel::kCompound:
        case Deprel::kNummod:
          if (child < t) mention.modifiers.push_back(lower(word.lemma));
          break;
        case Deprel::kFlat:
          if (child > t && name_at_[child] != kNone) return false;
          break;
        default:
          break;
      }
      if (child <= t || (of_what && child == *of_what)) continue;
      switch (word.deprel) {
        case Deprel::kNmod:
          mention.after = 1;
          break;
        case Deprel::kAclRelcl:
        case Deprel::kAcl:
          if (tree[t + 1].xpos != Xpos::kComma) mention.after = 2;  // "the firm, which ..." tells nothing apart
          break;
        case Deprel::kAppos:
          mention.after = 3;
          break;
        case Deprel::kConj:
          if (mention.after == 0) mention.after = 4;
          break;
        default:
          break;
      }
    }
    return true;
  }

  // "X is a town", "X became a town", "X, a town": what X is called, a mention that is left to the patterns.
  std::uint32_t described_thing(const Tree& tree, std::uint32_t t) const {
    const auto before = [&](std::optional<std::uint32_t> word) { return word && *word < t ? thing_at_[*word] : kNone; };
    const auto preposition = tree.child(t, Deprel::kCase);
    if (tree.child(t, Deprel::kCop)) return preposition ? kNone : before(tree.child(t, Deprel::kNsubj));
    const auto head = tree.head(t);
    if (!head) return kNone;
    if (tree[t].deprel == Deprel::kAppos) return preposition ? kNone : before(head);
    const bool as = tree[t].deprel == Deprel::kObl && *head < t && preposition && tree[*preposition].lemma == "as";
    if (as && !tree.child(*head, Deprel::kObj) && !tree.child(*head, Deprel::kNsubjPass)) {
      return before(tree.child(*head, Deprel::kNsubj));
    }
    if (tree[t].deprel != Deprel::kXcomp && !as) return kNone;
    if (tree[*head].lemma == "become" || tree[*head].lemma == "remain")
      return before(tree.child(*head, Deprel::kNsubj));
    if (const auto object = tree.child(*head, Deprel::kObj)) return before(object);
    return before(tree.child(*head, Deprel::kNsubjPass));
  }

  // Whether the sentence says that it is so: not "was no poet", "may become king".
  static bool holds(const Tree& tree, std::uint32_t t) {
    if (tree[t].deprel == Deprel::kAppos) return true;
    const Qualification said = qualify(tree, tree.child(t, Deprel::kCop) ? t : *tree.head(t));
    return said.polarity == Polarity::kAffirmed && said.modality == Modality::kAsserted;
  }

  // A predicate needs no link: the pattern reads it.
  static bool predicative(const Tree& tree, std::uint32_t t) {
    return tree.child(t, Deprel::kCop).has_value() || tree[t].deprel == Deprel::kAppos ||
           tree[t].deprel == Deprel::kXcomp;
  }

  static bool opens(Deprel deprel) {
    return deprel == Deprel::kDet || deprel == Deprel::kAmod || deprel == Deprel::kNummod ||
           deprel == Deprel::kCompound;
  }

  // Where the phrase of the noun begins that holds no name, no possessor and no other mention.
  std::uint32_t first_word(const Tree& tree, std::uint32_t t) const {
    std::uint32_t first = t;
    while (first > 0 && name_at_[first - 1] == kNone && thing_at_[first - 1] == kNone && tree.head(first - 1) == t &&
           opens(tree[first - 1].deprel)) {
      --first;
    }
    return first;
  }

  // The noun after "of" where the two are one word for an office: "head of state".
  std::optional<std::uint32_t> office(const Tree& tree, std::uint32_t t) const {
    if (t + 2 >= tree.size() || lower(tree[t + 1].form) != "of" || tree[t].lemma != "head") return std::nullopt;
    const bool bare = tree.head(t + 2) == t && tree[t + 2].upos == Upos::kNoun && name_at_[t + 2] == kNone;
    return bare ? std::optional(t + 2) : std::nullopt;
  }

  const Annotation& annotation_;
  const std::vector<ResolvedMention>& names_;
  std::vector<Referent> referents_;
  const std::vector<bool>& readable_;
  const Ontology& ontology_;
  ReferenceTeacher* teacher_;
  std::map<std::string, std::string, std::less<>> type_of_noun_;
  std::vector<Thing> things_;
  std::vector<std::uint32_t> thing_of_;  // by entity
  struct {
    std::uint32_t sentence = 0, thing = kNone;
  } main_subject_;                     // the last subject of a whole sentence
  std::vector<std::uint32_t> recent_;  // things spoken of lately, the last one last
  std::map<std::string, std::vector<std::uint32_t>> by_noun_;
  std::map<std::string, std::vector<std::uint32_t>> by_type_;
  std::vector<std::uint32_t> name_at_;   // by token of this sentence: index of its name
  std::vector<std::uint32_t> thing_at_;  // by token of this sentence: thing it heads a mention of
  std::vector<ResolvedMention> found_;
};

}  // namespace

std::size_t reference_weights() { return kForms * kOffsets[kBlocks]; }

std::vector<ResolvedMention> find_references(const Annotation& annotation, const std::vector<ResolvedMention>& names,
                                             std::vector<Referent> referents, const std::vector<bool>& readable,
                                             const Ontology& ontology, ReferenceTeacher* teacher) {
  return Linker(annotation, names, std::move(referents), readable, ontology, teacher).run();
}

}  // namespace factgraph

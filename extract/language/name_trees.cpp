#include "extract/language/name_trees.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

#include "extract/language/fold.h"
#include "extract/language/gazetteer.h"

namespace factgraph {
namespace {

class Corrector {
 public:
  explicit Corrector(Sentence& sentence) : sentence_(sentence), tokens_(sentence.tokens) {}

  void correct() {
    for (std::uint32_t t = 0; t < tokens_.size(); ++t) lift_off_mark(t);
    for (std::uint32_t t = 1; t + 1 < tokens_.size(); ++t) {
      take_from_verb(t);
      make_verb(t);
      give_relative_its_verb(t);
    }
    give_root_a_verb();
    give_named_an_infinitive();
    for (std::size_t n = 0; n < sentence_.names.size(); ++n) {
      const Name& name = sentence_.names[n];
      free_from_trade(name);
      put_noun_under_name(name);
      if (n > 0 && name.type == NameType::kPlace) name_holder(sentence_.names[n - 1], name);
      if (name.type != NameType::kPerson) continue;
      hold_syllable(name);
      put_officer_on_top(name);
      if (n > 0) put_person_on_top(sentence_.names[n - 1], name);
      if (n + 1 < sentence_.names.size()) part_objects(name, sentence_.names[n + 1]);
      give_title_its_words(name);
      give_aged_a_verb(name);
      make_object(name);
      give_office(name);
      if (n > 0) name_holder(sentence_.names[n - 1], name);
      if (n > 0) join_persons(sentence_.names[n - 1], name);
      name_last_noun(name);
    }
    for (const Name& name : sentence_.names) {
      part_from_time(name);
      give_named_its_verb(name);
      make_source(name);
    }
    for (std::uint32_t t = 0; t < tokens_.size(); ++t) give_marker_its_phrase(t);
    for (std::uint32_t t = 2; t < tokens_.size(); ++t) part_place_from_time(t);
    for (std::uint32_t t = 1; t < tokens_.size(); ++t) {
      make_office(t);
      part_kin(t);
    }
  }

 private:
  static constexpr std::int32_t kNone = Token::kNoHead;

  bool is_verb(std::uint32_t t) const { return tokens_[t].upos == Upos::kVerb; }

  static bool inside(std::int32_t t, std::uint32_t first, std::uint32_t last) {
    return t >= static_cast<std::int32_t>(first) && t < static_cast<std::int32_t>(last);
  }

  // The only token of [first, last) whose head is outside; kNone where there are several.
  std::int32_t top(std::uint32_t first, std::uint32_t last) const {
    std::int32_t found = kNone;
    for (std::uint32_t t = first; t < last; ++t) {
      if (inside(tokens_[t].head, first, last)) continue;
      if (found != kNone) return kNone;
      found = static_cast<std::int32_t>(t);
    }
    return found;
  }

  bool has_child(std::uint32_t t, Deprel relation) const {
    return std::any_of(tokens_.begin(), tokens_.end(), [&](const Token& token) {
      return token.head == static_cast<std::int32_t>(t) && token.deprel == relation;
    });
  }

  void hang(std::uint32_t t, std::int32_t head, Deprel relation) {
    tokens_[t].head = head;
    tokens_[t].deprel = relation;
  }

  static bool is_person_noun(std::string_view word) {
    static const std::set<std::string_view> kRoles = {
        "adviser",    "akim",       "advisor",      "aide",         "ally",         "analyst",     "boss",
        "candidate",  "captain",    "chairman",     "chairwoman",   "chief",        "co-author",   "co-founder",
        "colleague",  "competitor", "commissioner", "deputy",       "envoy",        "founder",     "graduate",
        "head",       "heir",       "husband",      "investigator", "lawmaker",     "leader",      "legislator",
        "maker",      "official",   "operator",     "owner",        "partner",      "predecessor", "prosecutor",
        "researcher", "rival",      "secretary",    "spokesman",    "spokesperson", "spokeswoman", "student",
        "successor",  "tycoon",     "veteran",      "wife",         "winner"};
    return Gazetteer::instance().is_noun_of(word, NameType::kPerson) || kRoles.contains(word);
  }

  static bool is_body_noun(std::string_view word) {
    static const std::set<std::string_view> kParts = {"affiliate", "arm", "division", "parent", "subsidiary", "unit"};
    return Gazetteer::instance().is_noun_of(word, NameType::kOrganization) || kParts.contains(word);
  }

  // The noun of "the composer Mara Lind" and "fish farmer Norvia" belongs to the name, which takes its place in the sentence.
  void put_noun_under_name(const Name& name) {
    if (name.first == 0 || (name.type != NameType::kPerson && name.type != NameType::kOrganization)) return;
    const std::uint32_t noun = name.first - 1;
    const std::string& lemma = tokens_[noun].lemma;
    const bool says = is_person_noun(lemma) || (name.type == NameType::kOrganization && is_body_noun(lemma));
    if (says && lemma == "subsidiary" && tokens_[noun].upos == Upos::kAdj) {
      tokens_[noun].upos = Upos::kNoun;
      tokens_[noun].xpos = Xpos::kNn;
    }
    const auto on_top = top(name.first, name.last);
    if (tokens_[noun].upos != Upos::kNoun || !says || on_top == kNone) return;
    Token& named = tokens_[static_cast<std::size_t>(on_top)];
    const bool owner = name.last < tokens_.size() && tokens_[name.last].xpos == Xpos::kPos;
    if (owner) return;
    const bool under = inside(tokens_[noun].head, name.first, name.last);
    // "Norvian carmaker Zyntra has closed ...": the verb was taken for a clause about the noun.
    const std::int32_t verb = named.head;
    const bool subject = named.deprel == Deprel::kNsubj && verb >= static_cast<std::int32_t>(name.last) &&
                         is_verb(static_cast<std::uint32_t>(verb)) && !has_child(noun, Deprel::kDet);
    if (subject && tokens_[static_cast<std::size_t>(verb)].head == static_cast<std::int32_t>(noun)) {
      const bool whole = tokens_[noun].head == kNone;
      if (!whole && tokens_[noun].deprel != Deprel::kNsubj) return;
      hang(static_cast<std::uint32_t>(verb), tokens_[noun].head, whole ? Deprel::kRoot : Deprel::kCcomp);
      hang(noun, on_top, Deprel::kNmodDesc);
      for (std::uint32_t t = name.last; t < tokens_.size(); ++t) {
        if (tokens_[t].head == static_cast<std::int32_t>(noun)) tokens_[t].head = verb;
      }
      return;
    }
    if (!hangs_on(tokens_[noun].head, on_top) && named.head != kNone) {
      static constexpr auto kLoose = std::to_array<Deprel>(
          {Deprel::kAmod, Deprel::kCase, Deprel::kCompound, Deprel::kDep, Deprel::kNmodDesc, Deprel::kPunct});
      const bool loose = std::find(kLoose.begin(), kLoose.end(), tokens_[noun].deprel) != kLoose.end();
      if (!loose || hangs_on(named.head, static_cast<std::int32_t>(noun))) {
        named.head = tokens_[noun].head;
        named.deprel = tokens_[noun].deprel;
      }
    }
    if (!under || tokens_[noun].deprel == Deprel::kAmod) hang(noun, on_top, Deprel::kNmodDesc);
    for (std::uint32_t t = 0; t < tokens_.size(); ++t) {
      if (tokens_[t].head != static_cast<std::int32_t>(noun)) continue;
      const bool part = t < noun && tokens_[t].deprel != Deprel::kCase && tokens_[t].deprel != Deprel::kNsubj;
      if (!part && (!under || tokens_[t].deprel == Deprel::kCase)) tokens_[t].head = on_top;
    }
  }

  // Whether `t` is `above` or hangs on it, however far.
  bool hangs_on(std::int32_t t, std::int32_t above) const {
    while (t != kNone && t != above) t = tokens_[static_cast<std::size_t>(t)].head;
    return t == above;
  }

  // "Carmaker Zyntra closed ...": the class noun at the beginning of a sentence is no head of the name.
  void free_from_trade(const Name& name) {
    if (name.first != 1 || name.type != NameType::kOrganization || tokens_[0].upos != Upos::kPropn) return;
    const std::string noun = fold(tokens_[0].form);
    if (!Gazetteer::instance().is_noun_of(noun, NameType::kOrganization) && !noun.ends_with("maker")) return;
    if (std::none_of(tokens_.begin() + 1, tokens_.begin() + name.last, [](const Token& t) { return t.head == 0; }))
      return;
    std::uint32_t on_top = name.first;
    while (tokens_[on_top].head != 0) ++on_top;
    hang(on_top, tokens_[0].head, tokens_[0].deprel);
    for (Token& token : tokens_) {
      if (token.head == 0) token.head = static_cast<std::int32_t>(on_top);
    }
    hang(0, static_cast<std::int32_t>(on_top), Deprel::kNmodDesc);
    tokens_[0].upos = Upos::kNoun;
    tokens_[0].xpos = Xpos::kNn;
    tokens_[0].lemma = noun;
  }

  // "Norvian Power Minister Mara Lind", "Republican Sen. Mara Lind": the words before the office describe it, and the office the
  // person.
  void put_officer_on_top(const Name& person) {
    static constexpr auto kOffices = std::to_array<std::string_view>(
        {"Congressman", "Congresswoman", "Gov.", "MP", "Minister", "Rep.", "Secretary", "Sen.", "Senator"});
    if (person.first < 2) return;
    const std::uint32_t office = person.first - 1;
    if (std::find(kOffices.begin(), kOffices.end(), tokens_[office].form) == kOffices.end()) return;
    const auto describes = [&](std::uint32_t t) {
      const Upos upos = tokens_[t].upos;
      const bool noun = upos == Upos::kPropn || upos == Upos::kNoun || upos == Upos::kAdj;
      return noun && tokens_[t].form[0] >= 'A' && tokens_[t].form[0] <= 'Z' && !is_name_of(t, NameType::kPerson);
    };
    std::uint32_t first = office;
    while (first > 0 && office - first < 5 && describes(first - 1)) --first;
    if (first == office) return;
    std::uint32_t on_top = person.first;
    if (const auto own = top(person.first, person.last); own != kNone) on_top = static_cast<std::uint32_t>(own);
    std::uint32_t whole = first;  // what hangs on something outside, and all that does on the same
    while (inside(tokens_[whole].head, first, person.last)) ++whole;
    const bool outside = !inside(tokens_[on_top].head, first, person.last);
    const Token above = tokens_[outside ? on_top : whole];
    for (std::uint32_t t = whole; t < person.last; ++t) {
      if (!inside(tokens_[t].head, first, person.last) && tokens_[t].head != above.head) return;
    }
    for (std::uint32_t t = 0; t < tokens_.size(); ++t) {
      if ((t >= first && t < person.last) || !inside(tokens_[t].head, first, person.first)) continue;
      const bool owner = t < first && tokens_[t].deprel == Deprel::kNmodPoss;
      tokens_[t].head = static_cast<std::int32_t>(owner ? office : on_top);
    }
    for (std::uint32_t t = person.first; t < person.last; ++t) {
      if (t != on_top && !inside(tokens_[t].head, person.first, person.last))
        hang(t, static_cast<std::int32_t>(on_top), Deprel::kFlat);
    }
    hang(on_top, above.head, above.deprel);
    hang(office, static_cast<std::int32_t>(on_top), Deprel::kNmodDesc);
    for (std::uint32_t t = first; t < office; ++t) {
      if (is_name(t) && inside(tokens_[t].head, first, office)) continue;  // of "New Norvia"
      const bool nation = Gazetteer::instance().demonym(tokens_[t].form).has_value();
      if (nation && tokens_[t].upos != Upos::kAdj) {
        tokens_[t].upos = Upos::kAdj;
        tokens_[t].xpos = Xpos::kJj;
      }
      hang(t, static_cast<std::int32_t>(office), tokens_[t].upos == Upos::kAdj ? Deprel::kAmod : Deprel::kCompound);
    }
  }

  // "Han Ji-won": the syllable behind the hyphen is part of the name.
  void hold_syllable(const Name& name) {
    if (name.last - name.first < 4 || tokens_[name.last - 2].form != "-") return;
    const std::uint32_t syllable = name.last - 1;
    const auto on_top = top(name.first, name.last - 2);
    if (on_top == kNone || inside(tokens_[syllable].head, name.first, name.last)) return;
    if (tokens_[static_cast<std::size_t>(on_top)].head == static_cast<std::int32_t>(syllable)) {
      hang(static_cast<std::uint32_t>(on_top), tokens_[syllable].head, tokens_[syllable].deprel);
    }
    hang(syllable, on_top, Deprel::kFlat);
    tokens_[name.last - 2].head = static_cast<std::int32_t>(syllable);
  }

  // "Liverpool striker Mara Lind": name, what the person is, person.
  void put_person_on_top(const Name& body, const Name& person) {
    if (body.last + 1 != person.first || body.type == NameType::kPerson || body.type == NameType::kGroup) return;
    const std::uint32_t noun = body.last;
    const bool known = is_person_noun(fold(tokens_[noun].form));
    if (tokens_[noun].upos != Upos::kNoun && !known) return;
    if (tokens_[noun].upos == Upos::kNoun && !known && tokens_[noun].xpos != Xpos::kNn) return;
    const auto person_top = top(person.first, person.last);
    const auto body_top = top(body.first, body.last);
    if (body_top == kNone) return;
    const std::uint32_t first = body.first;
    const std::uint32_t last = person.last;
    std::int32_t head = kNone;
    Deprel relation = Deprel::kRoot;
    if (const auto whole = top(first, last); whole != kNone) {
      head = tokens_[static_cast<std::size_t>(whole)].head;
      relation = tokens_[static_cast<std::size_t>(whole)].deprel;
      if (whole == static_cast<std::int32_t>(person.first)) return;  // so it is
    } else if (person_top == kNone) {
      return;
    } else if (tokens_[noun].deprel == Deprel::kNsubj && is_person_noun(tokens_[noun].lemma) &&
               tokens_[static_cast<std::size_t>(person_top)].head == tokens_[noun].head &&
               tokens_[static_cast<std::size_t>(body_top)].head == static_cast<std::int32_t>(noun)) {
      head = tokens_[noun].head;  // "Booker Prize winner Mara Lind lives": one subject, not two
      relation = tokens_[static_cast<std::size_t>(person_top)].deprel;
    } else {
      // "Deutsche Bank economist Peter Braun expects": the noun was taken for the verb.
      const std::int32_t verb = tokens_[static_cast<std::size_t>(person_top)].head;
      if (!is_verb(noun) || verb == kNone || !is_verb(static_cast<std::uint32_t>(verb))) return;
      if (tokens_[static_cast<std::size_t>(verb)].head != static_cast<std::int32_t>(noun)) return;
      const bool part = tokens_[static_cast<std::size_t>(body_top)].head == static_cast<std::int32_t>(noun);
      if (!part) return;
      hang(static_cast<std::uint32_t>(verb), tokens_[noun].head, tokens_[noun].deprel);
      for (std::uint32_t t = 0; t < tokens_.size(); ++t) {
        if (t < last && t >= first) continue;
        if (tokens_[t].head == static_cast<std::int32_t>(noun) && static_cast<std::int32_t>(t) != verb)
          tokens_[t].head = verb;
      }
      head = verb;
      relation = tokens_[static_cast<std::size_t>(person_top)].deprel;
    }
    if (is_verb(noun)) {
      tokens_[noun].upos = Upos::kNoun;
      tokens_[noun].xpos = Xpos::kNn;
      tokens_[noun].lemma = fold(tokens_[noun].form);
    }
    const auto on_top = static_cast<std::int32_t>(person.first);
    for (std::uint32_t t = 0; t < tokens_.size(); ++t) {
      const std::int32_t above = tokens_[t].head;
      const bool hangs =
          above == static_cast<std::int32_t>(noun) || above == body_top || inside(above, person.first, last);
      if ((t >= last || t < first) && hangs && (t >= last || above != static_cast<std::int32_t>(noun)))
        tokens_[t].head = on_top;
    }
    hang(person.first, head, relation);
    for (std::uint32_t t = person.first + 1; t < last; ++t) {
      if (tokens_[t].deprel != Deprel::kPunct) hang(t, on_top, Deprel::kFlat);
    }
    hang(noun, on_top, Deprel::kNmodDesc);
    hang(static_cast<std::uint32_t>(body_top), static_cast<std::int32_t>(noun), Deprel::kCompound);
  }

  // "Norwegian Defence Minister Mara Lind visited": what stands before the title says minister of what, and the person is on top.
  void give_title_its_words(const Name& name) {
    if (name.first < 2) return;
    const std::uint32_t title = name.first - 1;
    const auto person = top(name.first, name.last);
    if (person == kNone || !inside(tokens_[title].head, name.first, name.last)) return;
    if (tokens_[title].upos != Upos::kPropn || !is_person_noun(fold(tokens_[title].form))) return;
    for (std::uint32_t t = title; t-- > 0 && title - t <= 3;) {
      const Token& word = tokens_[t];
      const bool nation = Gazetteer::instance().demonym(word.form).has_value();
      const bool part = word.upos == Upos::kPropn || word.upos == Upos::kNoun || word.upos == Upos::kAdj;
      if (!part || word.form.front() < 'A' || word.form.front() > 'Z' || (is_name(t) && !nation)) return;
      if (inside(word.head, t + 1, name.last)) {
        for (std::uint32_t owner = 0; owner < t; ++owner) {  // "Norway's Deputy Prime Minister"
          if (tokens_[owner].head == static_cast<std::int32_t>(t) && tokens_[owner].deprel == Deprel::kNmodPoss)
            tokens_[owner].head = static_cast<std::int32_t>(title);
        }
        continue;
      }
      if (t == 0 && word.head == kNone) return;
      Token& named = tokens_[static_cast<std::size_t>(person)];
      if (named.head == static_cast<std::int32_t>(t)) {
        named.head = word.head;
        named.deprel = word.deprel;
      }
      if (hangs_on(person, static_cast<std::int32_t>(t))) return;
      for (std::uint32_t other = 0; other < tokens_.size(); ++other) {
        if (tokens_[other].head != static_cast<std::int32_t>(t)) continue;
        tokens_[other].head =
            other < t && tokens_[other].deprel != Deprel::kCase ? static_cast<std::int32_t>(title) : person;
      }
      hang(t, static_cast<std::int32_t>(title), nation || word.upos == Upos::kAdj ? Deprel::kAmod : Deprel::kCompound);
      if (nation) return;
    }
  }

  // "Mara Lind, 34, left".
  void give_aged_a_verb(const Name& name) {
    if (name.last + 3 >= tokens_.size()) return;
    if (tokens_[name.last].form != "," || tokens_[name.last + 1].upos != Upos::kNum ||
        tokens_[name.last + 2].form != ",")
      return;
    std::uint32_t verb = name.last + 3;
    while (verb + 1 < tokens_.size() && (tokens_[verb].upos == Upos::kAux || tokens_[verb].upos == Upos::kAdv)) ++verb;
    const auto person = top(name.first, name.last);
    if (person == kNone || !is_verb(verb) || tokens_[verb].head != person || tokens_[verb].deprel == Deprel::kAclRelcl)
      return;
    if (tokens_[verb].xpos == Xpos::kVbg || (tokens_[verb].xpos == Xpos::kVbn && verb == name.last + 3)) return;
    if (has_child(verb, Deprel::kNsubj) || has_child(verb, Deprel::kNsubjPass)) return;
    const auto subject = static_cast<std::uint32_t>(person);
    hang(verb, tokens_[subject].head, tokens_[subject].deprel);
    hang(subject, static_cast<std::int32_t>(verb),
         has_child(verb, Deprel::kAuxPass) ? Deprel::kNsubjPass : Deprel::kNsubj);
    for (std::uint32_t t = verb + 1; t < tokens_.size(); ++t) {
      if (tokens_[t].head == person) tokens_[t].head = static_cast<std::int32_t>(verb);
    }
  }

  // "Norvia borders Tarsk", "Norvia shares a river with Tarsk": a noun behind a name that has an object is a verb.
  void make_verb(std::uint32_t t) {
    Token& token = tokens_[t];
    if (token.upos != Upos::kNoun || token.xpos != Xpos::kNns) return;
    const auto subject =
        std::find_if(sentence_.names.begin(), sentence_.names.end(), [&](const Name& name) { return name.last == t; });
    if (subject == sentence_.names.end() || is_name(t)) return;
    const auto name = top(subject->first, subject->last);
    if (name == kNone || tokens_[static_cast<std::size_t>(name)].head != static_cast<std::int32_t>(t)) return;
    const auto object = std::find_if(tokens_.begin() + t + 1, tokens_.end(), [&](const Token& other) {
      const bool with_article = other.deprel == Deprel::kAppos && tokens_[t + 1].upos == Upos::kDet;
      return other.head == static_cast<std::int32_t>(t) && (other.deprel == Deprel::kObj || with_article);
    });
    if (object == tokens_.end()) return;
    token.upos = Upos::kVerb;
    token.xpos = Xpos::kVbz;
    object->deprel = Deprel::kObj;
    hang(static_cast<std::uint32_t>(name), static_cast<std::int32_t>(t), Deprel::kNsubj);
  }

  // "Norvia, which borders Tarsk, ...": "borders" is no preposition.
  void give_relative_its_verb(std::uint32_t t) {
    Token& token = tokens_[t];
    if (token.upos != Upos::kAdp || token.form != "borders" || fold(tokens_[t - 1].form) != "which" || t < 2) return;
    const std::int32_t object = token.head;
    std::uint32_t before = t - 2;
    if (tokens_[before].form == "," && before > 0) --before;
    auto noun = static_cast<std::int32_t>(before);
    for (const Name& name : sentence_.names) {
      if (name.last == before + 1) noun = top(name.first, name.last);
    }
    if (object <= static_cast<std::int32_t>(t) || noun == kNone) return;
    if (hangs_on(noun, object) || hangs_on(noun, static_cast<std::int32_t>(t) - 1)) return;
    token.upos = Upos::kVerb;
    token.xpos = Xpos::kVbz;
    token.lemma = "border";
    hang(t, noun, Deprel::kAclRelcl);
    hang(t - 1, static_cast<std::int32_t>(t), Deprel::kNsubj);
    hang(static_cast<std::uint32_t>(object), static_cast<std::int32_t>(t), Deprel::kObj);
  }

  // "The takeover of Norvia by Tarsk was cleared": what has a preposition is not the subject, where there is another.
  void take_from_verb(std::uint32_t t) {
    if (tokens_[t].upos != Upos::kAdp || tokens_[t].deprel != Deprel::kCase || tokens_[t].form != "by") return;
    std::int32_t noun = tokens_[t].head;
    if (noun < static_cast<std::int32_t>(t)) return;
    while (tokens_[static_cast<std::size_t>(noun)].deprel == Deprel::kCompound &&
           tokens_[static_cast<std::size_t>(noun)].head > noun) {
      noun = tokens_[static_cast<std::size_t>(noun)].head;
    }
    Token& subject = tokens_[static_cast<std::size_t>(noun)];
    if ((subject.deprel != Deprel::kNsubj && subject.deprel != Deprel::kNsubjPass) || subject.head < noun) return;
    const bool another = std::any_of(tokens_.begin(), tokens_.begin() + t, [&](const Token& other) {
      return other.head == subject.head && (other.deprel == Deprel::kNsubj || other.deprel == Deprel::kNsubjPass);
    });
    const auto before = static_cast<std::int32_t>(t) - 1;
    if (another && !hangs_on(before, noun)) hang(static_cast<std::uint32_t>(noun), before, Deprel::kNmod);
    if (another && tokens_[t].head != noun) tokens_[t].head = noun;
  }

  // What hangs on a mark takes its place.
  void lift_off_mark(std::uint32_t t) {
    const std::int32_t mark = tokens_[t].head;
    if (mark == kNone || tokens_[t].upos == Upos::kPunct ||
        tokens_[static_cast<std::size_t>(mark)].upos != Upos::kPunct)
      return;
    Token& above = tokens_[static_cast<std::size_t>(mark)];
    tokens_[t].head = above.head;
    if (above.head == kNone) tokens_[t].deprel = Deprel::kRoot;
    above.head = static_cast<std::int32_t>(t);
    above.deprel = Deprel::kPunct;
  }

  bool is_finite(std::uint32_t t) const {
    const Xpos xpos = tokens_[t].xpos;
    return xpos == Xpos::kVbd || xpos == Xpos::kVbz || xpos == Xpos::kVbp || xpos == Xpos::kMd;
  }

  // "Mara Lind, who had been in Oslo for talks, is the director": a name on top whose clause ends with a comma before a finite
  // verb is that verb's subject.
  void give_named_its_verb(const Name& name) {
    const auto subject = top(name.first, name.last);
    if (subject == kNone || name.last + 3 >= tokens_.size()) return;
    // On top may be the verb of the clause, which then has taken the name for its subject.
    const std::int32_t root = tokens_[static_cast<std::size_t>(subject)].head;
    if (root != kNone &&
        (root <= static_cast<std::int32_t>(name.last) || tokens_[static_cast<std::size_t>(root)].head != kNone))
      return;
    const std::string who = fold(tokens_[name.last + 1].form);
    if (tokens_[name.last].form != "," || (who != "who" && who != "whose" && who != "which")) return;
    const auto comma_before = [&](auto verb) {
      std::uint32_t t = name.last + 3;
      while (t + 1 < tokens_.size() && !(tokens_[t].form == "," && verb(t + 1))) ++t;
      return t;
    };
    std::uint32_t comma = comma_before([this](std::uint32_t t) { return is_finite(t); });
    if (comma + 1 >= tokens_.size()) {  // "died" may have been taken for a participle
      comma = comma_before([this](std::uint32_t t) { return tokens_[t].xpos == Xpos::kVbn; });
      if (comma + 1 >= tokens_.size()) return;
      tokens_[comma + 1].xpos = Xpos::kVbd;
    }
    if (root != kNone && root >= static_cast<std::int32_t>(comma)) return;
    std::int32_t verb = static_cast<std::int32_t>(comma) + 1;
    const Token& first = tokens_[comma + 1];
    if (first.upos == Upos::kAux && first.head > verb) verb = first.head;
    const auto predicate = static_cast<std::uint32_t>(verb);
    for (std::uint32_t t = 0; t < comma; ++t) {  // what the clause has lost to the verb
      const bool lost =
          tokens_[t].head == verb && (tokens_[t].deprel == Deprel::kNsubj || tokens_[t].deprel == Deprel::kNsubjPass);
      if (!lost) continue;
      std::uint32_t marker = name.last;
      while (marker < t &&
             !(tokens_[marker].head == static_cast<std::int32_t>(t) && tokens_[marker].deprel == Deprel::kCase))
        ++marker;
      const bool governed = marker < t && marker > name.last + 1 && tokens_[marker - 1].upos != Upos::kPunct &&
                            !hangs_on(static_cast<std::int32_t>(marker) - 1, static_cast<std::int32_t>(t)) &&
                            !hangs_on(static_cast<std::int32_t>(marker) - 1, verb);
      hang(t, governed ? static_cast<std::int32_t>(marker) - 1 : subject, governed ? Deprel::kNmod : Deprel::kDep);
    }
    hang(predicate, kNone, Deprel::kRoot);
    hang(static_cast<std::uint32_t>(subject), verb,
         has_child(predicate, Deprel::kAuxPass) ? Deprel::kNsubjPass : Deprel::kNsubj);
    if (root != kNone) hang(static_cast<std::uint32_t>(root), subject, Deprel::kAclRelcl);
    for (std::uint32_t t = comma; t < tokens_.size(); ++t) {
      if (tokens_[t].head == subject || (root != kNone && tokens_[t].head == root)) tokens_[t].head = verb;
    }
  }

  // "Oil company Norvia named Mara Lind ...": what looks like a participle behind the name on top has an object of its own, and
  // so is the verb.
  void give_root_a_verb() {
    std::uint32_t root = 0;
    while (root < tokens_.size() && tokens_[root].head != kNone) ++root;
    if (root == tokens_.size() || (tokens_[root].upos != Upos::kNoun && tokens_[root].upos != Upos::kPropn)) return;
    if (has_child(root, Deprel::kCop) || has_child(root, Deprel::kNsubj)) return;
    for (const Name& name : sentence_.names) {
      std::uint32_t verb = name.last;
      // "Norvia on Monday named Mara Lind ..."
      if (verb + 2 < tokens_.size() && tokens_[verb].form == "on" && tokens_[verb + 2].upos == Upos::kVerb) verb += 2;
      if (verb + 1 >= tokens_.size() || name.last <= root || name.first > root + 1) continue;
      const auto on_top = top(name.first, name.last);
      if (on_top == kNone || (on_top != static_cast<std::int32_t>(root) &&
                              tokens_[static_cast<std::size_t>(on_top)].head != static_cast<std::int32_t>(root))) {
        continue;
      }
      const Token& token = tokens_[verb];
      if (token.xpos != Xpos::kVbn || token.deprel != Deprel::kAcl) continue;
      if (token.head != static_cast<std::int32_t>(root) && !inside(token.head, name.last, verb)) continue;
      if (!has_child(verb, Deprel::kObj) && !(has_child(verb, Deprel::kXcomp) && is_name(verb + 1))) continue;
      hang(verb, kNone, Deprel::kRoot);
      hang(root, static_cast<std::int32_t>(verb), Deprel::kNsubj);
      for (std::uint32_t t = name.last; t < tokens_.size(); ++t) {
        if (t == verb || tokens_[t].head != static_cast<std::int32_t>(root)) continue;
        tokens_[t].head = static_cast<std::int32_t>(verb);
        if (t < verb) tokens_[t].deprel = Deprel::kObl;
      }
      return;
    }
  }

  // "Mara Lind is to meet Otto Berg": the infinitive is what she does.
  void give_named_an_infinitive() {
    for (const Name& name : sentence_.names) {
      const std::uint32_t copula = name.last;
      if (copula + 2 >= tokens_.size() || tokens_[copula].lemma != "be" || tokens_[copula + 1].form != "to") continue;
      const std::uint32_t verb = copula + 2;
      const auto subject = top(name.first, name.last);
      if (subject == kNone || !is_verb(verb) || tokens_[verb].head != subject) continue;
      if (tokens_[verb].deprel != Deprel::kAdvcl && tokens_[verb].deprel != Deprel::kAcl) continue;
      hang(verb, tokens_[static_cast<std::size_t>(subject)].head, tokens_[static_cast<std::size_t>(subject)].deprel);
      hang(static_cast<std::uint32_t>(subject), static_cast<std::int32_t>(verb), Deprel::kNsubj);
      if (tokens_[copula].head == subject) hang(copula, static_cast<std::int32_t>(verb), Deprel::kAux);
      for (std::uint32_t t = verb + 1; t < tokens_.size(); ++t) {
        if (tokens_[t].head == subject) tokens_[t].head = static_cast<std::int32_t>(verb);
      }
    }
  }

  // "awarded Mara Lind the Norvia Prize": what has an article is no part of the name before.
  void part_objects(const Name& person, const Name& thing) {
    const auto whom = top(person.first, person.last);
    const std::uint32_t article = person.last;
    if (whom == kNone || article >= tokens_.size() || tokens_[article].upos != Upos::kDet) return;
    if (thing.first != article && thing.first != article + 1) return;
    const auto what = top(std::max(thing.first, article + 1), thing.last);
    if (what == kNone || tokens_[static_cast<std::size_t>(what)].head != whom) return;
    Token& object = tokens_[static_cast<std::size_t>(whom)];
    if (object.deprel != Deprel::kObj || object.head == kNone || object.head >= whom) return;
    hang(static_cast<std::uint32_t>(what), object.head, Deprel::kObj);
    object.deprel = Deprel::kIobj;
  }

  // "sign the Norvia Treaty next week", "left Norvia last month": the name is no part of the week.
  void part_from_time(const Name& name) {
    static const std::set<std::string_view> kTimes = {"week",   "month",  "year",   "night",
                                                      "spring", "summer", "autumn", "winter"};
    const std::uint32_t time = name.last + 1;
    if (time >= tokens_.size() || !kTimes.contains(tokens_[time].form)) return;
    const std::string& which = tokens_[name.last].form;
    const auto object = top(name.first, name.last);
    if ((which != "next" && which != "last" && which != "this") || object == kNone) return;
    const auto when = static_cast<std::int32_t>(time);
    const std::int32_t verb = tokens_[time].head;
    if (tokens_[static_cast<std::size_t>(object)].head != when || verb == kNone || verb >= object ||
        !is_verb(static_cast<std::uint32_t>(verb)))
      return;
    for (std::uint32_t t = 0; t < name.first; ++t) {
      if (tokens_[t].head == when) tokens_[t].head = object;
    }
    const bool governed = has_child(static_cast<std::uint32_t>(object), Deprel::kCase);
    hang(static_cast<std::uint32_t>(object), verb, governed ? Deprel::kObl : Deprel::kObj);
    hang(time, verb, Deprel::kOblUnmarked);
  }

  // Whether a verb gives an office: "named her minister".
  bool gives_office(std::uint32_t t) const {
    static const std::set<std::string_view> kVerbs = {"appoint",  "designate", "elect",    "name",
                                                      "nominate", "re-elect",  "reappoint"};
    return is_verb(t) && kVerbs.contains(tokens_[t].lemma);
  }

  // "named Mara Lind chief executive": the person is the object, not a part of the office.
  void give_office(const Name& name) {
    const auto person = top(name.first, name.last);
    if (person == kNone || name.first == 0 || !gives_office(name.first - 1)) return;
    const std::uint32_t verb = name.first - 1;
    const std::int32_t office = tokens_[static_cast<std::size_t>(person)].head;
    if (office < static_cast<std::int32_t>(name.last)) return;
    Token& noun = tokens_[static_cast<std::size_t>(office)];
    if (noun.upos != Upos::kNoun || tokens_[static_cast<std::size_t>(person)].deprel != Deprel::kCompound) return;
    for (std::uint32_t t = name.last; t < static_cast<std::uint32_t>(office); ++t) {
      if (tokens_[t].head != office) return;
    }
    if (tokens_[verb].head == office) {  // the verb was taken for a participle
      hang(verb, noun.head, noun.deprel);
      for (std::uint32_t t = 0; t < verb; ++t) {
        if (tokens_[t].head != office) continue;
        hang(t, static_cast<std::int32_t>(verb), is_name(t) ? Deprel::kNsubj : tokens_[t].deprel);
      }
    } else if (noun.head != static_cast<std::int32_t>(verb)) {
      return;
    }
    hang(static_cast<std::uint32_t>(person), static_cast<std::int32_t>(verb), Deprel::kObj);
    hang(static_cast<std::uint32_t>(office), static_cast<std::int32_t>(verb), Deprel::kXcomp);
  }

  // "was named director": the office is what the subject becomes.
  void make_office(std::uint32_t t) {
    Token& noun = tokens_[t];
    if (noun.deprel != Deprel::kObj || noun.upos != Upos::kNoun || noun.head >= static_cast<std::int32_t>(t)) return;
    if (noun.head == kNone || !gives_office(static_cast<std::uint32_t>(noun.head))) return;
    const auto verb = static_cast<std::uint32_t>(noun.head);
    if (has_child(verb, Deprel::kNsubjPass) || has_child(verb, Deprel::kAuxPass)) noun.deprel = Deprel::kXcomp;
  }

  bool is_name(std::uint32_t t) const {
    return std::any_of(sentence_.names.begin(), sentence_.names.end(),
                       [&](const Name& name) { return name.first <= t && t < name.last; });
  }

  bool is_name_of(std::uint32_t t, NameType type) const {
    return std::any_of(sentence_.names.begin(), sentence_.names.end(),
                       [&](const Name& name) { return name.first <= t && t < name.last && name.type == type; });
  }

  // "named Mara Lind as its director": the person is the object, and the office hangs on the verb.
  void make_object(const Name& name) {
    const auto person = top(name.first, name.last);
    if (person == kNone || name.last >= tokens_.size() || tokens_[name.last].form != "as") return;
    Token& token = tokens_[static_cast<std::size_t>(person)];
    if (token.head == kNone || token.head >= person || !is_verb(static_cast<std::uint32_t>(token.head))) return;
    if (token.deprel != Deprel::kXcomp && token.deprel != Deprel::kObj) return;
    token.deprel = Deprel::kObj;
    for (std::uint32_t t = name.last + 1; t < tokens_.size(); ++t) {
      if (tokens_[t].head != person) continue;
      const bool office = tokens_[t].deprel == Deprel::kObl || tokens_[t].deprel == Deprel::kNmod;
      if (office) hang(t, token.head, Deprel::kObl);
    }
  }

  // "his wife and two sons, Otto and Max": the name belongs to the noun right before it.
  void name_last_noun(const Name& name) {
    const auto person = top(name.first, name.last);
    if (person == kNone || name.first < 2) return;
    Token& token = tokens_[static_cast<std::size_t>(person)];
    const std::uint32_t noun = name.first - 2;
    // "with her husband, the photographer Jens"
    std::uint32_t first = name.first;
    while (first > 0 && tokens_[first - 1].deprel != Deprel::kPunct &&
           hangs_on(static_cast<std::int32_t>(first - 1), person))
      --first;
    const bool listed = token.deprel == Deprel::kConj && !has_child(static_cast<std::uint32_t>(person), Deprel::kCc);
    if (listed && first > 1 && tokens_[first - 1].form == "," && token.head == static_cast<std::int32_t>(first) - 2 &&
        is_person_noun(tokens_[first - 2].lemma) && has_child(first - 2, Deprel::kNmodPoss)) {
      token.deprel = Deprel::kAppos;
      return;
    }
    const bool apart = tokens_[name.first - 1].form == "," || tokens_[name.first - 1].form == ":";
    if (!apart || token.deprel != Deprel::kAppos || token.head == kNone) return;
    const bool conjunct = tokens_[noun].deprel == Deprel::kConj && tokens_[noun].head == token.head;
    if (conjunct && tokens_[noun].upos == Upos::kNoun) token.head = static_cast<std::int32_t>(noun);
  }

  // "her husband, Otto, a son, Max, and two daughters": a list, where the first has been named already.
  void part_kin(std::uint32_t t) {
    Token& token = tokens_[t];
    if (token.deprel != Deprel::kAppos || token.upos != Upos::kNoun || token.head >= static_cast<std::int32_t>(t))
      return;
    if (token.head == kNone || !(has_child(t, Deprel::kDet) || has_child(t, Deprel::kNummod))) return;
    const auto first = static_cast<std::uint32_t>(token.head);
    if (tokens_[first].upos != Upos::kNoun || !has_child(first, Deprel::kNmodPoss)) return;
    for (std::uint32_t name = first + 1; name < t; ++name) {
      if (tokens_[name].head == token.head && tokens_[name].deprel == Deprel::kAppos && is_name(name)) {
        token.deprel = Deprel::kConj;
        return;
      }
    }
  }

  // "met the governor of Norvia, Mara Lind", "the capital of Norvia, Tarsk": the second name is no part of Norvia.
  void name_holder(const Name& body, const Name& person) {
    if (body.last + 1 != person.first || tokens_[body.last].form != "," || body.type == NameType::kPerson) return;
    const auto named = top(person.first, person.last);
    const auto of = top(body.first, body.last);
    if (named == kNone || of == kNone) return;
    const std::int32_t above = tokens_[static_cast<std::size_t>(named)].head;
    // "the leaders of Norvia and Tarsk, Mara Lind and ..."
    const std::int32_t first =
        tokens_[static_cast<std::size_t>(of)].deprel == Deprel::kConj ? tokens_[static_cast<std::size_t>(of)].head : of;
    if (!inside(above, body.first, body.last) && above != first) return;
    const Token& owned = tokens_[static_cast<std::size_t>(first)];
    if (owned.deprel != Deprel::kNmod || owned.head == kNone || owned.head >= first) return;
    const auto noun = static_cast<std::size_t>(owned.head);
    const std::string held = fold(tokens_[noun].lemma);
    const bool holds = person.type == NameType::kPerson ? is_person_noun(held) || held == "ceo" : held == "capital";
    if ((tokens_[noun].upos == Upos::kNoun || held == "ceo") && holds) {
      hang(static_cast<std::uint32_t>(named), owned.head, Deprel::kAppos);
    }
  }

  // "the founders of Norvia, Mara Lind and Otto Berg": Otto goes with Mara.
  void join_persons(const Name& first, const Name& second) {
    if (first.type != NameType::kPerson || second.first != first.last + 1) return;
    if (tokens_[first.last].upos != Upos::kCconj) return;
    const auto mara = top(first.first, first.last);
    const auto otto = top(second.first, second.last);
    if (mara == kNone || otto == kNone || tokens_[static_cast<std::size_t>(mara)].deprel != Deprel::kAppos) return;
    const Token& token = tokens_[static_cast<std::size_t>(otto)];
    if (token.deprel != Deprel::kConj || token.head >= static_cast<std::int32_t>(first.first) || hangs_on(mara, otto))
      return;
    hang(static_cast<std::uint32_t>(otto), mara, Deprel::kConj);
  }

  // "married to the composer ...; the couple": a preposition or article that hangs on a word behind a mark or a verb belongs to
  // the noun right behind it, and what hangs on an article to the word before.
  void give_marker_its_phrase(std::uint32_t t) {
    const Token& marker = tokens_[t];
    const bool marks = (marker.upos == Upos::kAdp && marker.deprel == Deprel::kCase) ||
                       (marker.upos == Upos::kDet && marker.deprel == Deprel::kDet);
    if (!marks || marker.head <= static_cast<std::int32_t>(t)) return;
    std::uint32_t noun = t + 1;
    while (noun < tokens_.size() &&
           (tokens_[noun].upos == Upos::kDet || tokens_[noun].upos == Upos::kAdj || tokens_[noun].upos == Upos::kNum))
      ++noun;
    const auto head = static_cast<std::uint32_t>(marker.head);
    if (noun >= head || (tokens_[noun].upos != Upos::kNoun && tokens_[noun].upos != Upos::kPropn)) return;
    const bool parted = std::any_of(tokens_.begin() + noun + 1, tokens_.begin() + head, [](const Token& between) {
      return between.upos == Upos::kVerb || between.form == ";" || between.form == ",";
    });
    if (!parted && tokens_[head].upos != Upos::kPunct && tokens_[head].upos != Upos::kVerb) return;
    std::int32_t phrase = static_cast<std::int32_t>(noun);
    while (tokens_[static_cast<std::size_t>(phrase)].head > phrase &&
           tokens_[static_cast<std::size_t>(phrase)].head < marker.head &&
           (tokens_[static_cast<std::size_t>(phrase)].deprel == Deprel::kCompound ||
            tokens_[static_cast<std::size_t>(phrase)].deprel == Deprel::kNmodDesc)) {
      phrase = tokens_[static_cast<std::size_t>(phrase)].head;
    }
    if (hangs_on(phrase, static_cast<std::int32_t>(t))) {  // "composer" on "the"
      std::uint32_t before = t;
      while (before > 0 && (tokens_[before].upos == Upos::kDet || tokens_[before].upos == Upos::kAdp)) --before;
      Token& top = tokens_[static_cast<std::size_t>(phrase)];
      if (top.head != static_cast<std::int32_t>(t) || before == t ||
          hangs_on(static_cast<std::int32_t>(before), static_cast<std::int32_t>(t)))
        return;
      top.head = static_cast<std::int32_t>(before);
    }
    tokens_[t].head = phrase;
  }

  // "According to Mara Lind, Norvia grew": the name is an adverbial of the verb.
  void make_source(const Name& name) {
    if (name.first < 2 || tokens_[name.first - 1].form != "to") return;
    const std::uint32_t according = name.first - 2;
    if (fold(tokens_[according].form) != "according") return;
    const auto source = top(name.first, name.last);
    if (source == kNone) return;
    const std::int32_t verb = tokens_[static_cast<std::size_t>(source)].head;
    if (verb == kNone || !is_verb(static_cast<std::uint32_t>(verb)) || verb == static_cast<std::int32_t>(according))
      return;
    if (top(according, name.last) == kNone && tokens_[according].head != verb) return;
    for (std::uint32_t t = 0; t < tokens_.size(); ++t) {
      const bool part = t == name.first - 1 || (t >= name.first && t < name.last);
      if (tokens_[t].head == static_cast<std::int32_t>(according) && !part) return;  // it heads more than "to"
    }
    hang(static_cast<std::uint32_t>(source), verb, Deprel::kObl);
    hang(according, source, Deprel::kCase);
    hang(name.first - 1, static_cast<std::int32_t>(according), Deprel::kFixed);
  }

  // "died on Tuesday in Oslo".
  void part_place_from_time(std::uint32_t t) {
    static constexpr auto kDays = std::to_array<std::string_view>(
        {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March",
         "April", "May", "June", "July", "August", "September", "October", "November", "December"});
    static constexpr auto kPlain =
        std::to_array<std::string_view>({"in", "at", "near", "with", "after", "from", "during"});
    const Token& token = tokens_[t];
    if (token.head == kNone || token.head >= static_cast<std::int32_t>(t)) return;
    if (token.deprel != Deprel::kObl && token.deprel != Deprel::kNmod) return;
    const Token& time = tokens_[static_cast<std::size_t>(token.head)];
    if (std::find(kDays.begin(), kDays.end(), time.form) == kDays.end() || time.head == kNone) return;
    if (time.deprel != Deprel::kObl && time.deprel != Deprel::kOblUnmarked) return;
    const bool plain = std::any_of(tokens_.begin(), tokens_.begin() + t, [&](const Token& other) {
      return other.head == static_cast<std::int32_t>(t) && other.deprel == Deprel::kCase &&
             std::find(kPlain.begin(), kPlain.end(), other.form) != kPlain.end();
    });
    if (plain) hang(t, time.head, Deprel::kObl);
  }

  Sentence& sentence_;
  std::vector<Token>& tokens_;
};

}  // namespace

void correct_tree(Sentence& sentence) { Corrector(sentence).correct(); }

}  // namespace factgraph

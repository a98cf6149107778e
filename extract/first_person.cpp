#include "extract/first_person.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "extract/language/fold.h"
#include "extract/language/gazetteer.h"
#include "extract/readable.h"
#include "extract/statements.h"

namespace factgraph {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;

template <std::size_t kSize>
bool one_of(std::string_view word, const std::array<std::string_view, kSize>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_singular(std::string_view word) {
  static constexpr auto kWords = std::to_array<std::string_view>({"i", "me", "my", "mine", "myself"});
  return one_of(word, kWords);
}

bool is_plural(std::string_view word) {
  static constexpr auto kWords = std::to_array<std::string_view>({"we", "us", "our", "ours", "ourselves"});
  return one_of(word, kWords);
}

bool is_you(std::string_view word) {
  static constexpr auto kWords = std::to_array<std::string_view>({"you", "your", "yours", "yourself"});
  return one_of(word, kWords);
}

class FirstPerson {
 public:
  FirstPerson(const Document& document, const Annotation& annotation, const std::vector<Statement>& statements,
              const Ontology& ontology, ResolvedEntities& entities)
      : document_(document),
        annotation_(annotation),
        statements_(statements),
        ontology_(ontology),
        entities_(entities),
        readable_(readable_sentences(document, annotation)) {}

  void run() {
    if (!speaks()) return;
    read_paragraphs();
    interviewed_ = interviewed();
    speaker_ = giver_of_speech();
    for (std::uint32_t s = 0; s < annotation_.sentences.size(); ++s) {
      if (s == 0 || paragraph_between(s - 1, s)) open_paragraph(s);
      if (readable_[s]) read(s);
    }
    add();
  }

 private:
  const std::vector<Token>& tokens(std::uint32_t s) const { return annotation_.sentences[s].tokens; }

  bool speaks() const {
    return std::any_of(annotation_.sentences.begin(), annotation_.sentences.end(), [](const Sentence& sentence) {
      return std::any_of(sentence.tokens.begin(), sentence.tokens.end(), [](const Token& token) {
        if (token.upos != Upos::kPron && token.xpos != Xpos::kPrpPoss) return false;
        const std::string form = fold(token.form);
        return is_singular(form) || is_plural(form);
      });
    });
  }

  bool paragraph_between(std::uint32_t a, std::uint32_t b) const {
    const std::string_view between =
        document_.text.slice({annotation_.sentences[a].span.end, annotation_.sentences[b].span.start});
    return std::count(between.begin(), between.end(), '\n') > 1;
  }

  bool is_person(std::uint32_t entity) const { return ontology_.root(entities_.entities[entity].type) == "person"; }

  // Tells questions from answers, and so whether this is an interview.
  void read_paragraphs() {
    const auto count = static_cast<std::uint32_t>(annotation_.sentences.size());
    std::uint32_t asked = 0;
    std::uint32_t answered = 0;
    for (std::uint32_t first = 0; first < count;) {
      const std::uint32_t last = end_of_paragraph(first);
      const bool asks = ends_in_question(last);
      if (asks && first_question_ == kNone) first_question_ = first;
      for (std::uint32_t s = first; s <= last && !asks && first_question_ != kNone; ++s) {
        const bool speaks = std::any_of(tokens(s).begin(), tokens(s).end(), [&](const Token& token) {
          const std::string form = fold(token.form);
          return token.form != "US" && (is_singular(form) || is_plural(form)) &&
                 quotation_at(statements_, token.span) == nullptr;
        });
        if (!speaks) continue;
        ++answered;
        break;
      }
      asked += asks ? 1 : 0;
      first = last + 1;
    }
    interview_ = asked >= 2 && answered >= 2;
  }

  std::uint32_t end_of_paragraph(std::uint32_t s) const {
    while (s + 1 < annotation_.sentences.size() && !paragraph_between(s, s + 1)) ++s;
    return s;
  }

  bool ends_in_question(std::uint32_t s) const { return !tokens(s).empty() && tokens(s).back().form == "?"; }

  // Reads from the paragraph at `s` whose words it and the next one are.
  void open_paragraph(std::uint32_t s) {
    const std::uint32_t last = end_of_paragraph(s);
    asks_ = ends_in_question(last);
    introduced_ = kNone;
    for (std::uint32_t at = s; at <= last; ++at) {
      const std::uint32_t who = introduces_himself(at);
      if (who == kNone) continue;
      introduced_ = who;
      introduced_all_.insert(who);
    }
    if (next_floor_ != kNone) floor_ = next_floor_;
    next_floor_ = called_up(last);
    if (last > s && called_up(s) != kNone) floor_ = called_up(s);
    const auto mentions = entities_.in(s);
    if (!mentions.empty() && mentions.front().first <= 2 && is_person(mentions.front().entity)) {
      const std::uint32_t after = mentions.front().last;
      if (after < tokens(s).size() && tokens(s)[after].form == ":") floor_ = mentions.front().entity;
    }
  }

  // "I am Anna Berg", "My name is Anna Berg".
  std::uint32_t introduces_himself(std::uint32_t s) const {
    const std::vector<Token>& words = tokens(s);
    for (const ResolvedMention& mention : entities_.in(s)) {
      if (mention.kind != MentionKind::kName || mention.first < 2 || !is_person(mention.entity)) continue;
      if (words[mention.first - 1].lemma != "be") continue;
      if (quotation_at(statements_, words[mention.first].span) != nullptr) continue;
      const std::string subject = fold(words[mention.first - 2].form);
      const bool name = subject == "name" && mention.first > 2 && fold(words[mention.first - 3].form) == "my";
      if (subject == "i" || name) return mention.entity;
    }
    return kNone;
  }

  // A paragraph that ends in nothing but a person's name gives that person the floor.
  std::uint32_t called_up(std::uint32_t s) const {
    const auto mentions = entities_.in(s);
    if (mentions.size() != 1 || !is_person(mentions.front().entity)) return kNone;
    const std::vector<Token>& words = tokens(s);
    if (words.size() > 6 || words.size() < 2) return kNone;
    const bool ends = words.back().form == "." || words.back().form == "?";
    const bool nominal = std::all_of(words.begin(), words.end() - 1, [](const Token& token) {
      return token.upos == Upos::kPropn || token.upos == Upos::kNoun || token.form == "." ||
             Gazetteer::instance().is_title(token.form);
    });
    return ends && nominal ? mentions.front().entity : kNone;
  }

  // The one person of whom the document says that he was interviewed; in an interview, else, whom it names most before the
  // first question.
  std::uint32_t interviewed() const {
    std::set<std::uint32_t> found;
    std::map<std::uint32_t, std::uint32_t> named;
    std::uint32_t most_named = kNone;
    for (std::uint32_t s = 0; s < annotation_.sentences.size(); ++s) {
      for (const ResolvedMention& mention : entities_.in(s)) {
        if (!is_person(mention.entity)) continue;
        if (is_asked(tokens(s), mention.head)) found.insert(mention.entity);
        if (s >= first_question_ || mention.kind != MentionKind::kName) continue;
        ++named[mention.entity];
        if (most_named == kNone || named[mention.entity] > named[most_named]) most_named = mention.entity;
      }
    }
    if (found.size() == 1) return *found.begin();
    return interview_ ? most_named : kNone;
  }

  // Who the document says gives the speech it holds: "Speech of X", "X's remarks", "X delivered remarks".
  std::uint32_t giver_of_speech() const {
    static constexpr std::uint32_t kOpening = 8;
    if (interview_) return kNone;
    for (std::uint32_t s = 0; s < annotation_.sentences.size() && s < kOpening; ++s) {
      for (const ResolvedMention& mention : entities_.in(s)) {
        if (mention.kind == MentionKind::kName && is_person(mention.entity) && gives_speech(tokens(s), mention))
          return mention.entity;
      }
    }
    return kNone;
  }

  static bool gives_speech(const std::vector<Token>& words, const ResolvedMention& mention) {
    static constexpr auto kSpeeches = std::to_array<std::string_view>(
        {"speech", "remarks", "remark", "address", "statement", "lecture", "testimony", "sermon", "keynote", "talk"});
    std::uint32_t head = mention.head;
    for (int hops = 0; hops < 3 && words[head].head >= 0; ++hops) {
      const Deprel relation = words[head].deprel;
      const auto above = static_cast<std::uint32_t>(words[head].head);
      if (one_of(fold(words[above].form), kSpeeches)) {
        if (relation == Deprel::kNmodPoss || relation == Deprel::kCompound) return true;
        const std::string before = mention.first > 0 ? fold(words[mention.first - 1].form) : std::string();
        const bool titled = mention.first > 1 && (fold(words[mention.first - 2].form) == "by" ||
                                                  fold(words[mention.first - 2].form) == "of");
        return relation == Deprel::kNmod && (before == "by" || before == "of" || titled);
      }
      if (relation == Deprel::kNsubj && (words[above].lemma == "deliver" || words[above].lemma == "give")) {
        return std::any_of(words.begin(), words.end(), [&](const Token& token) {
          return token.deprel == Deprel::kObj && token.head == words[head].head && one_of(fold(token.form), kSpeeches);
        });
      }
      const bool within = relation == Deprel::kAppos || relation == Deprel::kFlat || relation == Deprel::kCompound ||
                          relation == Deprel::kNmodDesc;
      if (!within) return false;
      head = above;
    }
    return false;
  }

  // "interviews academic X", "an interview with X", "spoke with X, president of ..."
  static bool is_asked(const std::vector<Token>& words, std::uint32_t head) {
    for (int hops = 0; hops < 3; ++hops) {
      const Token& word = words[head];
      if (word.head < 0) return false;
      head = static_cast<std::uint32_t>(word.head);
      const Deprel relation = word.deprel;
      if (words[head].lemma == "interview") {
        return relation == Deprel::kObj || relation == Deprel::kNsubjPass || relation == Deprel::kNmod ||
               relation == Deprel::kObl;
      }
      const bool within = relation == Deprel::kAppos || relation == Deprel::kFlat || relation == Deprel::kCompound ||
                          relation == Deprel::kNmodDesc;
      if (!within) return false;
    }
    return false;
  }

  void read(std::uint32_t s) {
    const std::vector<Token>& words = tokens(s);
    for (std::uint32_t t = 0; t < words.size(); ++t) {
      if ((words[t].upos != Upos::kPron && words[t].xpos != Xpos::kPrpPoss) || words[t].form == "US") continue;
      const std::string form = fold(words[t].form);
      const bool singular = is_singular(form);
      const bool you = is_you(form);
      if ((!singular && !you && !is_plural(form)) || entities_.at(s, t) != nullptr) continue;
      std::uint32_t who = kNone;
      if (const Statement* quotation = quotation_at(statements_, words[t].span)) {
        if (quotation->speaker && !you) who = speaker(*quotation->speaker, singular);
      } else if (singular) {
        who = narrator();
      } else if (you) {
        if (asks_) who = interviewed_;
      } else if (narrator() != kNone) {
        who = side_of(narrator());
      }
      if (who != kNone) found_.push_back({s, t, t + 1, t, who, MentionKind::kPronoun, false});
    }
  }

  std::uint32_t speaker(std::uint32_t entity, bool singular) {
    if (is_person(entity)) return singular ? entity : side_of(entity);
    return singular ? kNone : entity;
  }

  std::uint32_t narrator() const {
    if (introduced_ != kNone) return introduced_;
    if (floor_ != kNone) return floor_;
    if (asks_) return kNone;
    if (interviewed_ != kNone) return interviewed_;
    return introduced_all_.size() == 1 ? *introduced_all_.begin() : speaker_;
  }

  // The organization or country a person speaks for: "Norsk Energi spokesman X", "X, president of Norway".
  std::uint32_t side_of(std::uint32_t person) {
    const auto [at, fresh] = sides_.emplace(person, kNone);
    if (!fresh) return at->second;
    for (std::uint32_t s = 0; s < annotation_.sentences.size(); ++s) {
      const auto mentions = entities_.in(s);
      for (const ResolvedMention& one : mentions) {
        if (one.entity != person || one.kind == MentionKind::kPronoun) continue;
        for (const ResolvedMention& other : mentions) {
          const std::string_view type = entities_.entities[other.entity].type;
          const bool body = ontology_.is_a(type, "organization") || ontology_.is_a(type, "country");
          if (!body || other.kind == MentionKind::kPronoun || !belongs(tokens(s), one, other)) continue;
          // A Peruvian minister speaks for Peru, a Peruvian biologist does not.
          const Token& noun = tokens(s)[static_cast<std::size_t>(tokens(s)[other.head].head)];
          if (other.adjectival && !Gazetteer::instance().is_title(noun.form)) continue;
          at->second = other.entity;
          return at->second;
        }
      }
    }
    return kNone;
  }

  // Whether `body` qualifies a noun that stands for `person` or beside him.
  static bool belongs(const std::vector<Token>& words, const ResolvedMention& person, const ResolvedMention& body) {
    const Token& name = words[body.head];
    const bool qualifies = name.deprel == Deprel::kNmod || name.deprel == Deprel::kNmodPoss ||
                           name.deprel == Deprel::kCompound || name.deprel == Deprel::kAmod;
    if (!qualifies || name.head < 0) return false;
    const auto inside = [&](std::int32_t t) {
      return t >= static_cast<std::int32_t>(person.first) && t < static_cast<std::int32_t>(person.last);
    };
    if (inside(name.head)) return name.deprel != Deprel::kNmodPoss;
    const Token& noun = words[static_cast<std::size_t>(name.head)];
    if (noun.upos != Upos::kNoun && noun.upos != Upos::kPropn) return false;
    const bool former = std::any_of(words.begin(), words.end(), [&](const Token& word) {
      return word.head == name.head && word.lemma == "former";
    });
    if (former) return false;
    const bool beside = noun.deprel == Deprel::kAppos || noun.deprel == Deprel::kCompound ||
                        noun.deprel == Deprel::kNmodDesc || noun.deprel == Deprel::kFlat;
    return (beside && inside(noun.head)) ||
           (words[person.head].deprel == Deprel::kAppos && words[person.head].head == name.head);
  }

  void add() {
    const auto by_span = [](const Mention& a, const Mention& b) { return a.span < b.span; };
    for (const ResolvedMention& mention : found_) {
      std::vector<Mention>& mentions = entities_.entities[mention.entity].mentions;
      const Mention added{tokens(mention.sentence)[mention.first].span, mention.kind};
      mentions.insert(std::upper_bound(mentions.begin(), mentions.end(), added, by_span), added);
    }
    entities_.mentions.insert(entities_.mentions.end(), found_.begin(), found_.end());
    std::sort(entities_.mentions.begin(), entities_.mentions.end(),
              [](const ResolvedMention& a, const ResolvedMention& b) {
                return std::pair(a.sentence, a.first) < std::pair(b.sentence, b.first);
              });
  }

  const Document& document_;
  const Annotation& annotation_;
  const std::vector<Statement>& statements_;
  const Ontology& ontology_;
  ResolvedEntities& entities_;
  std::vector<bool> readable_;
  bool interview_ = false;
  std::uint32_t first_question_ = kNone;
  std::uint32_t interviewed_ = kNone;
  std::uint32_t speaker_ = kNone;     // of the speech that the document is
  std::uint32_t introduced_ = kNone;  // in this paragraph
  std::set<std::uint32_t> introduced_all_;
  std::uint32_t floor_ = kNone;       // whose turn it is
  std::uint32_t next_floor_ = kNone;  // whose it will be with the next paragraph
  bool asks_ = false;                 // this paragraph is a question
  std::map<std::uint32_t, std::uint32_t> sides_;
  std::vector<ResolvedMention> found_;
};

}  // namespace

void resolve_first_person(const Document& document, const Annotation& annotation,
                          const std::vector<Statement>& statements, const Ontology& ontology,
                          ResolvedEntities& entities) {
  FirstPerson(document, annotation, statements, ontology, entities).run();
}

}  // namespace factgraph

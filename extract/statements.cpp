#include "extract/statements.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

#include "extract/clauses.h"
#include "extract/speech.h"

namespace factgraph {
namespace {

// A quotation shorter than this, in words, is a phrase somebody borrows unless reporting words stand next to it.
constexpr std::size_t kMinWords = 4;
// How far reporting words may stand from the quotation they belong to, in words.
constexpr std::size_t kMaxCueDistance = 24;

// The longest subject of a reporting verb that its words alone tell, in words.
constexpr std::uint32_t kMostSubject = 10;

// A token of the document.
struct Place {
  std::uint32_t sentence = 0;
  std::uint32_t token = 0;

  friend auto operator<=>(const Place&, const Place&) = default;
};

// Words between quotation marks: places [first, last) in reading order.
struct Quotation {
  std::size_t first = 0;
  std::size_t last = 0;
  std::size_t block = 0;
  bool continues = false;  // goes on in the next paragraph
};

// The form that closes a quotation `open` opens, empty if it opens none.
std::string_view closing(std::string_view open) {
  if (open == "“") return "”";
  if (open == "„") return "“";
  if (open == "‘") return "’";
  if (open == "«") return "»";
  if (open == "»") return "«";
  if (open == "”") return "”";
  if (open == "‹") return "›";
  if (open == "‚") return "‘";
  if (open == "'") return "'";
  if (open == "``") return "''";
  if (open == "\"") return "\"";
  return {};
}

// Verbs that introduce a quotation, but report nothing in other words. Sorted.
constexpr std::string_view kQuotingVerbs[] = {"agree",   "answer",  "ask",  "beg",   "begin",  "chant",  "cry",
                                              "gasp",    "inquire", "joke", "laugh", "murmur", "mutter", "plead",
                                              "protest", "scream",  "sigh", "snap",  "think",  "wonder", "yell"};

// Verbs that say what their subject makes of something: "called the plan “a waste of money”". Sorted.
constexpr std::string_view kJudgingVerbs[] = {"brand", "call", "decry", "denounce", "describe", "dismiss",
                                              "dub",   "hail", "label", "praise",   "slam"};

// Who speaks for somebody or a body. Sorted.
constexpr std::string_view kMouthpieces[] = {"administration", "embassy",   "government",   "ministry",   "office",
                                             "service",        "spokesman", "spokesperson", "spokeswoman"};

// Reporting verbs whose object listens. Sorted.
constexpr std::string_view kAddressingVerbs[] = {"assure", "inform", "remind", "tell"};

// Nouns for what somebody wrote or said as a whole: "the statement read". Sorted.
constexpr std::string_view kUtterances[] = {"email",   "letter", "message",   "notice", "post",
                                            "release", "report", "statement", "tweet"};

template <std::size_t kSize>
bool has(const std::string_view (&words)[kSize], std::string_view word) {
  return std::binary_search(std::begin(words), std::end(words), word);
}

struct Cue {
  Place place;
  std::optional<std::uint32_t> speaker;
  bool reports = true;                                 // its complement is what somebody says
  std::optional<std::size_t> judgment = std::nullopt;  // where the one quotation begins that a judging verb introduces
};

class Finder {
 public:
  Finder(const Document& document, const Annotation& annotation, const ResolvedEntities& entities)
      : text_(document.text), annotation_(annotation), entities_(entities) {
    trees_.reserve(annotation.sentences.size());
    std::size_t block = 0;
    for (std::uint32_t i = 0; i < annotation.sentences.size(); ++i) {
      const Sentence& sentence = annotation.sentences[i];
      trees_.emplace_back(sentence);
      while (block < document.blocks.size() && document.blocks[block].span.end <= sentence.span.start) ++block;
      first_place_.push_back(places_.size());
      for (std::uint32_t token = 0; token < sentence.tokens.size(); ++token) {
        places_.push_back({i, token});
        blocks_.push_back(block);
      }
    }
    first_place_.push_back(places_.size());
  }

  std::vector<Statement> find() {
    find_quotations();
    find_cues();
    speak();
    report();
    std::sort(statements_.begin(), statements_.end(), [](const Statement& a, const Statement& b) {
      return std::pair(a.span, a.kind) < std::pair(b.span, b.kind);
    });
    return std::move(statements_);
  }

 private:
  const Token& token(std::size_t place) const {
    return annotation_.sentences[places_[place].sentence].tokens[places_[place].token];
  }
  std::size_t index(Place place) const { return first_place_[place.sentence] + place.token; }

  // ---- quotation marks

  void find_quotations() {
    quoted_.assign(places_.size(), false);
    spoken_.assign(places_.size(), false);
    for (std::size_t i = 0; i < places_.size();) {
      const std::string& mark = token(i).form;
      const std::string_view close = closing(mark);
      if (close.empty() || !opens(i, mark)) {
        ++i;
        continue;
      }
      const std::size_t block = blocks_[i];
      std::size_t end = i + 1;
      while (end < places_.size() && blocks_[end] == block && !ends_here(end, close)) ++end;
      const bool closed = end < places_.size() && blocks_[end] == block;
      // A paragraph may leave its quotation open when the next one opens it again.
      const bool continues = !closed && end < places_.size() && token(end).form == mark;
      if (!closed && !continues) {
        ++i;
        continue;
      }
      if (end > i + 1) {
        quotations_.push_back({i + 1, end, block, continues});
        std::fill(quoted_.begin() + static_cast<std::ptrdiff_t>(i), quoted_.begin() + static_cast<std::ptrdiff_t>(end),
                  true);
      }
      i = closed ? end + 1 : end;
    }
  }

  // A mark that may also close opens before a word and after a space, a straight one that may be an apostrophe only where
  // the tagger agrees.
  bool opens(std::size_t place, std::string_view mark) const {
    if (mark != "\"" && mark != "”" && mark != "»" && mark != "'") return true;
    if (place + 1 >= places_.size()) return false;
    const bool space_before = place == 0 || token(place - 1).span.end != token(place).span.start;
    const bool space_after = token(place).span.end != token(place + 1).span.start;
    if (mark == "\"") return space_before || !space_after;
    return space_before && !space_after && (mark != "'" || token(place).xpos == Xpos::kOpenQuote);
  }

  bool ends_here(std::size_t place, std::string_view close) const {
    const Token& word = token(place);
    if (word.form != close || word.xpos == Xpos::kPos) return false;
    return close != "'" || word.xpos == Xpos::kCloseQuote;
  }

  // ---- reporting words

  void find_cues() {
    for (std::size_t i = 0; i < places_.size(); ++i) {
      const Token& word = token(i);
      const bool said = word.form == "said" || word.form == "told";  // whatever the tagger makes of it
      if (quoted_[i] || (word.upos != Upos::kVerb && !said)) continue;
      if (!said && (word.deprel == Deprel::kAmod || word.deprel == Deprel::kCompound)) continue;  // "the ruling party"
      const bool reports = said || is_speech_verb(word.lemma);
      const auto judgment = reports ? std::nullopt : judgment_by(i);
      if (!reports && !judgment && !has(kQuotingVerbs, word.lemma)) continue;
      cues_.push_back({places_[i], speaker_at(i), reports, judgment});
    }
  }

  // Where the quotation begins that says what the subject of a verb calls the object between them.
  std::optional<std::size_t> judgment_by(std::size_t verb) const {
    constexpr std::size_t kMostObject = 10;
    const auto [sentence, at] = places_[verb];
    if (!has(kJudgingVerbs, token(verb).lemma) || !doer_of(trees_[sentence], at)) return std::nullopt;
    // "once called “a waste of money”": by whom it does not say.
    const bool participle = token(verb).xpos == Xpos::kVbn && !trees_[sentence].child(at, Deprel::kAux);
    if (participle && !trees_[sentence].child(at, Deprel::kOblAgent)) return std::nullopt;
    const std::size_t end = std::min(verb + kMostObject, first_place_[sentence + 1]);
    for (std::size_t i = verb + 1; i + 1 < end; ++i) {
      if (quoted_[i]) return i + 1;
      if (token(i).upos == Upos::kVerb || token(i).upos == Upos::kAux || token(i).upos == Upos::kPunct) break;
    }
    return std::nullopt;
  }

  std::optional<std::uint32_t> entity_at(std::uint32_t sentence, std::uint32_t word) const {
    const ResolvedMention* mention = entities_.at(sentence, word);
    if (mention == nullptr) return std::nullopt;
    return mention->entity;
  }

  // Who does the reporting: by the tree, else by the words beside the verb ("..., said the old mayor").
  std::optional<std::uint32_t> speaker_at(std::size_t place) const {
    const auto [sentence, verb] = places_[place];
    auto doer = subject_of(sentence, verb);
    if (doer) {
      // "Berg's lawyer, Otto Lind, said": rather the name than whoever was called so before.
      const ResolvedMention* mention = entities_.at(sentence, *doer);
      if (mention != nullptr && mention->kind == MentionKind::kNominal) {
        if (const auto entity = name_beside(sentence, *doer)) return entity;
      }
      if (const auto entity = entity_at(sentence, *doer)) return entity;
      if (const auto entity = name_beside(sentence, *doer)) return entity;
      // "one of the victims, Ada Berg"
      const auto whole = trees_[sentence].child(*doer, Deprel::kNmod);
      if (whole && trees_[sentence][*doer].lemma == "one") {
        if (const auto entity = name_beside(sentence, *whole)) return entity;
      }
    }
    if (!doer && place > 0 && places_[place - 1].sentence == sentence && !quoted_[place - 1]) doer = verb - 1;
    if (doer && has(kUtterances, trees_[sentence][*doer].lemma)) return author_of(sentence, *doer);
    if (doer && has(kMouthpieces, trees_[sentence][*doer].lemma)) {
      if (const auto entity = owner_of(sentence, *doer)) return entity;
    }
    if (doer && trees_[sentence][*doer].upos == Upos::kPron) {
      // "..., she said" after what somebody said goes on with that person, "it said" with that body.
      const std::string_view pronoun = trees_[sentence][*doer].lemma;
      const bool human = pronoun == "he" || pronoun == "she";
      if ((!human && pronoun != "it") || cues_.empty()) return std::nullopt;
      const Cue& last = cues_.back();
      const bool near = last.place.sentence < sentence && last.place.sentence + 2 >= sentence;
      const bool fits = last.speaker && (entities_.entities[*last.speaker].type == "person") == human;
      return near && fits ? last.speaker : std::nullopt;
    }
    // A speaker without a name is none of the names around: "Berg's lawyers said", "prosecutors said Berg had left".
    if (doer && *doer < verb && trees_[sentence][*doer].upos == Upos::kNoun) return beside(place, -1, *doer);
    // "told Ada Berg" names who listens.
    const bool addresses = has(kAddressingVerbs, trees_[sentence][verb].lemma);
    const bool inverts = !addresses && trees_[sentence][verb].xpos != Xpos::kVbg;
    if (const auto after = inverts ? beside(place, 1) : std::nullopt) return after;
    return beside(place, -1);
  }

  // The subject of a reporting verb: by the tree, but where the words before the verb can only be it: "The fire is out, mayor
  // Ada Berg said".
  std::optional<std::uint32_t> subject_of(std::uint32_t sentence, std::uint32_t verb) const {
    const Tree& tree = trees_[sentence];
    if (is_inserted(tree, verb)) return verb - 1;
    const auto doer = doer_of(tree, verb);
    const auto comma = comma_before_tail(tree, verb);
    if (comma && (!doer || *doer < *comma)) return last_before(sentence, verb);
    if (!doer && comma_before_subject(tree, verb, kMostSubject)) return last_before(sentence, verb);
    if (doer && quoted_[first_place_[sentence] + *doer]) return std::nullopt;
    return doer;
  }

  // The last word of the subject before a verb; of an apposition between commas if that is a name.
  std::uint32_t last_before(std::uint32_t sentence, std::uint32_t verb) const {
    const Tree& tree = trees_[sentence];
    std::uint32_t word = verb - 1;
    if (tree[word].form != "," || entity_at(sentence, --word)) return word;
    while (word > 0 && tree[word].form != ",") --word;
    return word > 0 ? word - 1 : word;
  }

  // "spokeswoman Ada Berg", "the mayor, Ada Berg"
  std::optional<std::uint32_t> name_beside(std::uint32_t sentence, std::uint32_t noun) const {
    for (const std::uint32_t child : trees_[sentence].children(noun)) {
      switch (trees_[sentence][child].deprel) {
        case Deprel::kCompound:
          if (child < noun) break;  // "the Oslo club"
          [[fallthrough]];
        case Deprel::kAppos:
        case Deprel::kFlat:
        case Deprel::kNmodDesc:
          if (const auto entity = entity_at(sentence, child)) return entity;
          break;
        default:
          break;
      }
    }
    return std::nullopt;
  }

  // Whose spokesman or letter a noun is, as its phrase says.
  std::optional<std::uint32_t> owner_of(std::uint32_t sentence, std::uint32_t noun) const {
    for (const std::uint32_t child : trees_[sentence].children(noun)) {
      const Deprel deprel = trees_[sentence][child].deprel;
      if (deprel != Deprel::kNmod && deprel != Deprel::kNmodPoss && deprel != Deprel::kCompound) continue;
      if (const auto entity = entity_at(sentence, child)) return entity;
    }
    return std::nullopt;
  }

  // Whose statement, letter or report a noun is: as its phrase says, else whoever spoke last.
  std::optional<std::uint32_t> author_of(std::uint32_t sentence, std::uint32_t noun) const {
    if (const auto owner = owner_of(sentence, noun)) return owner;
    if (!cues_.empty() && cues_.back().place.sentence + 1 >= sentence) return cues_.back().speaker;
    return std::nullopt;
  }

  // The entity before (`step` -1) or after a verb that nothing but the words of its phrase parts from it: "..., said the old
  // mayor, Ada Berg". What a preposition introduces is not meant, nor what stands before `from`.
  std::optional<std::uint32_t> beside(std::size_t place, int step, std::uint32_t from = 0) const {
    constexpr int kReach = 12;
    const auto [sentence, verb] = places_[place];
    const std::vector<Token>& tokens = annotation_.sentences[sentence].tokens;
    const auto size = static_cast<int>(tokens.size());
    std::optional<std::uint32_t> best;
    int commas = 0;
    int last_comma = 0;
    for (int n = 1; n <= kReach; ++n) {
      const int word = static_cast<int>(verb) + step * n;
      if (word < static_cast<int>(from) || word >= size) break;
      const auto at = static_cast<std::uint32_t>(word);
      const Token& token = tokens[at];
      const bool comma = token.form == ",";
      if (quoted_[first_place_[sentence] + at] || token.upos == Upos::kVerb || token.upos == Upos::kAux) break;
      if (token.upos == Upos::kPunct && (!comma || (n == 1 && step > 0) || ++commas > 2)) break;
      if (comma) last_comma = n;
      if (token.upos == Upos::kAdp) {
        if (step > 0) {
          // "said the mayor of Oslo, Ada Berg"; "said in Oslo" names no speaker.
          if (last_comma == n - 1) break;
          while (n + 1 <= kReach && word + 1 < size &&
                 tokens[static_cast<std::size_t>(verb) + static_cast<std::size_t>(n) + 1].upos != Upos::kPunct) {
            if (++n + static_cast<int>(verb) + 1 >= size) break;
          }
        } else if (best) {
          best.reset();  // it stands in a phrase with a preposition
        }
        continue;
      }
      if (best) {
        if (comma) break;
        continue;
      }
      best = entity_at(sentence, at);
      // "said Norvia's director, Ada Berg": not the owner.
      const ResolvedMention* owner = best ? entities_.at(sentence, at) : nullptr;
      if (owner != nullptr && owner->last < tokens.size() && tokens[owner->last].xpos == Xpos::kPos) best.reset();
      if (best && step > 0) break;
    }
    return best;
  }

  // ---- direct speech

  void speak() {
    std::vector<std::optional<Cue>> cues(quotations_.size());
    std::vector<bool> said(quotations_.size());
    for (std::size_t i = 0; i < quotations_.size(); ++i) {
      const Quotation& quotation = quotations_[i];
      cues[i] = nearest_cue(quotation);
      if (!cues[i]) cues[i] = introduction(quotation);
      said[i] = cues[i].has_value();
      if (!cues[i] && i > 0 && follows(quotations_[i - 1], quotation)) cues[i] = cues[i - 1];
      if (!cues[i]) cues[i] = sentence_before(quotation);
      if (!cues[i] && fills_block(quotation)) cues[i] = last_cue_before(quotation);
    }
    // What goes on in the next paragraph may name its speaker there.
    for (std::size_t i = quotations_.size(); i-- > 1;) {
      const bool one = quotations_[i - 1].continues && follows(quotations_[i - 1], quotations_[i]);
      if (one && !said[i - 1] && said[i]) {
        cues[i - 1] = cues[i];
        said[i - 1] = true;
      }
    }
    for (std::size_t i = 0; i < quotations_.size(); ++i) {
      const Quotation& quotation = quotations_[i];
      if (!is_utterance(quotation, cues[i], said[i])) continue;
      Statement statement;
      statement.kind = StatementKind::kDirect;
      statement.span = inner_span(quotation);
      if (cues[i]) {
        statement.speaker = cues[i]->speaker;
        statement.cue = text_.slice(token(index(cues[i]->place)).span);
      }
      statements_.push_back(std::move(statement));
      std::fill(spoken_.begin() + static_cast<std::ptrdiff_t>(quotation.first),
                spoken_.begin() + static_cast<std::ptrdiff_t>(quotation.last), true);
    }
  }

  // "Ada Berg: “...”", "The mayor was blunt: “...”": without a reporting verb, a colon introduces what its subject says.
  std::optional<Cue> introduction(const Quotation& quotation) const {
    if (quotation.first < 2) return std::nullopt;
    const std::size_t colon = quotation.first - 2;
    if (token(colon).form != ":" || blocks_[colon] != quotation.block) return std::nullopt;
    const auto [sentence, last] = places_[colon];
    const Tree& tree = trees_[sentence];
    std::uint32_t first = last;  // what stands behind a quotation that ended before
    while (first > 0 && !quoted_[first_place_[sentence] + first - 1]) --first;
    while (first < last && tree[first].upos == Upos::kPunct) ++first;
    const auto is_person = [&](std::uint32_t entity) { return entities_.entities[entity].type == "person"; };
    std::optional<Cue> found;
    std::uint32_t at = last;
    for (const std::uint32_t word : tree.top_down()) {
      if (word >= last || word < first) continue;
      const Deprel deprel = tree[word].deprel;
      const bool label = word == first || tree.sentence().tokens[word].deprel == Deprel::kRoot;
      const bool subject = deprel == Deprel::kNsubj || deprel == Deprel::kNsubjPass;
      if (!subject && !label) continue;
      auto entity = entity_at(sentence, word);
      if (!entity && subject) entity = name_beside(sentence, word);
      if (entity) {
        found = Cue{places_[colon], entity};
        at = word;
        break;
      }
    }
    // "Analyst Otto Berg of Norvia was less sure: ...": rather the person than the body behind.
    for (std::uint32_t word = first; found && word < at && !is_person(*found->speaker); ++word) {
      const auto entity = entity_at(sentence, word);
      if (entity && is_person(*entity)) found->speaker = entity;
    }
    return found;
  }

  // A quotation that is a sentence of its own goes with the sentence before it in its paragraph: to its reporting words or,
  // without any, to its subject.
  std::optional<Cue> sentence_before(const Quotation& quotation) const {
    const auto [sentence, word] = places_[quotation.first];
    if (sentence == 0 || word > 1 || !is_sentence(quotation)) return std::nullopt;
    const std::size_t end = first_place_[sentence];
    if (blocks_[end - 1] != quotation.block) return std::nullopt;
    for (std::size_t i = cues_.size(); i-- > 0;) {
      if (cues_[i].place.sentence + 1 == sentence && cues_[i].reports) return cues_[i];
      if (cues_[i].place.sentence + 1 < sentence) break;
    }
    const Tree& tree = trees_[sentence - 1];
    if (tree.size() == 0 || quoted_[end - 1]) return std::nullopt;
    const std::uint32_t root = tree.top_down().front();
    for (const Deprel deprel : {Deprel::kNsubj, Deprel::kNsubjPass}) {
      const auto subject = tree.child(root, deprel);
      if (!subject || quoted_[index({sentence - 1, root})]) continue;
      const auto entity = entity_at(sentence - 1, *subject);
      if (entity && entities_.entities[*entity].type == "person") return Cue{{sentence - 1, root}, entity};
    }
    return std::nullopt;
  }

  // Whether a quotation is made of whole sentences.
  bool is_sentence(const Quotation& quotation) const {
    const std::string& last = token(quotation.last - 1).form;
    return last == "." || last == "!" || last == "?" || quotation.continues;
  }

  // The reporting verb of a quotation: the nearest one outside of all quotations in the sentences it touches, or in one
  // before it that ends with a colon, or in what follows the closing mark ("... ," he said).
  std::optional<Cue> nearest_cue(const Quotation& quotation) const {
    const std::uint32_t first_sentence = places_[quotation.first].sentence;
    const std::uint32_t last_sentence = places_[quotation.last - 1].sentence;
    std::uint32_t from = first_sentence;
    std::uint32_t to = last_sentence;
    if (from > 0 && ends_with_colon(from - 1)) --from;
    if (to + 1 < annotation_.sentences.size() && quotation.last < places_.size() && goes_on(quotation)) ++to;

    std::optional<Cue> best;
    std::size_t best_distance = kMaxCueDistance + 1;
    const auto begin = std::lower_bound(cues_.begin(), cues_.end(), Place{from, 0},
                                        [](const Cue& cue, Place place) { return cue.place < place; });
    for (auto cue = begin; cue != cues_.end() && cue->place.sentence <= to; ++cue) {
      const std::size_t at = index(cue->place);
      const bool after = at >= quotation.last;
      std::size_t distance = after ? at - quotation.last : quotation.first - at;
      // Rather who is known to speak: "told reporters that demand was “weak”".
      if (!cue->speaker && !is_beside(quotation, *cue)) distance += kMaxCueDistance / 2;
      // "said the work would begin “in May”": what only quotes in passing does so right beside.
      if (cue->judgment ? *cue->judgment != quotation.first : !cue->reports && !is_beside(quotation, *cue)) continue;
      if (distance < best_distance && !is_parted(at, quotation)) {
        best = *cue;
        best_distance = distance;
      }
    }
    return best;
  }

  // Whether another quotation stands between reporting words and this one.
  bool is_parted(std::size_t cue, const Quotation& quotation) const {
    const std::size_t from = cue < quotation.first ? cue : quotation.last + 1;
    const std::size_t to = cue < quotation.first ? quotation.first - 1 : cue;
    for (std::size_t i = from; i < to; ++i) {
      if (quoted_[i]) return true;
    }
    return false;
  }

  bool ends_with_colon(std::uint32_t sentence) const {
    return annotation_.sentences[sentence].tokens.back().form == ":";
  }

  // Whether the sentence after a quotation is part of the one that holds it, as a tokenizer may have parted "Why?" he asked.
  bool goes_on(const Quotation& quotation) const {
    const std::uint32_t sentence = places_[quotation.last - 1].sentence;
    std::size_t next = quotation.last;
    while (next < places_.size() && (places_[next].sentence == sentence || token(next).upos == Upos::kPunct)) ++next;
    if (next >= places_.size() || blocks_[next] != quotation.block) return false;
    const char first = token(next).form.front();
    return token(quotation.last - 1).form == "," || (first >= 'a' && first <= 'z');
  }

  // Stands in the same paragraph, or takes up a quotation the paragraph before left open.
  bool follows(const Quotation& previous, const Quotation& quotation) const {
    if (previous.block != quotation.block) return previous.continues && quotation.block == previous.block + 1;
    return places_[quotation.first].sentence <= places_[previous.last - 1].sentence + 2;
  }

  // A paragraph that is nothing but a quotation goes on with the speaker of the paragraph before.
  bool fills_block(const Quotation& quotation) const {
    const std::size_t first = quotation.first - 1;
    const std::size_t after = quotation.last + (quotation.continues ? 0 : 1);
    return (first == 0 || blocks_[first - 1] != quotation.block) &&
           (after >= places_.size() || blocks_[after] != quotation.block);
  }

  std::optional<Cue> last_cue_before(const Quotation& quotation) const {
    const auto after = std::lower_bound(cues_.begin(), cues_.end(), places_[quotation.first],
                                        [](const Cue& cue, Place place) { return cue.place < place; });
    if (after == cues_.begin() || blocks_[index((after - 1)->place)] + 1 != quotation.block) return std::nullopt;
    return *(after - 1);
  }

  // A quotation somebody says, not a word the author sets apart.
  bool is_utterance(const Quotation& quotation, const std::optional<Cue>& cue, bool said) const {
    std::size_t words = 0;
    bool verb = false;
    for (std::size_t i = quotation.first; i < quotation.last; ++i) {
      const Token& word = token(i);
      words += word.upos != Upos::kPunct;
      verb |= word.xpos == Xpos::kVbd || word.xpos == Xpos::kVbp || word.xpos == Xpos::kVbz || word.xpos == Xpos::kMd;
    }
    if (words == 0 || (cue && is_title(quotation, *cue))) return false;
    if (said && cue->judgment) return words >= kMinWords - 1;
    if (said && (words >= kMinWords || (verb && words > 2) || is_beside(quotation, *cue))) return true;
    if (cue && is_sentence(quotation)) return words >= kMinWords || (verb && words > 1);
    const bool ends = token(quotation.last - 1).upos == Upos::kPunct;
    return words >= kMinWords && verb && (ends || quotation.continues);
  }

  // The name of a work: “The Drowned Meadow”. A cry that reporting words stand right next to is none, unless it was written.
  bool is_title(const Quotation& quotation, const Cue& cue) const {
    const bool written = trees_[cue.place.sentence][cue.place.token].lemma == "write";
    if (is_sentence(quotation) || (!written && is_beside(quotation, cue))) return false;
    std::size_t capitals = 0;  // but for the first word
    for (std::size_t i = quotation.first; i < quotation.last; ++i) {
      const Token& word = token(i);
      const bool content = word.upos == Upos::kNoun || word.upos == Upos::kPropn || word.upos == Upos::kAdj ||
                           word.upos == Upos::kVerb || word.upos == Upos::kAdv;
      if (!content) continue;
      if (word.form.front() >= 'a' && word.form.front() <= 'z') return false;
      capitals += i > quotation.first;
    }
    return capitals > 0 || (written && quotation.last == quotation.first + 1);
  }

  // Whether reporting words follow a quotation that ends with a mark or a comma, or introduce one: "“Yes,” he said".
  bool is_beside(const Quotation& quotation, const Cue& cue) const {
    constexpr std::size_t kNear = 8;
    const std::size_t at = index(cue.place);
    const auto closes = [&](std::size_t place) { return place < places_.size() && token(place).upos == Upos::kPunct; };
    if (at < quotation.first) return at + kNear >= quotation.first && closes(quotation.first - 2);
    return at <= quotation.last + kNear && (closes(quotation.last - 1) || closes(quotation.last + 1));
  }

  Span inner_span(const Quotation& quotation) const {
    std::size_t last = quotation.last;
    while (last > quotation.first + 1 && token(last - 1).form == ",") --last;
    return {token(quotation.first).span.start, token(last - 1).span.end};
  }

  // ---- reported speech

  void report() {
    for (const Cue& cue : cues_) {
      if (cue.reports) report_by_verb(cue);
    }
    for (std::uint32_t sentence = 0; sentence < annotation_.sentences.size(); ++sentence) report_by_phrase(sentence);
  }

  void report_by_verb(const Cue& cue) {
    const Tree& tree = trees_[cue.place.sentence];
    const std::uint32_t verb = cue.place.token;
    const auto comma = comma_before_tail(tree, verb);
    if (!subject_of(cue.place.sentence, verb) || qualify(tree, verb).polarity == Polarity::kNegated) return;
    std::string_view form = text_.slice(tree[verb].span);
    const bool speaks = !tree.child(verb, Deprel::kObj) &&
                        !tree.child(verb, Deprel::kXcomp);  // "the firm denied wrongdoing" reports nothing beside it
    if (is_inserted(tree, verb) && !quoted_[index({cue.place.sentence, verb + 2})]) {
      add_indirect(cue.place.sentence, trim(tree, 0, tree.size()), cue.speaker, form);
    } else if (const auto content = content_of(tree, verb)) {
      for (std::uint32_t word = *content; word < verb; ++word) {
        if (tree[word].form == ";") return;  // what stands there is a sentence of its own
      }
      const auto mark = tree.child(*content, Deprel::kMark);
      auto words = reach(tree, *content, std::nullopt, mark);
      // "said Berg would go", where the tree may take the subject for an object of saying.
      const auto object = tree.child(verb, Deprel::kObj);
      const bool bare = !mark && !tree.child(*content, Deprel::kNsubj) && !tree.child(*content, Deprel::kNsubjPass);
      if (bare && object && verb < *object && *object < words.first && !has(kAddressingVerbs, tree[verb].lemma)) {
        words.first = reach(tree, *object, std::nullopt, std::nullopt).first;
      }
      const bool quoted = quoted_[index({cue.place.sentence, *content})];
      const bool around = words.first < verb && words.second > verb;
      if (around && (quoted || !comma)) return;
      // Whatever the tree makes of it, all before the tail is said.
      if (comma && words.first < *comma) words = trim(tree, 0, *comma);
      if (words.first == verb + 1 && tree[words.first].lemma == "that" && tree[words.first].upos == Upos::kSconj) {
        ++words.first;
      }
      add_indirect(cue.place.sentence, words, cue.speaker, form, !quoted);
    } else if (tree[verb].deprel == Deprel::kParataxis && tree.head(verb) &&
               quoted_[index({cue.place.sentence, *tree.head(verb)})]) {
      return;
    } else if (comma && speaks) {
      add_indirect(cue.place.sentence, trim(tree, 0, *comma), cue.speaker, form);
    } else if (const auto head = tree.head(verb); head && speaks && tree[verb].deprel == Deprel::kParataxis) {
      add_indirect(cue.place.sentence, beside(tree, *head, verb), cue.speaker, form);
    }
  }

  // The clause that tells what is said; "said last month that ..." may have it under a noun between.
  static std::optional<std::uint32_t> content_of(const Tree& tree, std::uint32_t verb) {
    if (const auto content = tree.child(verb, Deprel::kCcomp)) return content;
    for (const std::uint32_t noun : tree.children(verb)) {
      if (noun < verb || tree[noun].upos == Upos::kVerb) continue;
      for (const std::uint32_t clause : tree.children(noun)) {
        const Deprel deprel = tree[clause].deprel;
        if (deprel != Deprel::kAcl && deprel != Deprel::kCcomp && deprel != Deprel::kAclRelcl) continue;
        const auto mark = tree.child(clause, Deprel::kMark);
        if (mark && tree[*mark].lemma == "that") return clause;
      }
    }
    return std::nullopt;
  }

  // "The bridge is safe, engineer Ada Berg said in a statement": the comma before a subject and its verb that end a sentence,
  // whatever the tree makes of them. The subject may have an apposition: "..., its engineer, Ada Berg, said".
  static std::optional<std::uint32_t> comma_before_tail(const Tree& tree, std::uint32_t verb) {
    constexpr std::uint32_t kMostTail = 8;
    if (verb + kMostTail < tree.size()) return std::nullopt;
    const std::string_view next = verb + 1 < tree.size() ? tree[verb + 1].form : std::string_view();
    if (next == "that" || next == "whether" || next == ":") return std::nullopt;
    const auto is_verb = [&](std::uint32_t word) {
      return tree[word].upos == Upos::kVerb || tree[word].upos == Upos::kAux;
    };
    // "said, citing officials"
    const bool participle = next == "," && verb + 2 < tree.size() && tree[verb + 2].xpos == Xpos::kVbg;
    if (next == "," && !participle) return std::nullopt;
    for (std::uint32_t word = verb + (participle ? 3 : 1); word < tree.size(); ++word) {
      if (is_verb(word)) return std::nullopt;
    }
    const auto comma = comma_before_subject(tree, verb, kMostSubject);
    if (!comma) return std::nullopt;
    // "the club announced", which the tagger may take for a participle; not ", first announced in May" or ", a step taken ..."
    const Token& first = tree[*comma + 1];
    const bool definite = first.lemma == "the" || first.upos == Upos::kPropn || first.xpos == Xpos::kPrpPoss;
    if (tree[verb].xpos == Xpos::kVbn && !definite) return std::nullopt;
    for (std::uint32_t word = 0; word < *comma; ++word) {
      if (is_verb(word)) return comma;
    }
    return std::nullopt;
  }

  // The comma before what can only be the subject of a verb right behind it, with an apposition between commas perhaps.
  static std::optional<std::uint32_t> comma_before_subject(const Tree& tree, std::uint32_t verb, std::uint32_t most) {
    if (tree[verb].xpos == Xpos::kVbg) return std::nullopt;
    int inner_commas = verb > 0 && tree[verb - 1].form == "," ? 2 : 0;
    for (std::uint32_t word = verb; word-- > 1 && verb - word <= most;) {
      const Token& token = tree[word];
      if (token.form == "," && inner_commas-- > 0) continue;
      if (token.form == ",") return word + 1 < verb ? std::optional(word) : std::nullopt;
      const bool nominal = token.upos != Upos::kVerb && token.upos != Upos::kAux && token.upos != Upos::kPunct &&
                           token.upos != Upos::kSconj && token.upos != Upos::kCconj && token.xpos != Xpos::kWp &&
                           token.xpos != Xpos::kWdt;
      if (!nominal) return std::nullopt;
    }
    return std::nullopt;
  }

  // "The bridge, Berg insisted on Monday, is safe": a subject and its verb between commas, whatever the tree makes of it.
  static bool is_inserted(const Tree& tree, std::uint32_t verb) {
    constexpr std::uint32_t kMostWords = 4;
    if (verb < 3 || tree[verb - 1].form == ",") return false;
    if (!comma_before_subject(tree, verb, kMostWords + 1)) return false;
    std::uint32_t end = verb + 1;
    while (end < tree.size() && end <= verb + kMostWords && tree[end].upos != Upos::kPunct &&
           tree[end].upos != Upos::kVerb && tree[end].upos != Upos::kSconj) {
      ++end;
    }
    if (end + 1 >= tree.size() || tree[end].form != ",") return false;
    const Xpos after = tree[end + 1].xpos;
    const bool goes_on = after == Xpos::kVbd || after == Xpos::kVbz || after == Xpos::kVbp || after == Xpos::kMd;
    // Not "The bridge is safe, Berg insisted on Monday, adding ...".
    return goes_on || (end == verb + 1 && after != Xpos::kVbg);
  }

  // "..., according to the ministry": what the rest of the clause says.
  void report_by_phrase(std::uint32_t sentence) {
    const Tree& tree = trees_[sentence];
    for (std::uint32_t word = 0; word < tree.size(); ++word) {
      if (tree[word].deprel != Deprel::kObl || quoted_[index({sentence, word})] || !is_according_to(tree, word))
        continue;
      const auto mark = tree.child(word, Deprel::kCase);
      const auto head = tree.head(word);
      if (!mark || !head) continue;
      const Span cue{tree[*mark].span.start, tree[std::min(*mark + 1, word)].span.end};
      const bool tail = *mark > 1 && tree[*mark - 1].form == "," &&
                        reach(tree, word, std::nullopt, std::nullopt).second + 1 >= tree.size();
      add_indirect(sentence, tail ? trim(tree, 0, *mark) : beside(tree, *head, word), entity_at(sentence, word),
                   text_.slice(cue));
    }
  }

  // Tokens [first, last) under `top`, without the branch `out`; `mark` is left off at the front.
  std::pair<std::uint32_t, std::uint32_t> reach(const Tree& tree, std::uint32_t top, std::optional<std::uint32_t> out,
                                                std::optional<std::uint32_t> mark) const {
    std::uint32_t first = top;
    std::uint32_t last = top + 1;
    std::vector<std::uint32_t> stack = {top};
    while (!stack.empty()) {
      const std::uint32_t word = stack.back();
      stack.pop_back();
      if (word != mark) first = std::min(first, word);
      last = std::max(last, word + 1);
      for (const std::uint32_t child : tree.children(word)) {
        if (child != out) stack.push_back(child);
      }
    }
    return trim(tree, first, last);
  }

  // The side of the clause of `head` that `phrase`, below it, is not on.
  std::pair<std::uint32_t, std::uint32_t> beside(const Tree& tree, std::uint32_t head, std::uint32_t phrase) const {
    const auto [first, last] = reach(tree, head, phrase, std::nullopt);
    const auto [phrase_first, phrase_last] = reach(tree, phrase, std::nullopt, std::nullopt);
    if (phrase_first <= first) return trim(tree, std::max(first, phrase_last), last);
    if (phrase_last >= last) return trim(tree, first, std::min(last, phrase_first));
    return {first, last};
  }

  static std::pair<std::uint32_t, std::uint32_t> trim(const Tree& tree, std::uint32_t first, std::uint32_t last) {
    while (first < last && tree[first].upos == Upos::kPunct) ++first;
    while (first < last && tree[last - 1].upos == Upos::kPunct) --last;
    return {first, last};
  }

  void add_indirect(std::uint32_t sentence, std::pair<std::uint32_t, std::uint32_t> words,
                    std::optional<std::uint32_t> speaker, std::string_view cue, bool own_words = false) {
    const std::uint32_t first = std::max(words.first, dateline_length(trees_[sentence]));
    const std::uint32_t last = words.second;
    if (last < first + 2) return;
    std::size_t spoken = 0;
    for (std::uint32_t word = first; word < last; ++word) spoken += spoken_[index({sentence, word})];
    if (!own_words && 2 * spoken > last - first) return;  // direct speech
    const std::vector<Token>& tokens = annotation_.sentences[sentence].tokens;
    Statement statement;
    statement.speaker = speaker;
    statement.kind = StatementKind::kIndirect;
    // What ends in a quotation ends with its mark.
    const bool closes = last < tokens.size() && quoted_[index({sentence, last - 1})] &&
                        (tokens[last].form == "\"" || tokens[last].form == "”" || tokens[last].form == "’");
    statement.span = {tokens[first].span.start, tokens[closes ? last : last - 1].span.end};
    statement.cue = cue;
    statements_.push_back(std::move(statement));
  }

  const Text& text_;
  const Annotation& annotation_;
  const ResolvedEntities& entities_;
  std::vector<Tree> trees_;
  std::vector<Place> places_;             // every token, in reading order
  std::vector<std::size_t> blocks_;       // of each place
  std::vector<std::size_t> first_place_;  // of each sentence, and the end
  std::vector<bool> quoted_;              // places inside quotation marks
  std::vector<bool> spoken_;              // of those, the ones in direct statements
  std::vector<Quotation> quotations_;
  std::vector<Cue> cues_;
  std::vector<Statement> statements_;
};

// The innermost indirect statement with a speaker that `span` is part of.
const Statement* report_of(const std::vector<Statement>& statements, Span span) {
  constexpr int kMostBefore = 8;
  auto at =
      std::upper_bound(statements.begin(), statements.end(), span.start,
                       [](std::uint32_t start, const Statement& statement) { return start < statement.span.start; });
  for (int n = 0; n < kMostBefore && at != statements.begin(); ++n) {
    --at;
    if (at->kind == StatementKind::kIndirect && at->speaker && at->span.contains(span)) return &*at;
  }
  return nullptr;
}

}  // namespace

std::vector<Statement> find_statements(const Document& document, const Annotation& annotation,
                                       const ResolvedEntities& entities) {
  return Finder(document, annotation, entities).find();
}

const Statement* quotation_at(const std::vector<Statement>& statements, Span span) {
  auto after =
      std::upper_bound(statements.begin(), statements.end(), span.start,
                       [](std::uint32_t start, const Statement& statement) { return start < statement.span.start; });
  while (after != statements.begin()) {
    --after;
    if (after->kind == StatementKind::kDirect) return after->span.contains(span) ? &*after : nullptr;
  }
  return nullptr;
}

std::string attribute(const Qualification& qualification, std::uint32_t sentence, Span span,
                      const std::vector<Statement>& statements, const ResolvedEntities& entities) {
  // What only describes somebody is said by the author: "Oslo said the Danish singer Ada Berg had left".
  if (!qualification.presupposed) {
    if (const Statement* report = report_of(statements, span)) return entities.entities[*report->speaker].name;
    const ResolvedMention* source = qualification.source ? entities.at(sentence, *qualification.source) : nullptr;
    if (source != nullptr) return entities.entities[source->entity].name;
  }
  if (const Statement* quotation = quotation_at(statements, span); quotation != nullptr && quotation->speaker) {
    return entities.entities[*quotation->speaker].name;
  }
  return {};
}

}  // namespace factgraph

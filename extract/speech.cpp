#include "extract/speech.h"

#include <algorithm>
#include <iterator>

namespace factgraph {
namespace {

// Sorted.
constexpr std::string_view kSpeechVerbs[] = {
    "accuse",   "acknowledge", "add",       "admit",      "advise",   "affirm",  "allege",   "announce",  "argue",
    "assert",   "assure",      "boast",     "caution",    "claim",    "comment", "complain", "concede",   "conclude",
    "confess",  "confirm",     "contend",   "continue",   "counter",  "cry",     "declare",  "demand",    "deny",
    "disclose", "echo",        "emphasise", "emphasize",  "estimate", "exclaim", "explain",  "highlight", "hint",
    "inform",   "insist",      "joke",      "lament",     "maintain", "mention", "note",     "observe",   "opine",
    "pledge",   "point",       "post",      "predict",    "proclaim", "promise", "quip",     "read",      "recall",
    "recount",  "reiterate",   "remark",    "remind",     "repeat",   "reply",   "report",   "respond",   "retort",
    "reveal",   "rule",        "say",       "shout",      "signal",   "state",   "stress",   "suggest",   "tell",
    "testify",  "tweet",       "underline", "underscore", "urge",     "vow",     "warn",     "whisper",   "write"};

constexpr std::string_view kSpeechNouns[] = {"accusation", "allegation", "announcement", "argument",  "assertion",
                                             "assurance",  "claim",      "comment",      "complaint", "declaration",
                                             "denial",     "remark",     "report",       "statement", "warning"};

bool is_subject(Deprel deprel) {
  return deprel == Deprel::kNsubj || deprel == Deprel::kNsubjPass || deprel == Deprel::kNsubjOuter;
}

// The subject right before the verb where the tree has several: "The fire is out, mayor Ada Berg said".
std::optional<std::uint32_t> subject_of(const Tree& tree, std::uint32_t verb) {
  std::optional<std::uint32_t> found;
  for (const std::uint32_t child : tree.children(verb)) {
    if (is_subject(tree[child].deprel) && (!found || child < verb)) found = child;
  }
  return found;
}

// "criticized the choice, saying ...": the tree may hang the clause on the noun before it.
bool is_beside_object(const Tree& tree, std::uint32_t verb) {
  if (verb == 0 || tree[verb].xpos != Xpos::kVbg || tree[verb - 1].form != ",") return false;
  const Deprel deprel = tree[*tree.head(verb)].deprel;
  return deprel == Deprel::kObj || deprel == Deprel::kObl || deprel == Deprel::kNmod;
}

template <std::size_t kSize>
bool has(const std::string_view (&words)[kSize], std::string_view word) {
  return std::binary_search(std::begin(words), std::end(words), word);
}

}  // namespace

bool is_speech_verb(std::string_view lemma) { return has(kSpeechVerbs, lemma); }

bool is_speech_noun(std::string_view lemma) { return has(kSpeechNouns, lemma); }

std::optional<std::uint32_t> doer_of(const Tree& tree, std::uint32_t verb) {
  bool passive = false;
  for (const std::uint32_t child : tree.children(verb)) {
    passive |= tree[child].deprel == Deprel::kAuxPass || tree[child].deprel == Deprel::kNsubjPass;
    if (tree[child].deprel == Deprel::kOblAgent) return child;
  }
  if (passive) return std::nullopt;
  bool beside = false;  // the verb is in a clause that says what else its subject does
  for (std::optional<std::uint32_t> at = verb; at;) {
    // "said Oslo had gone too far, adding ...": who said the one adds the other.
    const auto above = tree.head(*at);
    const bool said = beside && tree[*at].deprel == Deprel::kCcomp && above && is_speech_verb(tree[*above].lemma);
    if (said && tree[verb].lemma == "add") {
      at = above;
      continue;
    }
    if (const auto subject = subject_of(tree, *at)) {
      const Xpos xpos = tree[*subject].xpos;
      const bool relative = tree[*at].deprel == Deprel::kAclRelcl && (xpos == Xpos::kWp || xpos == Xpos::kWdt);
      return relative ? tree.head(*at) : subject;
    }
    beside |= tree[*at].deprel == Deprel::kAdvcl;
    switch (tree[*at].deprel) {
      case Deprel::kConj:
      case Deprel::kAdvcl:
      case Deprel::kXcomp:
        at = tree.head(*at);
        break;
      case Deprel::kAcl:
        if (!is_beside_object(tree, *at)) return tree.head(*at);
        beside = true;
        at = tree.head(*at);
        break;
      case Deprel::kObj:
      case Deprel::kObl:
      case Deprel::kNmod:
        if (!beside) return std::nullopt;
        at = tree.head(*at);
        break;
      default:
        return std::nullopt;
    }
  }
  return std::nullopt;
}

bool is_according_to(const Tree& tree, std::uint32_t token) {
  for (const std::uint32_t child : tree.children(token)) {
    if (child < token && tree[child].deprel == Deprel::kCase &&
        (tree[child].lemma == "according" || tree[child].lemma == "accord")) {
      return true;
    }
  }
  return false;
}

}  // namespace factgraph

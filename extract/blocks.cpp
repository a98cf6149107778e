#include "extract/blocks.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "extract/calendar.h"
#include "extract/language/gazetteer.h"

namespace factgraph {
namespace {

using namespace std::string_view_literals;

// ------------------------------------------------------------------------------------------------ words and characters

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_high(char c) { return (c & 0x80) != 0; }
bool is_letter(char c) { return is_upper(c) || is_lower(c) || is_high(c); }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// ASCII letters in lower case, typographic apostrophes as plain ones.
std::string folded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("\xE2\x80\x99")) {
      out.push_back('\'');
      i += 2;
    } else {
      out.push_back(is_upper(text[i]) ? static_cast<char>(text[i] - 'A' + 'a') : text[i]);
    }
  }
  return out;
}

std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < text.size();) {
    if (is_space(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && !is_space(text[end])) ++end;
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

// Whether `phrase` stands in `text` with no letter or digit right before or after it.
bool has_phrase(std::string_view text, std::string_view phrase) {
  const auto is_word = [](char c) { return is_letter(c) || is_digit(c); };
  for (std::size_t at = text.find(phrase); at != std::string_view::npos; at = text.find(phrase, at + 1)) {
    const std::size_t end = at + phrase.size();
    const bool open = at == 0 || !is_word(text[at - 1]) || !is_word(phrase.front());
    const bool closed = end == text.size() || !is_word(text[end]) || !is_word(phrase.back());
    if (open && closed) return true;
  }
  return false;
}

template <std::size_t kSize>
bool has_any(std::string_view text, const std::array<std::string_view, kSize>& phrases) {
  return std::any_of(phrases.begin(), phrases.end(), [&](std::string_view phrase) { return has_phrase(text, phrase); });
}

template <std::size_t kSize>
bool starts_with_any(std::string_view text, const std::array<std::string_view, kSize>& phrases) {
  return std::any_of(phrases.begin(), phrases.end(), [&](std::string_view phrase) {
    if (!text.starts_with(phrase)) return false;
    return text.size() == phrase.size() || !is_letter(text[phrase.size()]);
  });
}

// The mark that ends the last sentence of `text`, behind closing quotes and brackets; 0 if it ends in none.
char sentence_end(std::string_view text) {
  constexpr std::array kClosers = {"\""sv, "'"sv, ")"sv, "]"sv, "\xE2\x80\x9D"sv, "\xE2\x80\x99"sv, "\xC2\xBB"sv};
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view closer : kClosers) {
      if (!text.ends_with(closer)) continue;
      text.remove_suffix(closer.size());
      again = true;
    }
  }
  if (text.ends_with("\xE2\x80\xA6")) return '.';
  return text.ends_with('.') || text.ends_with('!') || text.ends_with('?') ? text.back() : '\0';
}

bool ends_sentence(std::string_view text) { return sentence_end(text) != '\0'; }

bool starts_capital(std::string_view word) {
  return !word.empty() && (is_upper(word.front()) || is_high(word.front()));
}

// ---------------------------------------------------------------------------------------------------------- paragraphs

struct Bytes {
  std::size_t start = 0;
  std::size_t end = 0;
};

Bytes trimmed(std::string_view text, Bytes range) {
  while (range.start < range.end && is_space(text[range.start])) ++range.start;
  while (range.start < range.end && is_space(text[range.end - 1])) --range.end;
  return range;
}

// Lines of prose wrapped at a column: none too long, most of them full, sentences running on from one to the next.
bool is_wrapped(std::string_view text, const std::vector<Bytes>& lines) {
  constexpr std::size_t kWidest = 100;
  constexpr std::size_t kNarrowest = 30;
  std::size_t total = 0;
  std::size_t run_on = 0;    // breaks within a sentence
  std::size_t lower_on = 0;  // of those, before a small letter
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    const std::size_t width = lines[i].end - lines[i].start;
    if (width > kWidest) return false;
    total += width;
    if (ends_sentence(text.substr(lines[i].start, width))) continue;
    ++run_on;
    lower_on += is_lower(text[lines[i + 1].start]) ? 1 : 0;
  }
  const std::size_t breaks = lines.size() - 1;
  return lines.back().end - lines.back().start <= kWidest && total >= breaks * kNarrowest && run_on * 2 > breaks &&
         lower_on * 5 >= run_on * 2;
}

// -------------------------------------------------------------------------------------------------------- kinds of text

// "Photo: Jane Doe", "Image: Agency" at the front or near the end; "(Photo by ...)", "REUTERS/Jane Doe".
bool is_caption(std::string_view text, const std::vector<std::string_view>& words) {
  constexpr std::size_t kLongest = 90;       // words of a caption
  constexpr std::size_t kLongestCredit = 9;  // words after "Photo:"
  if (words.size() > kLongest) return false;
  constexpr std::array kCredits = {"photo"sv,       "photos"sv,       "photograph"sv, "image"sv,     "images"sv,
                                   "picture"sv,     "pictures"sv,     "video"sv,      "credit"sv,    "credits"sv,
                                   "photography"sv, "illustration"sv, "graphic"sv,    "screenshot"sv};
  const std::string lower = folded(text);
  for (std::size_t at = text.find(':'); at != std::string_view::npos; at = text.find(':', at + 1)) {
    const std::string_view before = trimmed(std::string_view(lower).substr(0, at));
    const std::size_t space = before.find_last_of(" \t\n([.");
    const std::string_view last = space == std::string_view::npos ? before : before.substr(space + 1);
    if (std::find(kCredits.begin(), kCredits.end(), last) == kCredits.end()) continue;
    std::string_view lead = before.substr(0, before.size() - last.size());
    const bool doubled = (last == "credit" || last == "credits") && has_any(lead, kCredits);  // "Photo credit:"
    const std::size_t start = lead.size();
    if (!doubled && !is_upper(text[start])) continue;
    const std::size_t rest = split_words(text.substr(at + 1)).size();
    const bool in_front = trimmed(lead).empty();
    if (rest <= kLongestCredit || (in_front && (words.size() <= 40 || is_upper(text[start + 1])))) return true;
  }
  constexpr std::array kPhrases = {"photo by"sv,         "photo courtesy"sv, "image courtesy"sv, "photo credit"sv,
                                   "picture courtesy"sv, "file photo"sv,     "file picture"sv,   "(file image)"sv,
                                   "reuters/"sv,         "ap photo"sv,       "/getty images"sv,  "via getty images"sv,
                                   "afp/getty"sv,        "/afp"sv,           "/reuters"sv,       "handout photo"sv};
  constexpr std::size_t kLongestPlain = 60;
  if (words.size() <= kLongestPlain && has_any(lower, kPhrases)) return true;
  // "A man walks past the mint. (Reuters)"
  constexpr std::array kAgencies = {"(reuters)"sv, "(ap)"sv, "(afp)"sv, "(getty images)"sv, "(getty)"sv, "(epa)"sv};
  return words.size() <= 40 && std::any_of(kAgencies.begin(), kAgencies.end(), [&](std::string_view agency) {
           return lower.ends_with(agency) || lower.ends_with(std::string(agency) + ".");
         });
}

// `at_edge`: among the first or last blocks of the text.
bool is_boilerplate(std::string_view text, const std::vector<std::string_view>& words, bool at_edge) {
  std::string lower = folded(text);
  constexpr std::array kNotices = {"all rights reserved"sv, "we use cookies"sv, "uses cookies"sv,
                                   "accept cookies"sv,      "cookie policy"sv,  "may not be published, broadcast"sv,
                                   "enable javascript"sv};
  if (words.size() <= 80 && has_any(lower, kNotices)) return true;
  const bool has_year =
      std::any_of(words.begin(), words.end(), [](std::string_view w) { return w.size() >= 4 && is_digit(w[0]); });
  const bool marked = lower.starts_with("\xC2\xA9") || lower.starts_with("copyright") || lower.starts_with("(c)");
  if (marked && words.size() <= 25 && has_year) return true;

  // Signs and buttons: a short line that is nothing else.
  while (!lower.empty() && (!is_letter(lower.back()) && lower.back() != ')')) lower.pop_back();
  constexpr std::array kWhole = {
      "breaking news"sv,     "getty images"sv,         "advertisement"sv,       "advertisements"sv,
      "sponsored content"sv, "share this"sv,           "read more"sv,           "related articles"sv,
      "related stories"sv,   "related topics"sv,       "related news"sv,        "related content"sv,
      "most read"sv,         "most popular"sv,         "trending now"sv,        "more stories"sv,
      "editor's picks"sv,    "you may also like"sv,    "you might also like"sv, "subscribe now"sv,
      "skip to content"sv,   "skip to main content"sv, "back to top"sv,         "copy link"sv,
      "leave a comment"sv,   "leave a reply"sv,        "post a comment"sv,      "load more"sv,
      "privacy policy"sv,    "terms of use"sv,         "terms of service"sv,    "contact us"sv,
      "follow us"sv,         "continue reading"sv,     "click here"sv,          "listen to this article"sv,
      "sponsored"sv};
  if (std::find(kWhole.begin(), kWhole.end(), lower) != kWhole.end()) return true;
  // Words that may head a section of prose too, unless they stand where menus do.
  constexpr std::array kMenu = {
      "share"sv,    "related"sv,    "trending"sv,    "recommended"sv, "subscribe"sv, "sign up"sv,  "sign in"sv,
      "log in"sv,   "newsletter"sv, "newsletters"sv, "menu"sv,        "search"sv,    "print"sv,    "email"sv,
      "facebook"sv, "twitter"sv,    "instagram"sv,   "telegram"sv,    "youtube"sv,   "whatsapp"sv, "linkedin"sv,
      "tiktok"sv,   "comments"sv,   "loading"sv,     "about us"sv,    "home"sv,      "tags"sv};
  if (at_edge && std::find(kMenu.begin(), kMenu.end(), lower) != kMenu.end()) return true;
  constexpr std::array kLeads = {"share this"sv,
                                 "share on"sv,
                                 "follow us"sv,
                                 "read more:"sv,
                                 "read also:"sv,
                                 "also read:"sv,
                                 "see also:"sv,
                                 "read next:"sv,
                                 "related:"sv,
                                 "more on this:"sv,
                                 "tags:"sv,
                                 "filed under"sv,
                                 "subscribe to"sv,
                                 "sign up for"sv,
                                 "sign up to"sv,
                                 "sign up here"sv,
                                 "click here"sv,
                                 "skip to"sv,
                                 "more from"sv,
                                 "to subscribe"sv,
                                 "download our"sv,
                                 "download the app"sv,
                                 "follow our"sv,
                                 "join our"sv,
                                 "don't miss"sv,
                                 "support our"sv,
                                 "have a news tip"sv,
                                 "editor's picks:"sv,
                                 "watch:"sv,
                                 "listen:"sv,
                                 "got a tip"sv,
                                 "our standards:"sv,
                                 "continue reading"sv,
                                 "advertisement -"sv,
                                 "comments ("sv,
                                 "this story was originally"sv,
                                 "this article was originally"sv,
                                 "this story first"sv,
                                 "this article first"sv};
  if (words.size() <= 18 && starts_with_any(lower, kLeads)) return true;
  // "Follow Ada Berg on Twitter @adaberg"
  constexpr std::array kNetworks = {"on twitter"sv, "on facebook"sv, "on instagram"sv, "on telegram"sv, "on x"sv};
  if (words.size() <= 12 && lower.starts_with("follow ") && has_any(lower, kNetworks)) return true;

  // A prompt: an order to the reader, with where to get what.
  constexpr std::array kOrders = {"get"sv,      "sign up"sv,    "subscribe"sv, "follow"sv,  "join"sv,
                                  "download"sv, "click"sv,      "stay"sv,      "like"sv,    "share"sv,
                                  "donate"sv,   "support"sv,    "register"sv,  "enter"sv,   "don't miss"sv,
                                  "want"sv,     "to receive"sv, "receive"sv,   "find us"sv, "visit our"sv,
                                  "enjoyed"sv,  "for more"sv,   "please"sv,    "help us"sv};
  if (words.size() > 60 || !starts_with_any(lower, kOrders)) return false;
  constexpr std::array kChannels = {
      "twitter"sv,      "facebook"sv,   "instagram"sv,   "telegram"sv,    "youtube"sv, "tiktok"sv,  "whatsapp"sv,
      "linkedin"sv,     "newsletter"sv, "newsletters"sv, "inbox"sv,       "email"sv,   "e-mail"sv,  "subscribe"sv,
      "subscription"sv, "sign up"sv,    "our app"sv,     "our website"sv, "website"sv, "podcast"sv, "daily briefing"sv,
      "alerts"sv,       "app store"sv,  "google play"sv, "to you"sv,      "your"sv,    "our"sv,     "us"sv};
  const auto cues =
      std::count_if(kChannels.begin(), kChannels.end(), [&](std::string_view cue) { return has_phrase(lower, cue); });
  return cues >= 3 || (cues >= 2 && words.size() <= 20);
}

// "Home | News | Sport": short pieces between bars, or fewer where one is a word of menus.
bool is_menu(std::string_view text) {
  constexpr std::array kItems = {"about"sv,   "contact"sv, "home"sv,      "log in"sv, "login"sv, "news"sv,
                                 "privacy"sv, "sign in"sv, "subscribe"sv, "terms"sv,  "video"sv};
  std::size_t pieces = 0;
  bool item = false;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('|', at), text.size());
    const std::string_view piece = trimmed(text.substr(at, end - at));
    at = end + 1;
    if (piece.empty()) continue;
    if (split_words(piece).size() > 4 || ends_sentence(piece) || parse_date(piece)) return false;
    item = item || starts_with_any(folded(piece), kItems);
    ++pieces;
  }
  return pieces >= 3 || (pieces == 2 && item);
}

// Words of a person's name: capitalised, or one of the small ones inside.
bool is_person_name(std::string_view text) {
  constexpr std::array kSmall = {"de"sv, "von"sv, "van"sv, "der"sv, "al"sv, "bin"sv, "la"sv, "di"sv, "da"sv, "el"sv};
  const auto words = split_words(text);
  if (words.empty() || words.size() > 5) return false;
  for (const std::string_view word : words) {
    const bool small = std::find(kSmall.begin(), kSmall.end(), word) != kSmall.end();
    if (!small && !starts_capital(word)) return false;
    if (std::any_of(word.begin(), word.end(),
                    [](char c) { return !is_letter(c) && c != '.' && c != '-' && c != '\''; })) {
      return false;
    }
  }
  return starts_capital(words.front());
}

// What a byline's piece is.
struct Credit {
  bool known = false;
  std::string author;
  std::string published;
};

// Takes words such as "published" and "on" off the front.
std::string_view without_lead(std::string_view text, bool& found) {
  constexpr std::array kLeads = {"first published"sv,
                                 "published"sv,
                                 "last updated"sv,
                                 "last modified"sv,
                                 "updated"sv,
                                 "posted"sv,
                                 "modified"sv,
                                 "created"sv,
                                 "date"sv,
                                 "on"sv,
                                 ":"sv};
  for (bool again = true; again;) {
    again = false;
    text = trimmed(text);
    const std::string lower = folded(text.substr(0, 24));
    for (const std::string_view lead : kLeads) {
      if (!lower.starts_with(lead) || (lower.size() > lead.size() && is_letter(lower[lead.size()]) && lead != ":")) {
        continue;
      }
      text.remove_prefix(lead.size());
      found = found || lead != ":";
      again = true;
      break;
    }
  }
  return text;
}

// "5 min read"
bool is_reading_time(std::string_view text) {
  const std::string lower = folded(text);
  const auto words = split_words(lower);
  return words.size() >= 3 && words.size() <= 4 && is_digit(words[0].front()) && words.back() == "read" &&
         (words[1].starts_with("min") || words[1].starts_with("-min"));
}

// Jo Roe of "By Jane Doe and Jo Roe, reporters"; empty if there is none.
std::string_view second_author(std::string_view text, std::string_view first) {
  text.remove_prefix(static_cast<std::size_t>(first.data() - text.data()) + first.size());
  for (const std::string_view joint : {" and "sv, " & "sv}) {
    if (!text.starts_with(joint)) continue;
    text.remove_prefix(joint.size());
    for (const std::string_view end : {","sv, " for "sv, " in "sv}) text = text.substr(0, text.find(end));
    text = trimmed(text);
    return is_person_name(text) && split_words(text).size() >= 2 ? text : std::string_view();
  }
  return {};
}

Credit read_credit(std::string_view piece) {
  Credit credit;
  piece = trimmed(piece);
  if (is_reading_time(piece)) {
    credit.known = true;
    return credit;
  }
  bool led = false;
  if (auto date = parse_date(without_lead(piece, led))) {
    credit.known = date->size() == 10 || led;  // a month or a year alone may be a heading
    credit.published = std::move(*date);
    return credit;
  }
  const std::string lower = folded(piece.substr(0, 16));
  for (const std::string_view lead : {"written by "sv, "story by "sv, "by "sv, "author: "sv}) {
    if (!lower.starts_with(lead)) continue;
    std::string_view name = trimmed(piece.substr(lead.size()));
    std::string_view rest;
    for (const std::string_view end : {","sv, " and "sv, " & "sv, " for "sv, " in "sv}) {
      if (const std::size_t at = name.find(end); at != std::string_view::npos) {
        rest = name.substr(at + end.size());
        name = name.substr(0, at);
      }
    }
    if (name.ends_with('.') && name.size() > 3 && is_lower(name[name.size() - 2])) break;  // a sentence
    if (!is_person_name(name) || split_words(rest).size() > 8) break;
    credit.known = true;
    if (folded(name).starts_with("staff")) break;  // "By Staff Writers"
    credit.author = std::string(name);
    if (const std::string_view second = second_author(piece, name); !second.empty()) {
      credit.author += " and ";
      credit.author += second;
    }
  }
  return credit;
}

// Lines about who wrote it and when: "By Jane Doe | 15 March 2024 | 5 min read".
Credit read_byline(std::string_view text, const std::vector<std::string_view>& words) {
  constexpr std::size_t kLongest = 18;
  Credit whole;
  if (words.empty() || words.size() > kLongest) return whole;
  whole = read_credit(text);
  if (whole.known) return whole;

  std::vector<std::string_view> pieces;
  for (std::size_t at = 0; at <= text.size();) {
    std::size_t end = text.size();
    std::size_t width = 0;
    for (const std::string_view separator : {"|"sv, "\xE2\x80\xA2"sv, "\xC2\xB7"sv, " \xE2\x80\x93 "sv,
                                             " \xE2\x80\x94 "sv, " - "sv, "\n"sv, " on "sv, " / "sv, ";"sv}) {
      const std::size_t found = text.find(separator, at);
      if (found < end) {
        end = found;
        width = separator.size();
      }
    }
    if (const auto piece = trimmed(text.substr(at, end - at)); !piece.empty()) pieces.push_back(piece);
    at = end + std::max<std::size_t>(width, 1);
  }
  if (pieces.size() < 2) return whole;
  Credit sum;
  for (const std::string_view& piece : pieces) {
    Credit credit = read_credit(piece);
    if (!credit.known && (split_words(piece).size() > 5 || ends_sentence(piece))) return whole;
    sum.known = sum.known || credit.known;
    if (sum.author.empty()) sum.author = std::move(credit.author);
    if (sum.published.empty()) sum.published = std::move(credit.published);
    // "Jane Doe | 15 March 2024"
    if (sum.author.empty() && !credit.known && &piece == &pieces.front() && split_words(piece).size() >= 2 &&
        is_person_name(piece)) {
      sum.author = std::string(piece);
    }
  }
  return sum.known ? sum : whole;
}

// "Reporting by Jane Doe; Editing by John Roe"
bool is_desk_credit(std::string_view text, const std::vector<std::string_view>& words) {
  std::string lower = folded(text.substr(0, 24));
  if (lower.starts_with('(')) lower.erase(0, 1);
  return words.size() <= 40 && (lower.starts_with("reporting by ") || lower.starts_with("editing by ") ||
                                lower.starts_with("additional reporting by ") || lower.starts_with("compiled by "));
}

// Jane Doe of such a line; empty where it names her otherwise.
std::string desk_author(std::string_view text) {
  constexpr std::string_view kLead = "reporting by ";
  if (text.starts_with('(')) text.remove_prefix(1);
  if (!folded(text.substr(0, kLead.size())).starts_with(kLead)) return {};
  text.remove_prefix(kLead.size());
  std::size_t end = text.size();
  for (const std::string_view mark : {","sv, ";"sv, ")"sv, "."sv, " and "sv, " in "sv}) {
    end = std::min(end, text.find(mark));
  }
  const std::string_view name = trimmed(text.substr(0, end));
  return is_person_name(name) ? std::string(name) : std::string();
}

// Share of the longer words that begin with a capital, in tenths.
std::size_t capital_tenths(const std::vector<std::string_view>& words) {
  std::size_t counted = 0;
  std::size_t capital = 0;
  for (const std::string_view word : words) {
    if (word.size() <= 3 && !starts_capital(word)) continue;
    if (!is_letter(word.front())) continue;
    ++counted;
    capital += starts_capital(word) ? 1 : 0;
  }
  return counted == 0 ? 0 : capital * 10 / counted;
}

bool is_heading(std::string_view text, const std::vector<std::string_view>& words, bool first) {
  if (words.empty() || text.find('\n') != std::string_view::npos) return false;
  const char last = text.back();
  const bool open = last == ',' || last == ';' || last == ':' || text.ends_with("\xE2\x80\x94");
  if (open || ends_sentence(text)) {
    return first && !open && sentence_end(text) != '.' && words.size() <= 16 && capital_tenths(words) >= 7;
  }
  if (first) return words.size() <= 25;
  const bool begins = starts_capital(text) || is_digit(text.front());
  return begins && (words.size() <= 8 || (words.size() <= 16 && capital_tenths(words) >= 8));
}

// ------------------------------------------------------------------------------------------------------------ datelines

// One word of a place's name in a dateline.
bool is_place_word(std::string_view word, bool capitals) {
  if (word.empty() || !starts_capital(word)) return false;
  if (word == "St." || word == "U.S.") return true;
  if (!capitals && word.size() < 7 && word.ends_with('.')) word.remove_suffix(1);  // "Fla."
  return std::all_of(word.begin(), word.end(), [&](char c) {
    if (c == '-' || c == '/' || c == '\'' || (capitals && c == '.')) return true;
    return capitals ? is_upper(c) || is_high(c) : is_letter(c);
  });
}

struct Dateline {
  std::size_t length = 0;  // bytes up to the first word of the sentence; 0 if there is none
  std::string published;
  std::string place;
};

// "St. Olaf" for "ST. OLAF".
std::string in_small_letters(std::string_view words) {
  std::string out;
  icu::UnicodeString::fromUTF8({words.data(), static_cast<std::int32_t>(words.size())})
      .toTitle(nullptr, icu::Locale::getRoot())
      .toUTF8String(out);
  return out;
}

bool is_known_city(std::string_view name) {
  const auto places = Gazetteer::instance().places(name);
  return std::any_of(places.begin(), places.end(), [](const Place& place) { return place.kind == PlaceKind::kCity; });
}

// "ASTANA –", "Taipei, Taiwan —", "ASTANA, March 15 (Agency) –", "WASHINGTON (AP) -", "OSLO, March 4 (Agency).-", "ASTANA.
// AGENCY -", "OSLO:", "ASTANA, 4 June.". A text that stands `alone` has to be clearer than one with other paragraphs around it.
Dateline read_dateline(std::string_view text, bool alone) {
  constexpr std::size_t kLongest = 90;
  const std::string_view front = text.substr(0, kLongest);
  std::size_t dash = std::string_view::npos;
  std::size_t width = 0;
  for (const std::string_view mark : {".- "sv, ".-"sv, " \xE2\x80\x93 "sv, " \xE2\x80\x94 "sv, " -- "sv, " - "sv,
                                      "\xE2\x80\x94"sv, " \xE2\x80\x93"sv, " \xE2\x80\x94"sv}) {
    const std::size_t at = front.find(mark);
    if (at < dash) {
      dash = at;
      width = mark.size();
    }
  }
  Dateline none;
  const std::size_t colon = front.find(": ");
  const bool announced = colon < dash && is_known_city(front.substr(0, colon)) &&
                         std::none_of(front.begin(), front.begin() + static_cast<std::ptrdiff_t>(colon),
                                      [](char c) { return c >= 'a' && c <= 'z'; });  // "OSLO: "
  if (announced) {
    dash = colon;
    width = 2;
  }
  const bool stopped = dash == std::string_view::npos;  // "ASTANA, 4 June. "
  if (stopped) {
    dash = front.find(". ");
    width = 2;
  }
  if (dash == std::string_view::npos || dash == 0) return none;
  std::string_view head = trimmed(front.substr(0, dash));
  std::string_view rest = text.substr(dash + width);
  const std::size_t spaces = rest.size() - trimmed(rest).size();
  while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
  const bool begins = !rest.empty() && (is_upper(rest.front()) || is_digit(rest.front()) || rest.front() == '"' ||
                                        rest.front() == '\'' || is_high(rest.front()));
  if (!begins || split_words(rest).size() < 5 || spaces > 8) return none;

  bool agency = false;
  if (head.ends_with(')')) {
    const std::size_t open = head.rfind('(');
    if (open == std::string_view::npos || open == 0) return none;
    const auto inside = split_words(head.substr(open + 1, head.size() - open - 2));
    if (inside.empty() || inside.size() > 4 || !starts_capital(inside.front())) return none;
    agency = true;
    head = trimmed(head.substr(0, open));
  } else if (const std::size_t open = head.find('/'); head.ends_with('/') && open + 1 < head.size() && open > 0) {
    agency = true;  // "OSLO, Norway, May 3, 2021 /Wire Service/ --"
    head = trimmed(head.substr(0, open));
  } else if (const std::size_t stop = head.find(". ");
             stop != std::string_view::npos && is_known_city(head.substr(0, stop))) {
    agency = true;  // "ASTANA. AGENCY -"
    head = head.substr(0, stop);
  }
  // Parts between commas: places first, then perhaps a date.
  Dateline dateline;
  std::size_t places = 0;
  bool dated = false;
  bool capitals = false;
  int month = 0;
  int day = 0;
  for (std::size_t at = 0; at <= head.size();) {
    const std::size_t end = std::min(head.find(',', at), head.size());
    auto words = split_words(head.substr(at, end - at));
    at = end + 1;
    if (words.empty()) return none;
    if (!dated && places > 0) {
      for (std::size_t i = 0; i < words.size(); ++i) {
        if (const auto m = parse_month(words[i]); m && i == 0) month = *m;
        if (const auto d = parse_day_number(words[i]); d && day == 0) day = *d;
        if (month == 0 && day > 0 && i > 0) month = parse_month(words[i]).value_or(0);
      }
      if (month != 0 && words.size() <= 3) {
        dated = true;
        if (const auto year = parse_year_number(words.back())) dateline.published = format_date(*year, month, day);
        continue;
      }
    }
    if (dated) {
      const auto year = parse_year_number(words.back());
      if (!year || words.size() > 1) return none;
      dateline.published = format_date(*year, month, day);
      continue;
    }
    if (words.size() > 4) return none;
    const std::string_view place(words.front().data(), words.back().data() + words.back().size());
    const bool loud = std::all_of(words.begin(), words.end(), [](auto word) { return is_place_word(word, true); });
    const bool named = std::all_of(words.begin(), words.end(), [](auto word) { return is_place_word(word, false); });
    if (places == 0) capitals = loud && words.front().size() >= 3;
    if (!named && !loud) return none;
    if (places > 0) dateline.place += ", ";
    dateline.place += capitals && places == 0 ? in_small_letters(place) : std::string(place);
    ++places;
  }
  if (places == 0 || places > 3) return none;
  const bool hyphen = front.substr(dash, width) == " - ";
  const bool clear = agency || dated || announced || (capitals && is_known_city(dateline.place)) ||
                     (capitals && (!hyphen || places >= 2 || !alone)) || (!alone && places >= 2);
  if (!clear || (stopped && !(dated && capitals))) return none;
  dateline.length = static_cast<std::size_t>(rest.data() - text.data());
  return dateline;
}

// "Thursday, May 7, 2015 On Tuesday, the minister": a date that ran into its paragraph. Bytes up to the sentence, or 0.
Dateline read_leading_date(std::string_view text) {
  const auto words = split_words(text.substr(0, 60));
  if (words.size() < 6 || !words[0].ends_with(',') || !parse_weekday(words[0].substr(0, words[0].size() - 1)))
    return {};
  if (words[3].ends_with(',') || !starts_capital(words[4])) return {};
  const std::size_t end = static_cast<std::size_t>(words[3].data() - text.data()) + words[3].size();
  auto date = parse_date(text.substr(0, end));
  if (!date || date->size() != 10) return {};
  return {static_cast<std::size_t>(words[4].data() - text.data()), std::move(*date), {}};
}

}  // namespace

std::vector<BlockDraft> cut_paragraphs(const Text& text) {
  const std::string_view bytes = text.utf8();
  std::vector<BlockDraft> drafts;
  const auto add = [&](Bytes range) {
    range = trimmed(bytes, range);
    if (range.start < range.end) {
      drafts.push_back({{text.offset_of(range.start), text.offset_of(range.end)}, std::nullopt});
    }
  };
  std::vector<Bytes> lines;
  const auto flush = [&] {
    if (lines.size() > 1 && is_wrapped(bytes, lines)) {
      add({lines.front().start, lines.back().end});
    } else {
      for (const Bytes line : lines) add(line);
    }
    lines.clear();
  };
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    const Bytes line = trimmed(bytes, {at, end});
    if (line.start == line.end) {
      flush();
    } else {
      lines.push_back(line);
    }
    at = end + 1;
  }
  flush();
  return drafts;
}

void classify_blocks(Document& document, const std::vector<BlockDraft>& drafts) {
  constexpr std::size_t kTop = 8;           // blocks that may still be the article's head
  constexpr std::size_t kDateTop = 4;       // blocks where a bare date is that of publication
  constexpr std::uint32_t kLongest = 2000;  // code points; longer blocks are prose
  std::size_t seen = 0;                     // blocks so far, without menus and ads
  bool started = false;                     // a headline or prose has come
  document.blocks.clear();
  const auto fill = [](std::string& field, std::string value) {
    if (field.empty()) field = std::move(value);
  };
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    const Span span = drafts[i].span;
    const std::string_view text = document.text.slice(span);
    const auto words = split_words(text);
    const bool alone = drafts.size() == 1;
    const bool first = !started;
    std::optional<BlockKind> kind = drafts[i].kind;
    if (!kind && !alone && span.size() <= kLongest) {
      const bool near_top = seen < kTop;
      const bool near_end = i + 3 >= drafts.size();
      Credit credit;
      if (near_top || near_end) credit = read_byline(text, words);
      if (credit.known && !credit.published.empty() && credit.author.empty() && seen >= kDateTop) {
        bool led = false;
        without_lead(text, led);
        credit.known = led;
      }
      const bool desk = 2 * i >= drafts.size() && is_desk_credit(text, words);
      if (desk) credit.author = desk_author(text);
      if (credit.known || desk) {
        kind = BlockKind::kByline;
        fill(document.author, std::move(credit.author));
        fill(document.published, std::move(credit.published));
      } else if (is_caption(text, words)) {
        kind = BlockKind::kCaption;
      } else if (is_boilerplate(text, words, seen < 3 || i + 6 >= drafts.size()) || is_menu(text)) {
        kind = BlockKind::kBoilerplate;
      } else if (is_heading(text, words, first)) {
        kind = BlockKind::kHeading;
      }
    }
    if (kind == BlockKind::kHeading && first) fill(document.title, std::string(text));
    if (kind != BlockKind::kBoilerplate) ++seen;
    started = started || !kind || *kind == BlockKind::kProse || *kind == BlockKind::kHeading;
    if (!kind && seen <= kTop) {
      Dateline dateline = read_dateline(text, alone);
      if (dateline.length == 0 && !alone) dateline = read_leading_date(text);
      if (dateline.length > 0) {
        const std::size_t from = document.text.byte_of(span.start);
        const std::string_view head = trimmed(text.substr(0, dateline.length));
        fill(document.published, std::move(dateline.published));
        fill(document.place, std::move(dateline.place));
        document.blocks.push_back({{span.start, document.text.offset_of(from + head.size())}, BlockKind::kByline});
        document.blocks.push_back({{document.text.offset_of(from + dateline.length), span.end}, BlockKind::kProse});
        continue;
      }
    }
    document.blocks.push_back({span, kind.value_or(BlockKind::kProse)});
  }
}

}  // namespace factgraph

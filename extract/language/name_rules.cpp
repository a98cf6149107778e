#include "extract/language/name_rules.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "extract/language/gazetteer.h"

namespace factgraph {
namespace {

std::string words_of(const Sentence& sentence, std::uint32_t first, std::uint32_t last) {
  std::string words;
  for (std::uint32_t t = first; t < last; ++t) words += sentence.tokens[t].form + " ";
  return words;
}

// "Minister of Transport Mara Lind": the office ends where a given name or the last two words begin.
void leave_office(const Sentence& sentence, Name& name) {
  if (name.type != NameType::kPerson || name.first < 2 || name.last - name.first < 3) return;
  if (sentence.tokens[name.first - 1].form != "of") return;
  static const std::set<std::string, std::less<>> kHolders = {"Minister", "Secretary"};
  if (!kHolders.contains(sentence.tokens[name.first - 2].form)) return;
  do {
    ++name.first;
  } while (name.last - name.first > 2 && !Gazetteer::instance().given_name(sentence.tokens[name.first].form));
}

// "Defense Minister Mara Lind": what ends in a title right before a person is no name of its own.
void drop_offices(Sentence& sentence) {
  std::vector<Name>& names = sentence.names;
  for (std::size_t n = 0; n + 1 < names.size();) {
    const bool before = names[n].last == names[n + 1].first && names[n + 1].type == NameType::kPerson;
    const bool office = names[n].type != NameType::kPerson && names[n].last - names[n].first > 1 &&
                        Gazetteer::instance().is_title(sentence.tokens[names[n].last - 1].form);
    if (before && office) {
      names.erase(names.begin() + static_cast<std::ptrdiff_t>(n));
    } else {
      ++n;
    }
  }
}

// "Norvian Power Minister Mara Lind": a portfolio is no body; of the words before the office only a place stays.
void leave_portfolios(Sentence& sentence) {
  const std::vector<Token>& tokens = sentence.tokens;
  const Gazetteer& gazetteer = Gazetteer::instance();
  std::erase_if(sentence.names, [&](Name& name) {
    if (name.type == NameType::kPerson || name.last + 1 >= tokens.size()) return false;
    const std::string& next = tokens[name.last + 1].form;
    const bool secretary = tokens[name.last].form == "Secretary" && next != "General" && next != "-";
    if (tokens[name.last].form != "Minister" && !secretary) return false;
    // "Communist Party Secretary", "Treasury Secretary"
    if (secretary && !gazetteer.head_types(tokens[name.last - 1].form).empty()) return false;
    std::uint32_t last = name.last;
    while (last > name.first && gazetteer.places(words_of(sentence, name.first, last)).empty()) --last;
    if (last == name.first) return true;
    if (last < name.last) name.type = NameType::kPlace;
    name.last = last;
    return false;
  });
}

// "Carmaker Zyntra": at the beginning of a sentence what a company makes looks like part of its name.
void leave_trade(const Sentence& sentence, Name& name) {
  static const std::set<std::string, std::less<>> kTrades = {"Airline",      "Brewer",      "Insurer",     "Lender",
                                                             "Miner",        "Retailer",    "Shipbuilder", "Supplier",
                                                             "Manufacturer", "Conglomerate"};
  const std::string& trade = sentence.tokens[name.first].form;
  const bool trades = kTrades.contains(trade) || (trade.ends_with("maker") && trade.size() > 7);
  if (name.first > 0 || name.last < 2 || !trades) return;
  const Gazetteer& gazetteer = Gazetteer::instance();
  const std::span<const std::string_view> kinds = gazetteer.head_types(sentence.tokens[name.last - 1].form);
  if (!kinds.empty() && kinds.front() != "company") return;  // "Airline Pilots Association"
  ++name.first;
  const bool person = name.type == NameType::kPerson && gazetteer.given_name(sentence.tokens[name.first].form);
  if (!person) name.type = NameType::kOrganization;
}

// "Zyntra Chairman Mara Lind" and "Democratic Sen. Mara Lind": what stands before the office, and who has it.
void part_holders(Sentence& sentence) {
  static const std::set<std::string, std::less<>> kOffices = {
      "CEO",       "Chairman", "Chairwoman", "Director", "Gov.",    "Governor",  "Mayor",      "Minister",
      "President", "Rep.",     "Secretary",  "Sen.",     "Senator", "Spokesman", "Spokeswoman"};
  const Gazetteer& gazetteer = Gazetteer::instance();
  for (std::size_t n = 0; n < sentence.names.size(); ++n) {
    const Name name = sentence.names[n];
    if (name.type != NameType::kPerson) continue;
    std::uint32_t office = name.first + 1;
    while (office + 1 < name.last && !kOffices.contains(sentence.tokens[office].form)) ++office;
    if (office + 1 >= name.last) continue;
    std::uint32_t before = office;
    while (before > name.first && gazetteer.is_title(words_of(sentence, before - 1, office + 1))) --before;
    if (before == name.first) continue;
    Name body = {name.first, before, NameType::kOrganization, name.confidence};
    const std::string words = words_of(sentence, body.first, body.last);
    if (!gazetteer.places(words).empty()) body.type = NameType::kPlace;
    if (gazetteer.is_group(words)) body.type = NameType::kGroup;
    sentence.names[n].first = office + 1;
    sentence.names.insert(sentence.names.begin() + static_cast<std::ptrdiff_t>(n), body);
    ++n;
  }
}

// Gives groups and places known everywhere their type. Returns false if the name is none.
bool settle(const Sentence& sentence, Name& name) {
  const Gazetteer& gazetteer = Gazetteer::instance();
  const std::string words = words_of(sentence, name.first, name.last);
  if (name.type == NameType::kPerson && name.last - name.first > 1 && gazetteer.organization(words) != nullptr) {
    name.type = NameType::kOrganization;  // "Lockheed Martin"
  }
  if (name.type == NameType::kPerson) return !gazetteer.is_title(words) || gazetteer.given_name(words).has_value();
  const bool place = !gazetteer.places(words).empty();
  if (gazetteer.is_group(words) && !place) name.type = NameType::kGroup;
  const bool body = name.type == NameType::kOrganization && name.last - name.first > 1;
  if (body && place && gazetteer.organization(words) == nullptr) name.type = NameType::kPlace;
  return true;
}

bool hyphenated(const Sentence& sentence, const Name& left, const Name& right) {
  if (left.type != NameType::kPerson || right.type != NameType::kPerson || right.first != left.last + 1) return false;
  const Token& hyphen = sentence.tokens[left.last];
  return hyphen.form == "-" && sentence.tokens[left.last - 1].span.end == hyphen.span.start &&
         hyphen.span.end == sentence.tokens[right.first].span.start;
}

// "Kassym-Jomart Tokayev" where only "Jomart Tokayev" was found; tokens before `free` are other names'.
void fetch_hyphenated(const Sentence& sentence, Name& name, std::uint32_t free) {
  if (name.type != NameType::kPerson || name.last - name.first < 2 || name.first < free + 2) return;
  const Token& before = sentence.tokens[name.first - 2];
  const Token& hyphen = sentence.tokens[name.first - 1];
  const bool tied = hyphen.form == "-" && before.span.end == hyphen.span.start &&
                    hyphen.span.end == sentence.tokens[name.first].span.start;
  const bool capital = before.form[0] >= 'A' && before.form[0] <= 'Z';
  const Gazetteer& gazetteer = Gazetteer::instance();
  if (tied && capital && before.upos == Upos::kPropn && gazetteer.places(before.form).empty() &&
      !gazetteer.is_group(before.form)) {
    name.first -= 2;
  }
}

// "Han Ji-won" where only "Han Ji" was found.
void fetch_syllable(const Sentence& sentence, Name& name) {
  if (name.type != NameType::kPerson || name.last - name.first < 2 || name.last + 1 >= sentence.tokens.size()) return;
  const Token& hyphen = sentence.tokens[name.last];
  const Token& syllable = sentence.tokens[name.last + 1];
  const bool tied = hyphen.form == "-" && sentence.tokens[name.last - 1].span.end == hyphen.span.start &&
                    hyphen.span.end == syllable.span.start;
  if (tied && syllable.upos == Upos::kPropn && syllable.form[0] >= 'a' && syllable.form[0] <= 'z') name.last += 2;
}

// The first word of a person's name that stands in it before; an initial may, and so may half of "Lind-Berg".
std::optional<std::uint32_t> repeated_word(const Sentence& sentence, const Name& name) {
  if (name.type != NameType::kPerson) return std::nullopt;
  for (std::uint32_t t = name.first + 1; t < name.last; ++t) {
    const std::string& form = sentence.tokens[t].form;
    if (form.size() < 3 || sentence.tokens[t - 1].form == "-") continue;
    if (t + 1 < name.last && sentence.tokens[t + 1].form == "-") continue;
    for (std::uint32_t before = name.first; before < t; ++before) {
      if (sentence.tokens[before].form == form) return t;
    }
  }
  return std::nullopt;
}

// Where a name that begins with one of `persons` goes on with a given name.
std::optional<std::uint32_t> next_person(const Sentence& sentence, const Name& name,
                                         const std::set<std::string>& persons) {
  if (name.type != NameType::kPerson) return std::nullopt;
  for (std::uint32_t t = name.first + 2; t < name.last; ++t) {
    if (Gazetteer::instance().given_name(sentence.tokens[t].form).has_value() &&
        persons.contains(words_of(sentence, name.first, t))) {
      return t;
    }
  }
  return std::nullopt;
}

bool overlap(const Name& a, const Name& b) { return a.first < b.last && b.first < a.last; }

// Puts a name in the place of all it overlaps.
void put(Sentence& sentence, const Name& name) {
  std::erase_if(sentence.names, [&](const Name& other) { return overlap(name, other); });
  const auto at = std::find_if(sentence.names.begin(), sentence.names.end(),
                               [&](const Name& other) { return other.first > name.first; });
  sentence.names.insert(at, name);
}

// "Hurricane Ida" and "Tropical Storm Ida" are events, whatever Ida is; but Storm is a given name too.
void name_storms(Sentence& sentence) {
  static const std::set<std::string, std::less<>> kStorms = {"Hurricane", "Cyclone", "Typhoon", "Storm"};
  const std::vector<Token>& tokens = sentence.tokens;
  for (std::uint32_t t = 0; t + 1 < tokens.size(); ++t) {
    const Token& word = tokens[t + 1];
    const bool named = word.upos == Upos::kPropn && word.form.size() > 2 && word.form[0] >= 'A' && word.form[0] <= 'Z';
    if (!kStorms.contains(tokens[t].form) || !named || !Gazetteer::instance().head_types(word.lemma).empty()) continue;
    const bool tropical = t > 0 && tokens[t - 1].form == "Tropical";
    const Name storm = {tropical ? t - 1 : t, t + 2, NameType::kEvent, 0.9F};
    const auto other = [&](const Name& name) {
      const bool longer = name.first < storm.first || name.last > storm.last;
      return overlap(name, storm) &&
             (longer || (name.type == NameType::kPerson && name.first == t && tokens[t].form == "Storm" && !tropical));
    };
    if (std::none_of(sentence.names.begin(), sentence.names.end(), other)) put(sentence, storm);
  }
}

// "Organization for Security and Co-operation in Europe" is one name where two were found.
void join_known(Sentence& sentence) {
  std::vector<Name>& names = sentence.names;
  for (std::size_t n = 0; n + 1 < names.size(); ++n) {
    if (names[n].type != NameType::kOrganization || names[n + 1].first > names[n].last + 3) continue;
    if (Gazetteer::instance().organization(words_of(sentence, names[n].first, names[n + 1].last)) == nullptr) continue;
    names[n].last = names[n + 1].last;
    names.erase(names.begin() + static_cast<std::ptrdiff_t>(n) + 1);
  }
}

// Whether the words before the quotation mark at `mark` say that a work stands in it: "her film, ", "her role in ", "wrote ".
bool told_as_work(const Sentence& sentence, std::uint32_t mark) {
  static const std::set<std::string, std::less<>> kMaking = {"appear", "author",  "co-write", "compose", "direct",
                                                             "paint",  "perform", "publish",  "record",  "release",
                                                             "role",   "sing",    "star",     "write"};
  static const std::set<std::string, std::less<>> kBetween = {",",     "in",     "of",     "on",       "his",  "her",
                                                              "their", "called", "titled", "entitled", "named"};
  const std::vector<Token>& tokens = sentence.tokens;
  for (std::uint32_t t = mark; t-- > 0 && mark - t < 4;) {
    if (kBetween.contains(tokens[t].form)) continue;
    return kMaking.contains(tokens[t].lemma) ||
           (tokens[t].upos == Upos::kNoun && Gazetteer::instance().is_noun_of(tokens[t].lemma, NameType::kWork));
  }
  return false;
}

// What fills a pair of quotation marks and begins with an article is a work: "The Salt Road"; so is what is told as one.
void name_titles(Sentence& sentence) {
  static const std::set<std::string, std::less<>> kSmall = {"of", "and", "the", "in", "for", "to", "a", "on", "with"};
  const std::vector<Token>& tokens = sentence.tokens;
  const auto is_mark = [&](std::uint32_t t) {
    const std::string& form = tokens[t].form;
    return form == "\"" || form == "“" || form == "”" || form == "``" || form == "''";
  };
  const auto capital = [&](std::uint32_t t) { return tokens[t].form[0] >= 'A' && tokens[t].form[0] <= 'Z'; };
  for (std::uint32_t t = 0; t + 2 < tokens.size(); ++t) {
    if (!is_mark(t) || !capital(t + 1)) continue;
    const std::string& first = tokens[t + 1].form;
    const bool article = first == "The" || first == "A" || first == "An";
    std::uint32_t end = t + (article ? 2 : 1);
    bool named = false;
    while (end < tokens.size() && !is_mark(end) && (capital(end) || kSmall.contains(tokens[end].form))) {
      named = capital(end);
      ++end;
    }
    const bool nickname = std::any_of(sentence.names.begin(), sentence.names.end(), [&](const Name& name) {
      return name.last == t && name.type == NameType::kPerson;
    });
    if (end >= tokens.size() || !is_mark(end) || !named || nickname) continue;
    if (article || told_as_work(sentence, t)) put(sentence, {t + (article ? 2 : 1), end, NameType::kWork, 0.95F});
    t = end;
  }
}

// "Zyntra plc" is a company, however little is known of Zyntra.
void name_companies(Sentence& sentence) {
  static const std::set<std::string, std::less<>> kForms = {
      "plc",  "PLC", "Plc", "Inc", "Inc.", "Ltd", "Ltd.", "LLC", "LLP",    "GmbH", "KGaA", "Corp", "Corp.", "AG",
      "S.A.", "ASA", "A/S", "Oyj", "AB",   "NV",  "N.V.", "BV",  "S.p.A.", "SpA",  "Pty",  "PJSC", "JSC"};
  const std::vector<Token>& tokens = sentence.tokens;
  const auto capital = [&](std::uint32_t t) {
    return tokens[t].upos == Upos::kPropn && tokens[t].form[0] >= 'A' && tokens[t].form[0] <= 'Z';
  };
  for (std::uint32_t t = 1; t < tokens.size(); ++t) {
    if (!kForms.contains(tokens[t].form) || !capital(t - 1) || kForms.contains(tokens[t - 1].form)) continue;
    Name company = {t - 1, t + 1, NameType::kOrganization, 0.9F};
    std::uint32_t free = 0;  // where the name before ends
    bool longer = false;
    for (const Name& name : sentence.names) {
      if (name.last < t) free = name.last;
      if (!overlap(name, company)) continue;
      longer = longer || name.last > t + 1 || name.type == NameType::kWork;
      company.first = std::min(company.first, name.first);
    }
    if (longer) continue;
    while (company.first > free && capital(company.first - 1)) --company.first;
    put(sentence, company);
  }
}

// "posted record profits", "reported a loss": what companies do.
bool tells_results(const Sentence& sentence, std::uint32_t verb) {
  static const std::set<std::string, std::less<>> kResults = {"earnings", "loss", "profit",
                                                              "revenue",  "sale", "turnover"};
  const std::vector<Token>& tokens = sentence.tokens;
  if (verb >= tokens.size() || (tokens[verb].form != "posted" && tokens[verb].form != "reported")) return false;
  return std::any_of(tokens.begin() + verb, tokens.end(), [&](const Token& token) {
    return token.head == static_cast<std::int32_t>(verb) && token.deprel == Deprel::kObj &&
           kResults.contains(token.lemma);
  });
}

// "said on Monday it would cut 300 jobs"
bool tells_plans(const Sentence& sentence, std::uint32_t verb) {
  static const std::set<std::string, std::less<>> kDoings = {"acquire", "agree",  "appoint", "buy",    "close",
                                                             "cut",     "hire",   "invest",  "launch", "lay",
                                                             "open",    "recall", "sell",    "shut"};
  const std::vector<Token>& tokens = sentence.tokens;
  if (verb >= tokens.size() || tokens[verb].form != "said") return false;
  std::uint32_t t = verb + 1;
  if (t + 1 < tokens.size() && tokens[t].form == "on") t += 2;
  if (t >= tokens.size() || tokens[t].form != "it" || tokens[t].head < 0) return false;
  const Token& does = tokens[static_cast<std::size_t>(tokens[t].head)];
  return tokens[t].deprel == Deprel::kNsubj && kDoings.contains(does.lemma);
}

// Whether the words around a name say that it is a body: "Zyntra, which grew", "Zyntra chief executive Mara Lind", "shares in
// Zyntra", "Zyntra Systems".
bool told_as_body(const Sentence& sentence, const Name& name) {
  static const std::set<std::string, std::less<>> kEnds = {
      "AI",          "Aerospace",    "Airlines",   "Airways",         "Aviation",
      "Bank",        "Biosciences",  "Biotech",    "Capital",         "Cement",
      "Chemicals",   "Electronics",  "Energy",     "Entertainment",   "Foods",
      "Genomics",    "Group",        "Holdings",   "Industries",      "Insurance",
      "Investments", "Labs",         "Logistics",  "Media",           "Metal",
      "Metals",      "Minerals",     "Mining",     "Motors",          "Networks",
      "Partners",    "Petroleum",    "Pharma",     "Pharmaceuticals", "Railways",
      "Resources",   "Robotics",     "Securities", "Semiconductor",   "Shipping",
      "Software",    "Solutions",    "Steel",      "Stores",          "Studios",
      "Systems",     "Technologies", "Telecom",    "Therapeutics",    "Ventures"};
  static const std::set<std::string, std::less<>> kHeads = {"CEO",        "CFO",      "Chair",      "Chairman",
                                                            "Chairwoman", "chairman", "chairwoman", "co-founder"};
  static const std::set<std::string, std::less<>> kHoldings = {"shares", "Shares", "stake"};
  const std::vector<Token>& tokens = sentence.tokens;
  const auto form = [&](std::uint32_t t) -> std::string_view {
    return t < tokens.size() ? std::string_view(tokens[t].form) : std::string_view();
  };
  if (name.last - name.first > 1 && kEnds.contains(tokens[name.last - 1].form)) return true;
  const std::uint32_t next = name.last;
  const bool which = form(next) == "," && form(next + 1) == "which";
  const bool shares = (form(next) == "shares" || form(next) == "stock") && tokens[next].upos == Upos::kNoun;
  const bool founded = (form(next) == "was" && (form(next + 1) == "founded" || form(next + 1) == "co-founded")) ||
                       (form(next) == "," && form(next + 1) == "founded") || form(next) == "employs";
  const bool owned = name.first > 1 && (form(name.first - 1) == "in" || form(name.first - 1) == "of") &&
                     kHoldings.contains(form(name.first - 2));
  // "Oslo-based Zyntra"
  const bool based =
      name.last - name.first == 1 && name.first > 2 && form(name.first - 1) == "based" && form(name.first - 2) == "-";
  if (which || shares || founded || owned || based || tells_results(sentence, next) || tells_plans(sentence, next))
    return true;
  std::uint32_t office = 0;  // its words
  if (form(next) == "chief" && (form(next + 1) == "executive" || form(next + 1) == "financial"))
    office = form(next + 2) == "officer" ? 3 : 2;
  if (form(next) == "managing" && form(next + 1) == "director") office = 2;
  if (kHeads.contains(form(next))) office = 1;
  return office > 0 && std::any_of(sentence.names.begin(), sentence.names.end(), [&](const Name& other) {
           return other.first == next + office && other.type == NameType::kPerson;
         });
}

// What was taken for a person is a body wherever the document has its first word, if it is told as one somewhere and that
// word is no given name.
void name_bodies(std::vector<Sentence>& sentences) {
  std::set<std::string, std::less<>> bodies;  // first words
  std::set<std::string, std::less<>> surnames;
  for (const Sentence& sentence : sentences) {
    for (const Name& name : sentence.names) {
      if (name.type == NameType::kPerson && name.last - name.first > 1)
        surnames.insert(sentence.tokens[name.last - 1].form);
    }
  }
  for (const Sentence& sentence : sentences) {
    for (const Name& name : sentence.names) {
      const std::string& first = sentence.tokens[name.first].form;
      const bool known = Gazetteer::instance().given_name(first).has_value() ||
                         (name.first > 0 && Gazetteer::instance().is_title(sentence.tokens[name.first - 1].form));
      const bool maybe =
          name.type == NameType::kPerson || (name.type == NameType::kOrganization && name.last - name.first == 1);
      const bool surname = name.last - name.first == 1 && surnames.contains(first);
      if (maybe && !known && !surname && told_as_body(sentence, name)) bodies.insert(first);
    }
  }
  if (bodies.empty()) return;
  for (Sentence& sentence : sentences) {
    for (Name& name : sentence.names) {
      const bool body = name.type == NameType::kPerson && bodies.contains(sentence.tokens[name.first].form);
      if (!body) continue;
      name.type = NameType::kOrganization;
      name.confidence = std::max(name.confidence, 0.8F);
    }
  }
}

// Parts names that go on behind a preposition: "Mara Lind in Oslo", "Norvia Shipping by Zyntra", "the Norvia Treaty in Oslo".
void part_at_preposition(Sentence& sentence) {
  static const std::set<std::string, std::less<>> kBehindPersons = {"at", "by", "for", "from", "in", "to", "with"};
  static const std::set<std::string, std::less<>> kSigned = {"Accord", "Agreement", "Convention", "Pact", "Treaty"};
  const Gazetteer& gazetteer = Gazetteer::instance();
  const std::vector<Token>& tokens = sentence.tokens;
  for (std::size_t n = 0; n < sentence.names.size(); ++n) {
    const Name name = sentence.names[n];
    const bool person = name.type == NameType::kPerson;
    const auto parts = [&](std::uint32_t t) {
      const std::string& form = tokens[t].form;
      if (tokens[t].upos != Upos::kAdp) return false;
      if (person) return kBehindPersons.contains(form) || (form == "of" && tokens[t + 1].form == "the");
      if (form == "by") return name.type == NameType::kOrganization;
      return form == "in" && kSigned.contains(tokens[t - 1].form);
    };
    std::uint32_t at = name.first + 1;
    while (at + 1 < name.last && !parts(at)) ++at;
    if (at + 1 >= name.last) continue;
    Name rest = name;
    rest.first = at + (tokens[at + 1].form == "the" ? 2 : 1);
    sentence.names[n].last = at;
    if (rest.first >= rest.last) continue;
    const bool place = tokens[at].form == "in" || !gazetteer.places(words_of(sentence, rest.first, rest.last)).empty();
    const bool given = gazetteer.given_name(tokens[rest.first].form).has_value();
    rest.type = place ? NameType::kPlace : given ? NameType::kPerson : NameType::kOrganization;
    sentence.names.insert(sentence.names.begin() + static_cast<std::ptrdiff_t>(n) + 1, rest);
  }
}

// "Shares in Zyntra", "its rival Zyntra": a capitalised word that has no name yet, or one of something else, and is a body.
void name_told(Sentence& sentence) {
  static const std::set<std::string, std::less<>> kRivals = {"rival", "competitor"};
  static const std::set<std::string, std::less<>> kOffices = {"CEO", "Chair", "Chairman", "Chairwoman"};
  static const std::set<std::string, std::less<>> kRanks = {"Acting", "Assistant", "Board",    "Deputy", "Executive",
                                                            "Former", "Interim",   "Outgoing", "Vice"};
  const std::vector<Token>& tokens = sentence.tokens;
  const Gazetteer& gazetteer = Gazetteer::instance();
  for (std::uint32_t t = 0; t < tokens.size(); ++t) {
    const std::string& form = tokens[t].form;
    const auto proper = [&](std::uint32_t at) {
      return at < tokens.size() && tokens[at].upos == Upos::kPropn && tokens[at].form[0] >= 'A' &&
             tokens[at].form[0] <= 'Z';
    };
    const bool office = t + 1 < tokens.size() && kOffices.contains(tokens[t + 1].form) && !kRanks.contains(form) &&
                        gazetteer.head_types(form).empty();
    if (!proper(t) || form.size() < 3 || (t > 0 && proper(t - 1)) || (proper(t + 1) && !office)) continue;
    const Name body = {t, t + 1, NameType::kOrganization, 0.6F};
    const auto name = std::find_if(sentence.names.begin(), sentence.names.end(),
                                   [&](const Name& other) { return overlap(other, body); });
    const bool free = name == sentence.names.end();
    const bool rival = t > 0 && kRivals.contains(tokens[t - 1].lemma) && (free || name->last - name->first == 1) &&
                       (free || name->type == NameType::kPlace) && gazetteer.places(form).empty();
    const bool told = free && t + 1 < tokens.size() && tokens[t + 1].form != "," && told_as_body(sentence, body);
    if ((rival || told) && !gazetteer.given_name(form)) put(sentence, body);
  }
}

// "Zyntra plans to buy Norvel", "Norvel was bought by Zyntra": what a body buys is one, if no name was found there.
void name_bought(Sentence& sentence) {
  const std::vector<Token>& tokens = sentence.tokens;
  const auto names_at = [&](std::uint32_t t) {
    return std::find_if(sentence.names.begin(), sentence.names.end(),
                        [&](const Name& name) { return name.first <= t && t < name.last; });
  };
  const auto body_under = [&](std::int32_t verb, Deprel relation) {
    for (std::uint32_t t = 0; t < tokens.size(); ++t) {
      if (tokens[t].head != verb || tokens[t].deprel != relation) continue;
      auto name = names_at(t);
      if (t == 0 && name == sentence.names.end()) name = names_at(1);  // "Carmaker Zyntra" before its tree is corrected
      return name != sentence.names.end() && name->type == NameType::kOrganization;
    }
    return false;
  };
  for (std::uint32_t t = 0; t < tokens.size(); ++t) {
    const Token& word = tokens[t];
    if (word.upos != Upos::kPropn || word.head < 0 || word.form[0] < 'A' || word.form[0] > 'Z') continue;
    const Token& verb = tokens[static_cast<std::size_t>(word.head)];
    if (verb.lemma != "buy" && verb.lemma != "acquire") continue;
    const auto known = names_at(t);
    const bool place = known != sentence.names.end() && known->type == NameType::kPlace &&
                       known->last - known->first == 1 && Gazetteer::instance().places(word.form).empty();
    if (known != sentence.names.end() && !place) continue;
    const bool bare = std::none_of(tokens.begin(), tokens.end(), [&](const Token& other) {
      return other.head == static_cast<std::int32_t>(t) && other.deprel != Deprel::kPunct;
    });
    if (!bare) continue;
    bool bought = word.deprel == Deprel::kNsubjPass && body_under(word.head, Deprel::kOblAgent);
    if (word.deprel == Deprel::kObj) {
      bought =
          body_under(word.head, Deprel::kNsubj) ||
          ((verb.deprel == Deprel::kXcomp || verb.deprel == Deprel::kAcl) && body_under(verb.head, Deprel::kNsubj));
    }
    if (bought) put(sentence, {t, t + 1, NameType::kOrganization, 0.6F});
  }
}

// Cuts names at the words `place` finds in them, again and again.
template <typename Place>
void part(Sentence& sentence, const Place& place) {
  for (std::size_t n = 0; n < sentence.names.size(); ++n) {
    const std::optional<std::uint32_t> cut = place(sentence.names[n]);
    if (!cut) continue;
    Name rest = sentence.names[n];
    rest.first = *cut;
    sentence.names[n].last = *cut;
    sentence.names.insert(sentence.names.begin() + static_cast<std::ptrdiff_t>(n) + 1, rest);
  }
}

}  // namespace

void correct_names(std::vector<Sentence>& sentences) {
  std::set<std::string> persons;  // of two words and more
  for (Sentence& sentence : sentences) {
    std::vector<Name> names;
    leave_portfolios(sentence);
    drop_offices(sentence);
    part_holders(sentence);
    part_at_preposition(sentence);
    for (Name& name : sentence.names) {
      leave_office(sentence, name);
      leave_trade(sentence, name);
      if (!settle(sentence, name)) continue;
      if (!names.empty() && hyphenated(sentence, names.back(), name)) {
        names.back().last = name.last;
        names.back().confidence = std::min(names.back().confidence, name.confidence);
      } else {
        fetch_hyphenated(sentence, name, names.empty() ? 0 : names.back().last);
        fetch_syllable(sentence, name);
        names.push_back(name);
      }
    }
    sentence.names = std::move(names);
    join_known(sentence);
    name_storms(sentence);
    name_companies(sentence);
    name_titles(sentence);
    part(sentence, [&](const Name& name) { return repeated_word(sentence, name); });
  }
  name_bodies(sentences);
  for (Sentence& sentence : sentences) {
    name_told(sentence);
    name_bought(sentence);
  }
  for (const Sentence& sentence : sentences) {
    for (const Name& name : sentence.names) {
      if (name.type == NameType::kPerson && name.last - name.first > 1) {
        persons.insert(words_of(sentence, name.first, name.last));
      }
    }
  }
  for (Sentence& sentence : sentences) {
    part(sentence, [&](const Name& name) { return next_person(sentence, name, persons); });
  }
}

}  // namespace factgraph

#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/facts.h"
#include "db/judgement.h"
#include "schema/ontology.h"

namespace factgraph {

// Whom a name stands for, as far as the name tells. `scope` is the uri of the one document it is confined to.
struct Named {
  std::string key;
  std::string root;
  std::string scope;

  friend auto operator<=>(const Named&, const Named&) = default;
};

[[nodiscard]] std::int64_t hash_of(const Named& named);

// What the judgements in force say, whatever order they came in: of two that disagree the later holds, and a
// `same` that would join what a `different` keeps apart does nothing.
class Judged {
 public:
  Judged() = default;
  explicit Judged(std::vector<Judgement> judgements);

  // The named that stands for everyone people said is the same: the first of them, or `named` itself.
  [[nodiscard]] const Named& representative(const Named& named) const;
  // All of them, `named` among them.
  [[nodiscard]] std::set<Named> group(const Named& named) const;
  [[nodiscard]] bool apart(const Named& a, const Named& b) const;
  // Whether somebody spoke of it as of this very one.
  [[nodiscard]] bool mentions(const Named& named) const { return spoken_of_.contains(named); }
  [[nodiscard]] bool joined(const Named& named) const { return group_of_.contains(named); }
  // The latest new name or type given to one of the group; nullptr if there is none.
  [[nodiscard]] const Judgement* renamed(const Named& named) const { return latest(renames_, named); }
  [[nodiscard]] const Judgement* retyped(const Named& named) const { return latest(retypes_, named); }

  [[nodiscard]] const std::vector<Judgement>& in_force() const { return in_force_; }  // by time
  [[nodiscard]] bool contradicted(const Judgement& judgement) const { return contradicted_.contains(judgement.digest); }

 private:
  using Latest = std::map<Named, std::size_t>;
  [[nodiscard]] const Judgement* latest(const Latest& by_named, const Named& named) const;

  std::vector<Judgement> in_force_;
  std::set<Named> spoken_of_;
  std::map<Named, std::size_t> group_of_;
  std::vector<std::set<Named>> groups_;
  std::set<std::pair<Named, Named>> apart_;
  std::set<std::string> contradicted_;
  Latest renames_;
  Latest retypes_;
};

// One named of a judgement.
[[nodiscard]] Named named_of(const NameReference& reference);

// A person's name of one word, which many may have.
[[nodiscard]] bool is_single_word(const Named& named);

// Somebody or something a document mentions with a name, or a role of it; for a single word also kPresence, by which it is
// known how many documents have it.
inline constexpr std::int64_t kPresence = 0;
struct Feature {
  std::int64_t hash = 0;
  int weight = 1;     // 2 for what is rarely shared by chance
  std::string label;  // for people
};

// What one document's entity contributes to telling names apart.
struct NameProfile {
  Named named;                     // scope empty
  bool linkable = false;           // a person or organization
  bool initials = false;           // written as initials
  std::vector<std::string> forms;  // short names it may have elsewhere
  std::vector<Feature> features;   // empty unless linkable
};

[[nodiscard]] std::vector<NameProfile> profiles_of(const DocumentFacts& facts, const Ontology& ontology);

// Why a document's entity is which.
enum class Ground { kName, kContext, kPeople, kAmbiguous, kGivenName, kAlone, kUndecided };

struct Candidate {
  std::string key;
  int score = 0;
  std::vector<std::string> shared;
};

struct Resolution {
  Named named;  // the representative: what the entity is found by
  Ground ground = Ground::kName;
  std::vector<Candidate> candidates;  // fuller names that were weighed
};

// A short name with more fuller ones than this is nobody's.
inline constexpr std::int64_t kFullerNames = 32;

// Decides who is who in a document: a function of the document, of the fuller names and the company they keep in
// the whole database (name_forms, contexts), and of judgements. The cost does not grow with the database: at most
// a fixed number of fuller names is weighed; a short name with more of them is nobody's.
//
// A short name belongs to the fuller one with which it shares most company (others mentioned, roles), at least as
// much as its kind needs and more than with any other; never to one its own document tells apart from it. A surname
// that several could have and none is likely to is confined to its document, and so is a given name alone, and a single
// word that other documents have for a person too but in no company they share: better one person twice than two as one.
class Resolver {
 public:
  // Keeps a reference.
  explicit Resolver(SQLite::Database& database);

  // Reads the judgements again.
  void reload();
  [[nodiscard]] const Judged& judged() const { return judged_; }

  // One for each of `document`, the profiles of the document of this uri.
  [[nodiscard]] std::vector<Resolution> resolve(const std::vector<NameProfile>& document, const std::string& uri);

 private:
  Resolution resolve(const NameProfile& profile, const std::vector<NameProfile>& document, const std::string& uri);
  bool is_given_name(const Named& named);
  bool is_alone(const NameProfile& profile);

  SQLite::Database& database_;
  Judged judged_;
  SQLite::Statement fuller_names_, shared_, sharing_;
};

// Every judgement ever made, by time.
[[nodiscard]] std::vector<Judgement> read_judgements(SQLite::Database& database);

// The name people see: what they chose, else the most frequent full name, the longest, the first; of those that are
// its own where there are some (not lent to it by a short name).
[[nodiscard]] std::string elect_name(SQLite::Statement& full_names, std::int64_t entity, const Named& named,
                                     const Judged& judged, const std::string& fallback);

// For `full_names` of elect_name().
inline constexpr const char* kFullNames =
    "SELECT name, mentions, length(name) FROM aliases WHERE entity_id = ? AND full_names > 0";

}  // namespace factgraph

#include "db/resolver.h"

#include <fmt/core.h>
#include <xxhash.h>

#include <algorithm>
#include <tuple>

#include "core/told_once.h"
#include "db/connection.h"
#include "db/digest.h"
#include "db/identity.h"

namespace factgraph {
namespace {

constexpr std::size_t kCompany = 7;  // others of a document that are taken for company of each
constexpr std::size_t kRoles = 2;    // roles of each
constexpr int kNeeded = 2;           // shared weight for a surname or initials ...
constexpr int kNeededOfWords = 4;    // ... and for other parts of a name

std::int64_t hash_of(std::string_view text) { return static_cast<std::int64_t>(XXH3_64bits(text.data(), text.size())); }

std::pair<Named, Named> in_order(const Named& a, const Named& b) { return a < b ? std::pair(a, b) : std::pair(b, a); }

bool earlier(const Judgement& a, const Judgement& b) { return std::tie(a.time, a.digest) < std::tie(b.time, b.digest); }

}  // namespace

std::int64_t hash_of(const Named& named) { return hash_of(std::string_view(named.key + '\0' + named.root)); }

bool is_single_word(const Named& named) { return named.root == "person" && named.key.find(' ') == std::string::npos; }

Named named_of(const NameReference& reference) {
  return {identity_key(reference.name, reference.root), reference.root, reference.document};
}

Judged::Judged(std::vector<Judgement> judgements) {
  std::sort(judgements.begin(), judgements.end(), earlier);
  // An undo names a digest that was there before it, so whether it holds is known going backwards: what takes it
  // back can only be later in that order of naming. Times may lie; digests cannot.
  std::map<std::string, std::vector<std::string>> taken_back_by;
  for (const Judgement& judgement : judgements) {
    if (judgement.kind == JudgementKind::kUndo) taken_back_by[judgement.value].push_back(judgement.digest);
  }
  std::map<std::string, bool> holds;
  for (const Judgement& judgement : judgements) {
    std::vector<std::string> open = {judgement.digest};
    while (!open.empty()) {
      const std::string digest = open.back();
      if (holds.contains(digest)) {
        open.pop_back();
        continue;
      }
      bool known = true;
      bool taken_back = false;
      for (const std::string& undo : taken_back_by[digest]) {
        const auto state = holds.find(undo);
        if (state == holds.end()) {
          known = false;
          open.push_back(undo);
        } else {
          taken_back = taken_back || state->second;
        }
      }
      if (known) {
        holds[digest] = !taken_back;
        open.pop_back();
      }
    }
  }
  for (Judgement& judgement : judgements) {
    if (holds[judgement.digest]) in_force_.push_back(std::move(judgement));
  }

  // The last word on each pair.
  std::map<std::pair<Named, Named>, std::size_t> pairs;
  for (std::size_t i = 0; i < in_force_.size(); ++i) {
    const Judgement& judgement = in_force_[i];
    if (judgement.kind == JudgementKind::kUndo) continue;
    const Named subject = named_of(judgement.subject);
    spoken_of_.insert(subject);
    if (judgement.kind == JudgementKind::kRename) renames_[subject] = i;
    if (judgement.kind == JudgementKind::kRetype) retypes_[subject] = i;
    if (judgement.kind == JudgementKind::kSame || judgement.kind == JudgementKind::kDifferent) {
      const Named other = named_of(judgement.other);
      spoken_of_.insert(other);
      if (subject == other) continue;
      const auto [last, fresh] = pairs.try_emplace(in_order(subject, other), i);
      if (!fresh && in_force_[last->second].kind != judgement.kind)
        contradicted_.insert(in_force_[last->second].digest);
      last->second = i;
    }
  }
  std::vector<std::pair<std::size_t, std::pair<Named, Named>>> sames;
  for (const auto& [pair, i] : pairs) {
    if (in_force_[i].kind == JudgementKind::kSame) {
      sames.emplace_back(i, pair);
    } else {
      apart_.insert(pair);
    }
  }
  std::sort(sames.begin(), sames.end());
  for (const auto& [i, pair] : sames) {
    if (apart(pair.first, pair.second)) {
      contradicted_.insert(in_force_[i].digest);
      continue;
    }
    for (const Named* named : {&pair.first, &pair.second}) {
      if (group_of_.try_emplace(*named, groups_.size()).second) groups_.push_back({*named});
    }
    const std::size_t into = group_of_[pair.first];
    const std::size_t from = group_of_[pair.second];
    if (into == from) continue;
    for (const Named& named : groups_[from]) group_of_[named] = into;
    groups_[into].merge(groups_[from]);
    groups_[from].clear();
  }
}

std::set<Named> Judged::group(const Named& named) const {
  const auto found = group_of_.find(named);
  return found == group_of_.end() ? std::set<Named>{named} : groups_[found->second];
}

const Named& Judged::representative(const Named& named) const {
  const auto found = group_of_.find(named);
  return found == group_of_.end() ? named : *groups_[found->second].begin();
}

bool Judged::apart(const Named& a, const Named& b) const {
  if (apart_.empty()) return false;
  const std::set<Named> left = group(a);
  const std::set<Named> right = group(b);
  return std::any_of(left.begin(), left.end(), [&](const Named& l) {
    return std::any_of(right.begin(), right.end(), [&](const Named& r) { return apart_.contains(in_order(l, r)); });
  });
}

const Judgement* Judged::latest(const Latest& by_named, const Named& named) const {
  if (by_named.empty()) return nullptr;
  const Judgement* last = nullptr;
  for (const Named& one : group(named)) {
    const auto found = by_named.find(one);
    if (found != by_named.end() && (last == nullptr || earlier(*last, in_force_[found->second]))) {
      last = &in_force_[found->second];
    }
  }
  return last;
}

std::vector<NameProfile> profiles_of(const DocumentFacts& facts, const Ontology& ontology) {
  std::vector<NameProfile> profiles;
  profiles.reserve(facts.entities.size());
  struct Company {
    std::size_t mentions = 0;
    std::string label;
    bool place = false;
  };
  std::map<Named, Company> others;
  for (const Entity& entity : facts.entities) {
    NameProfile& profile = profiles.emplace_back();
    const std::string root(ontology.root(entity.type));
    profile.named = {identity_key(entity.name, root), root, ""};
    profile.linkable = root == "person" || root == "organization";
    profile.initials = looks_like_initials(entity.name);
    std::set<std::string> surfaces;
    std::size_t names = 0;
    for (const Mention& mention : entity.mentions) {
      if (mention.kind != MentionKind::kName) continue;
      ++names;
      const std::string_view words = facts.document.text.slice(mention.span);
      if (profile.linkable && words != entity.name) surfaces.emplace(words);
    }
    if (profile.linkable) {
      const std::vector<std::string> derived = short_forms(profile.named.key, root);
      std::set<std::string> forms(derived.begin(), derived.end());
      for (const std::string& surface : surfaces) {
        const std::string key = identity_key(surface, root);
        if (looks_like_initials(surface) && root == "organization") {
          if (key != profile.named.key && profile.named.key.starts_with(key.substr(0, 1))) forms.insert("=" + key);
        } else if (is_short_for(key, profile.named.key)) {
          forms.insert(key);
        }
      }
      profile.forms.assign(forms.begin(), forms.end());
    }
    if (names > 0) {
      Company& company = others[profile.named];
      company.mentions += names;
      if (company.label.empty() || entity.name < company.label) company.label = entity.name;
      company.place = company.place || root == "place";
    }
  }

  std::vector<std::pair<const Named*, const Company*>> ranked;
  for (const auto& [named, company] : others) ranked.emplace_back(&named, &company);
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.second->mentions > b.second->mentions; });
  if (ranked.size() > kCompany) ranked.resize(kCompany);
  std::vector<std::set<std::string>> roles(profiles.size());
  for (const Relation* relation : told_once(facts.relations)) {  // as the database keeps them
    if (!relation->role.empty() && relation->subject < roles.size()) roles[relation->subject].insert(relation->role);
  }
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    NameProfile& profile = profiles[i];
    if (!profile.linkable) continue;
    for (const auto& [named, company] : ranked) {
      if (*named == profile.named) continue;
      profile.features.push_back({hash_of(*named), company->place ? 1 : 2, company->label});
    }
    for (const std::string& role : roles[i]) {
      if (profile.features.size() >= kCompany + kRoles) break;
      profile.features.push_back({hash_of(std::string_view("role:" + normalize_name(role))), 1, "the role " + role});
    }
    if (is_single_word(profile.named)) profile.features.push_back({kPresence, 0, ""});
  }
  return profiles;
}

Resolver::Resolver(SQLite::Database& database)
    : database_(database),
      fuller_names_(database, "SELECT key FROM name_forms WHERE form = ? AND root = ? ORDER BY key LIMIT ?"),
      shared_(database, "SELECT 1 FROM contexts WHERE name = ? AND feature = ? LIMIT 1"),
      sharing_(database, "SELECT count(*) FROM (SELECT 1 FROM contexts WHERE name = ? AND feature = ? LIMIT 2)") {
  reload();
}

void Resolver::reload() { judged_ = Judged(read_judgements(database_)); }

std::vector<Resolution> Resolver::resolve(const std::vector<NameProfile>& document, const std::string& uri) {
  std::vector<Resolution> resolutions;
  resolutions.reserve(document.size());
  for (const NameProfile& profile : document) resolutions.push_back(resolve(profile, document, uri));
  return resolutions;
}

Resolution Resolver::resolve(const NameProfile& profile, const std::vector<NameProfile>& document,
                             const std::string& uri) {
  const Named& named = profile.named;
  const Named confined{named.key, named.root, uri};
  if (judged_.mentions(confined)) return {judged_.representative(confined), Ground::kPeople, {}};
  if (judged_.joined(named)) return {judged_.representative(named), Ground::kPeople, {}};
  Resolution resolution{named, Ground::kName, {}};
  if (!profile.linkable) return resolution;

  std::set<std::string> fuller;
  bool too_many = false;
  const auto weigh = [&](const std::string& form) {
    std::int64_t found = 0;
    for (rewind(fuller_names_, form, named.root, kFullerNames + 1); fuller_names_.executeStep(); ++found) {
      fuller.insert(text_at(fuller_names_, 0));
    }
    fuller_names_.tryReset();
    too_many = too_many || found > kFullerNames;
  };
  weigh(named.key);
  if (profile.initials) weigh("=" + named.key);
  const bool surname = is_single_word(named);
  if (too_many) {
    if (surname) resolution = {confined, Ground::kAmbiguous, {}};
    return resolution;
  }
  std::erase_if(fuller, [&](const std::string& key) {
    return key == named.key || judged_.apart(named, {key, named.root, ""});
  });
  // Of fuller names that are short for one another the fullest count.
  const std::set<std::string> all = fuller;
  std::erase_if(fuller, [&](const std::string& key) {
    return std::any_of(all.begin(), all.end(), [&](const std::string& other) { return is_short_for(key, other); });
  });
  const auto keep_to_document = [&](Ground ground) {
    resolution.named = confined;
    resolution.ground = ground;
  };
  if (fuller.empty()) {
    if (surname && is_given_name(named)) {
      keep_to_document(Ground::kGivenName);
    } else if (surname && is_alone(profile)) {
      keep_to_document(Ground::kAlone);
    }
    return resolution;
  }

  const int needed = profile.initials || named.root == "person" ? kNeeded : kNeededOfWords;
  const bool ambiguous = fuller.size() > 1;
  for (const NameProfile& other : document) {
    if (other.named.root == named.root) fuller.erase(other.named.key);
  }
  for (const std::string& key : fuller) {
    Candidate& candidate = resolution.candidates.emplace_back(Candidate{key, 0, {}});
    const std::int64_t name = hash_of(Named{key, named.root, ""});
    for (const Feature& feature : profile.features) {
      if (!query_id(shared_, name, feature.hash)) continue;
      candidate.score += feature.weight;
      candidate.shared.push_back(feature.label);
    }
  }
  std::stable_sort(resolution.candidates.begin(), resolution.candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  const auto& candidates = resolution.candidates;
  if (!candidates.empty() && candidates[0].score >= needed &&
      (candidates.size() == 1 || candidates[0].score > candidates[1].score)) {
    resolution.named = judged_.representative({candidates[0].key, named.root, ""});
    resolution.ground = Ground::kContext;
  } else if (ambiguous && surname) {
    keep_to_document(Ground::kAmbiguous);
  } else if (surname && is_given_name(named)) {
    keep_to_document(Ground::kGivenName);
  } else if (surname && is_alone(profile)) {
    keep_to_document(Ground::kAlone);
  } else if (!candidates.empty()) {
    resolution.ground = Ground::kUndecided;
  }
  return resolution;
}

// Whether a full name of somebody begins with it.
bool Resolver::is_given_name(const Named& named) {
  const std::string form = "^" + named.key;
  rewind(fuller_names_, form, named.root, 1);
  const bool found = fuller_names_.executeStep();
  fuller_names_.tryReset();
  return found;
}

// Whether other documents have the name as well, but none of them in this one's company.
bool Resolver::is_alone(const NameProfile& profile) {
  const std::int64_t name = hash_of(profile.named);
  const auto shared = [&](std::int64_t feature) { return query_id(sharing_, name, feature).value_or(0) > 1; };
  if (!shared(kPresence)) return false;
  int weight = 0;
  for (const Feature& feature : profile.features) {
    if (feature.hash != kPresence && shared(feature.hash)) weight += feature.weight;
  }
  return weight < kNeeded;
}

std::vector<Judgement> read_judgements(SQLite::Database& database) {
  SQLite::Statement rows(database,
                         "SELECT id, digest, time, author, reason, kind, name, root, document, other_name, other_root, "
                         "other_document, value FROM judgements ORDER BY time, digest");
  std::vector<Judgement> judgements;
  while (rows.executeStep()) {
    const auto kind = parse_judgement_kind(text_at(rows, 5));
    if (!kind) throw DatabaseError("unknown kind of judgement '" + text_at(rows, 5) + "'");
    judgements.push_back({.id = int_at(rows, 0),
                          .digest = text_at(rows, 1),
                          .time = text_at(rows, 2),
                          .author = text_at(rows, 3),
                          .reason = text_at(rows, 4),
                          .kind = *kind,
                          .subject = {text_at(rows, 6), text_at(rows, 7), text_at(rows, 8)},
                          .other = {text_at(rows, 9), text_at(rows, 10), text_at(rows, 11)},
                          .value = text_at(rows, 12)});
    if (digest_of(judgements.back()) != judgements.back().digest) {
      throw DatabaseError(fmt::format("judgement {} differs from its digest", judgements.back().id));
    }
  }
  return judgements;
}

std::string elect_name(SQLite::Statement& full_names, std::int64_t entity, const Named& named, const Judged& judged,
                       const std::string& fallback) {
  if (const Judgement* renamed = judged.renamed(named)) return renamed->value;
  // Of those people joined, not the one that is short for another.
  const std::set<Named> all = judged.group(named);
  std::set<Named> group = all;
  std::erase_if(group, [&](const Named& one) {
    return std::any_of(all.begin(), all.end(),
                       [&](const Named& other) { return one.root == other.root && is_short_for(one.key, other.key); });
  });
  // Sorted here: a sorter of SQL's costs more. By the complement of a count, the greatest first, whatever a stranger's file has.
  std::vector<std::tuple<std::int64_t, std::int64_t, std::string>> names;
  for (rewind(full_names, entity); full_names.executeStep();) {
    names.emplace_back(~int_at(full_names, 1), ~int_at(full_names, 2), text_at(full_names, 0));
  }
  full_names.tryReset();
  if (names.empty()) return fallback;
  std::sort(names.begin(), names.end());
  const auto own = std::find_if(names.begin(), names.end(), [&](const auto& name) {
    return std::any_of(group.begin(), group.end(), [&](const Named& one) {
      return identity_key(std::get<std::string>(name), one.root) == one.key;
    });
  });
  return std::get<std::string>(own == names.end() ? names.front() : *own);
}

}  // namespace factgraph

#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <ostream>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/facts.h"
#include "core/graph.h"
#include "db/judgement.h"
#include "schema/ontology.h"

namespace factgraph {

// What extracted facts: versions of the program and of its language models.
struct Writer {
  std::string program;
  std::string models;
};

// What add() did with its documents.
struct AddCounts {
  std::size_t added = 0;
  std::size_t unchanged = 0;  // there already, with the same text and the same facts
  std::size_t replaced = 0;   // there already under this uri, with others
};

struct DocumentRow {
  std::string uri;
  std::string title;      // empty if unknown
  std::string published;  // EDTF; empty if unknown
  std::size_t sentences = 0;
  std::size_t entities = 0;
  std::size_t facts = 0;  // pieces of evidence
};

struct Alias {
  std::string name;
  std::size_t mentions = 0;
};

// One piece of evidence, all in names: a row of the view `facts`. Empty strings where nothing is known.
struct Fact {
  std::string subject;
  std::string subject_type;
  std::string relation;
  bool open = false;
  std::string object;       // an entity's name or a value
  std::string object_type;  // empty for a value
  std::string role;
  std::string time;
  std::string place;
  Polarity polarity = Polarity::kAffirmed;
  Modality modality = Modality::kAsserted;
  std::string attributed_to;
  double confidence = 1.0;
  std::string document;  // uri
  std::string title;
  std::string sentence;
  std::size_t evidence = 0;  // pieces of evidence that its relation has, this one among them
};

// Everything about one entity.
struct EntityCard {
  std::string name;
  std::string type;
  std::string document;  // uri of the one it is confined to; empty for most
  std::size_t mentions = 0;
  std::size_t documents = 0;
  std::vector<Alias> aliases;  // most frequent first
  std::vector<Fact> facts;     // as subject, then as object; the best proven relations first
  std::size_t more_facts = 0;  // left out by the limits
};

// Who has a name.
struct EntityCards {
  std::vector<EntityCard> cards;  // the most mentioned first
  std::size_t more = 0;           // left out by the limits
};

// How much of all that is known to show.
struct ShowLimits {
  std::size_t entities = SIZE_MAX;
  std::size_t relations = SIZE_MAX;  // of each entity
  std::size_t evidence = SIZE_MAX;   // of each relation
};

struct EntityHit {
  std::string name;
  std::string type;
  std::size_t mentions = 0;
};

struct DocumentHit {
  std::string uri;
  std::string title;
  std::string snippet;  // words around the match, the matched ones in [brackets]
};

// What a search found, best first.
struct SearchResult {
  std::vector<EntityHit> entities;
  std::vector<DocumentHit> documents;
};

// How much of the graph to read.
enum class GraphDetail {
  kRelations,  // who is related to whom, and how surely: no aliases, statements and evidence
  kEverything,
};

// Counts, each list sorted by count, then name.
struct Stats {
  std::vector<std::pair<std::string, std::size_t>> tables;     // rows, in the order of docs/sql.md
  std::vector<std::pair<std::string, std::size_t>> types;      // entities
  std::vector<std::pair<std::string, std::size_t>> relations;  // evidence; open relations are one entry, "(open)"
  std::vector<std::pair<std::string, std::string>> versions;   // schema, ontology, program, models
};

// Somebody who may be somebody else, for people to decide.
struct Doubt {
  NameReference a;
  NameReference b;
  std::string type_a;
  std::string type_b;
  std::size_t documents = 0;  // that a decision would move
  std::size_t shared = 0;     // what both keep company with, counted up to 5
  std::string why;
  std::string words_a;  // a sentence that speaks of it, and where it stands
  std::string words_b;
};

// A judgement as the database has it.
struct JudgementRow {
  Judgement judgement;
  bool in_force = false;      // not undone
  bool contradicted = false;  // in force, but a later one or a `different` says otherwise
};

// What verify() found wrong.
struct Problem {
  std::string table;
  std::int64_t id = 0;  // of the row; 0 for the whole table
  std::string message;
};

// Throws InputError, naming the document and the place, if `facts` do not hang together: a span outside the
// text, a reference to nothing, a subject or object that is no mention of its entity, an empty name, a
// confidence outside (0, 1].
void check_facts(const DocumentFacts& facts);

// A database of facts: one SQLite file, described in docs/sql.md.
//
// What it holds is a function of the set of its documents and of people's judgements: neither the order in which they came, nor batches,
// nor documents that came and went make a difference (row ids aside). Every add() and forget() is one
// transaction: killed at any instant, the file holds all of it or none. Several processes may read while one
// writes.
//
// Not thread-safe; every thread opens its own. Everything throws DatabaseError, naming the file and what to
// do, if the database cannot be opened, read or written.
class Store {
 public:
  enum class Access { kRead, kWrite };

  // Opens the database at `path`, bringing an older schema up to date if it may write. The file is not
  // trusted: one that is not ours, is of a newer version, or lacks tables or columns is refused. `writer` is
  // recorded with what add() stores.
  [[nodiscard]] static Store open(const std::filesystem::path& path, Access access, const Writer& writer = {});

  // Makes a new database at `path` (":memory:" keeps it in memory). Throws if there is one; an empty file is
  // taken over.
  [[nodiscard]] static Store create(const std::filesystem::path& path, const Ontology& ontology, const Writer& writer);

  // Opens for writing what is there, or makes it. Throws if it was built with another ontology than
  // `ontology`.
  [[nodiscard]] static Store open_or_create(const std::filesystem::path& path, const Ontology& ontology,
                                            const Writer& writer);

  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  // The ontology the database was built with.
  [[nodiscard]] const Ontology& ontology() const;

  // Whether `document` is there, with the same fields and text: then there is no need to extract it again.
  [[nodiscard]] bool contains(const Document& document) const;

  // Stores `batch` in one transaction. A document with the uri of one that is there replaces it. Throws
  // InputError as check_facts() does; then nothing is stored.
  AddCounts add(std::span<const DocumentFacts> batch);

  // Takes away the document of this uri, or of this title if only one has it, and all that rests on it alone.
  // Returns its uri. Throws InputError if there is none or several.
  std::string forget(std::string_view document);

  // Takes away all documents but those of these uris, in one transaction; returns how many.
  std::size_t forget_all_but(const std::set<std::string>& uris);

  // Whom `text` names: a name or alias of one entity, in any spelling; followed by " (TYPE)" or "@URI" where it is said
  // of several: in that document only. Throws InputError if it is nobody's or several's, naming them.
  [[nodiscard]] NameReference refer(const std::string& text) const;

  // The entity behind `text`, as refer() finds it; the same in every spelling and for every alias.
  [[nodiscard]] NameReference refer_to_entity(const std::string& text) const;

  // Records judgements and does what they say: they win over what the documents suggest, outlive every rebuild, and
  // have the same effect whatever order they come in. Returns how many are new. Throws InputError for a type the
  // ontology does not know and an undo of nothing.
  std::size_t judge(std::vector<Judgement> judgements);

  // Every judgement ever made, by time.
  [[nodiscard]] std::vector<JudgementRow> judgements() const;

  // How every name and every judgement made the entities called `name` what they are, in lines of plain words.
  [[nodiscard]] std::vector<std::string> why(const std::string& name) const;

  // Pairs that may be one: those first that touch most documents and have most in common.
  [[nodiscard]] std::vector<Doubt> doubts(std::size_t limit) const;

  // Takes in the documents and judgements of another database. Of two documents of one uri that differ the one with the
  // greater digest stays, so that merging is associative, commutative and idempotent. Throws DatabaseError if the
  // other was built with another ontology. Memory is bounded by a batch.
  AddCounts merge(const Store& other);

  // Becomes what `other` is, in one transaction, whatever ontology either has; to be opened again afterwards.
  void become(const Store& other);

  // Copies the database to `path` as it is at this moment, while others may read and write it. Throws if there is a file.
  void backup(const std::filesystem::path& path) const;

  // The statements that make the tables, with their comments.
  [[nodiscard]] std::string schema() const;

  // All documents, sorted by uri.
  [[nodiscard]] std::vector<DocumentRow> documents() const;

  // The facts of the document of this uri, as they were added (confidences to four decimals). Throws
  // InputError if there is none.
  [[nodiscard]] DocumentFacts facts(std::string_view uri) const;

  // All documents as one graph.
  [[nodiscard]] Graph graph(GraphDetail detail = GraphDetail::kEverything) const;

  // Computes what core/analysis.h can of the graph and keeps it in the table entity_metrics, until the graph changes.
  // Returns the number of entities.
  std::size_t analyse();

  // The entities called `name` (any alias, in any case; " (TYPE)" and "@URI" may follow). Takes as long as what is shown is, not as what is there. Throws
  // InputError naming the nearest names if there is none.
  [[nodiscard]] EntityCards show(std::string_view name, const ShowLimits& limits = {}) const;

  // Names and aliases that look like `name`, the nearest first.
  [[nodiscard]] std::vector<std::string> suggest(std::string_view name) const;

  // Entities and documents that hold all `words`, at most `limit` of each.
  [[nodiscard]] SearchResult search(std::string_view words, std::size_t limit = 20) const;

  [[nodiscard]] Stats stats() const;

  // Proves the database again: slices every span, recounts every count, checks SQLite's own structures (the
  // full-text indexes only if opened for writing). Returns what is wrong, at most 1000 problems.
  [[nodiscard]] std::vector<Problem> verify() const;

  // Writes everything but row ids and writers as JSON lines in a fixed order: equal sets of documents give
  // equal bytes.
  void dump(std::ostream& out) const;

 private:
  struct Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace factgraph

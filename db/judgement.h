#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace factgraph {

enum class JudgementKind { kSame, kDifferent, kRename, kRetype, kUndo };

[[nodiscard]] std::string_view to_string(JudgementKind kind);  // same | different | rename | retype | undo
[[nodiscard]] std::optional<JudgementKind> parse_judgement_kind(std::string_view word);

// Whom a judgement is about, in words that hold in every database.
struct NameReference {
  std::string name;      // in any spelling that has the same identity key
  std::string root;      // topmost type
  std::string document;  // uri, where it is about the name in this document only; else empty

  friend bool operator==(const NameReference&, const NameReference&) = default;
};

// What somebody decided about who is who. Never changed and never deleted; taken back by one of kind kUndo.
struct Judgement {
  std::int64_t id = 0;  // row in the database it was read from; no part of it
  std::string digest;   // of all that follows; empty until it is stored
  std::string time;     // UTC, "2024-03-15T10:00:00Z"
  std::string author;
  std::string reason;  // may be empty
  JudgementKind kind = JudgementKind::kSame;
  NameReference subject;  // none for kUndo
  NameReference other;    // of kSame and kDifferent
  std::string value;      // new name or type; for kUndo the digest of what is taken back
};

// Judgements as JSON lines, one each. Reading throws InputError naming `source` and line.
void write_judgements(const std::vector<Judgement>& judgements, std::ostream& out);
[[nodiscard]] std::vector<Judgement> read_judgements_jsonl(std::istream& in, const std::string& source);

}  // namespace factgraph

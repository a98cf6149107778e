#include "cli/batch.h"

#include <fmt/core.h>

#include <utility>

#include "cli/output.h"

namespace factgraph {
namespace {

// Big enough that a commit costs little beside its content, small enough to bound memory.
constexpr std::size_t kDocuments = 1024;
constexpr std::size_t kBytes = 8U << 20U;

}  // namespace

void Batch::add(DocumentFacts facts) {
  check_facts(facts);
  bytes_ += facts.document.text.utf8().size();
  documents_.push_back(std::move(facts));
  if (documents_.size() >= kDocuments || bytes_ >= kBytes) flush();
}

void Batch::flush() {
  if (documents_.empty()) return;
  const AddCounts counts = store_.add(documents_);
  counts_.added += counts.added;
  counts_.replaced += counts.replaced;
  counts_.unchanged += counts.unchanged;
  documents_.clear();
  bytes_ = 0;
}

std::string summary(const AddCounts& counts, std::size_t unread) {
  std::string text = counted(counts.added, "document") + " added";
  if (counts.replaced > 0) text += fmt::format(", {} replaced", counts.replaced);
  if (counts.unchanged > 0) text += fmt::format(", {} unchanged", counts.unchanged);
  if (unread > 0) text += fmt::format(", {} could not be read", counted(unread, "input"));
  return text;
}

}  // namespace factgraph

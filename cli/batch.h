#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "db/store.h"

namespace factgraph {

// Collects documents on their way into a database and stores them some at a time.
class Batch {
 public:
  // `store` must outlive this.
  explicit Batch(Store& store) : store_(store) {}

  // Throws InputError, as check_facts() does, for facts that do not hang together; those before them are not touched.
  void add(DocumentFacts facts);

  // Stores what is left. Without it, the documents since the last full batch are lost.
  void flush();

  [[nodiscard]] const AddCounts& counts() const { return counts_; }

 private:
  Store& store_;
  std::vector<DocumentFacts> documents_;
  std::size_t bytes_ = 0;  // of their texts
  AddCounts counts_;
};

// "12 documents added, 3 replaced, 1 unchanged"; leaves out what is nothing.
[[nodiscard]] std::string summary(const AddCounts& counts, std::size_t unread);

}  // namespace factgraph

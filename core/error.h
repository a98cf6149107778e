#pragma once

#include <stdexcept>

namespace factgraph {

// Root of everything factgraph throws on purpose. what() is one line for a person: it names the file, the line or the
// offset, and what to do.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// An input (article, facts file, option) cannot be read or does not hold what it should.
class InputError : public Error {
 public:
  using Error::Error;
};

// An ontology file or a pattern in it is wrong; names file, line and column.
class SchemaError : public Error {
 public:
  using Error::Error;
};

// A database cannot be opened, is not ours, is locked, full or damaged.
class DatabaseError : public Error {
 public:
  using Error::Error;
};

// A model file is missing, damaged or of another version.
class ModelError : public Error {
 public:
  using Error::Error;
};

}  // namespace factgraph

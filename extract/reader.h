#pragma once

#include <filesystem>
#include <functional>
#include <istream>
#include <string>
#include <vector>

#include "extract/input.h"

namespace factgraph {

// Reads articles from files, folders and streams: .txt, .md, .html, .jsonl and .conllu, told apart by name and content.
// Text comes out as UTF-8, newlines as \n, cut into blocks, with what the file says of title, author and date.
struct ReadOptions {
  std::string published;  // EDTF date for documents that give none themselves
};

// The files under `inputs` in a fixed order (folders are walked, sorted by name; hidden files and unknown kinds inside
// folders are left out; "-" stays). Throws InputError for a path that is not there.
[[nodiscard]] std::vector<std::string> list_inputs(const std::vector<std::string>& inputs);

// Calls `sink` for every document of the file at `path` ("-" is standard input). A document's uri is its own (JSON
// lines, CoNLL-U), else the path, with "#" and its line or number where the file may hold several. Throws InputError
// naming the file and, for line formats, the line; documents before it have been passed on by then.
void read_inputs(const std::string& path, const ReadOptions& options, const std::function<void(Input)>& sink);

// The same for a stream, told apart by content; `name` names it in messages. Documents without a uri of their own get
// "stdin:" and the digest of their text.
void read_inputs(std::istream& input, const std::string& name, const ReadOptions& options,
                 const std::function<void(Input)>& sink);

}  // namespace factgraph

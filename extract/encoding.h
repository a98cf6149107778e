#pragma once

#include <string>
#include <string_view>

namespace factgraph {

// Returns the text of a file as UTF-8 that Text takes: byte-order mark gone, "\r\n", "\r" and form feed as "\n", other
// control characters but tab as U+FFFD. Understands UTF-8, UTF-16 and UTF-32 by their marks, then the `declared` charset
// (of an HTML page; may be empty), then what the bytes look like; windows-1252 where nothing fits better. Throws
// InputError naming `source` if the bytes are no text, such as a PDF or a program.
[[nodiscard]] std::string decode_text(std::string bytes, const std::string& source, std::string_view declared = {});

// Makes a string of a JSON file fit for Text in the same way, but character for character, so that offsets others count in it
// hold: "\r\n" becomes " \n".
[[nodiscard]] std::string clean_text(std::string utf8);

}  // namespace factgraph

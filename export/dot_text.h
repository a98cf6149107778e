#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace factgraph {

// Text in DOT. Graphviz gives a backslash in a quoted string a second meaning (\N is the node's name, \l a line's end), knows
// HTML entities (&amp;), and cannot hold a quoted string that ends with a single backslash. So every string is written so
// that reading \\ as a backslash, \n as a line feed and \r as a carriage return gives back the very text. Bytes that are
// not UTF-8, and NUL, become U+FFFD. The first three append to `out`, with quotation marks.

// Text that other programs read: exactly itself.
void append_dot_exact(std::string& out, std::string_view text);

// Text that Graphviz shows, which reads entities in it: where `text` has what looks like one, its & is written &amp;.
void append_dot_label(std::string& out, std::string_view text);

// Text that a browser shows over a node or an edge. Graphviz substitutes \N, \E, ... there even after \\: an invisible word
// joiner (U+2060) keeps such a backslash and letter apart.
void append_dot_tooltip(std::string& out, std::string_view text);

// Text within an HTML-like label: markup characters escaped, line feeds as breaks. Not quoted.
[[nodiscard]] std::string dot_markup(std::string_view text);

// `text` on one line for the eye: runs of white space and control characters become one space, and the invisible marks that
// turn the direction of what follows them (U+202A-202E, U+2066-2069) go.
[[nodiscard]] std::string legible(std::string_view text);

// The first `most` characters of `text`, the last of them an ellipsis where something was cut; characters with their
// combining marks stay whole.
[[nodiscard]] std::string clip(std::string text, std::size_t most);

// Appends clip(legible(text), most).
void append_clipped(std::string& out, std::string_view text, std::size_t most);

// `text` with a line feed for the spaces that break it into lines of about `width` characters, evenly filled. Words are never
// broken.
[[nodiscard]] std::string wrap(std::string text, std::size_t width);

}  // namespace factgraph

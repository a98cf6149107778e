#pragma once

#include <string>
#include <string_view>

namespace factgraph {

// Text in other languages: each function appends `text` to `out` so that a reader of that language gets the very text back
// and can do nothing else with it. Bytes that are not UTF-8 become U+FFFD.

// XML, in an attribute or between tags. Control characters, which XML cannot hold, become their pictures (U+2401 for U+0001).
void append_xml(std::string& out, std::string_view text);

// A JSON string, with its quotation marks. < is escaped, so that the file may stand in a page.
void append_json(std::string& out, std::string_view text);

// A literal of N-Triples and Turtle, with its quotation marks.
void append_rdf(std::string& out, std::string_view text);

// A string of Cypher, with its quotation marks.
void append_cypher(std::string& out, std::string_view text);

// A cell of CSV (RFC 4180). Spreadsheets run cells that begin with = + - @ or a control character: such a cell, and one that
// begins with an apostrophe, gets an apostrophe in front. Taking one away gives the text.
void append_csv(std::string& out, std::string_view text);

// Words of Markdown on one line, as dot_text.h's legible() has them: no markup, link or HTML comes of them.
[[nodiscard]] std::string markdown_words(std::string_view text);

// Words in a quoted label of Mermaid, on one line.
[[nodiscard]] std::string mermaid_words(std::string_view text);

// `text` percent-encoded for a part of an IRI: letters, digits, - . _ ~ and what is beyond ASCII and printable stay.
[[nodiscard]] std::string iri_part(std::string_view text);

// Decimal digits, as short as gives the number back.
void append_number(std::string& out, double number);
void append_number(std::string& out, std::size_t number);

}  // namespace factgraph

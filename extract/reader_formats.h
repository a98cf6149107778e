#pragma once

#include <string>
#include <string_view>

#include "core/document.h"

namespace factgraph {

// The formats whose markup has to be read before there is a text. Both take a whole file as UTF-8 without control
// characters, leave the uri empty, and throw InputError naming `source` for a file that is too large or too deep.

// The main content of a page (boilerplate around it dropped), with what its head says of title, author and date.
[[nodiscard]] Document read_html(const std::string& html, const std::string& source);

// The charset a page declares within its first bytes, or empty.
[[nodiscard]] std::string html_charset(std::string_view bytes);

// CommonMark, rendered to plain text: code blocks, HTML, images and link addresses dropped. A front matter between lines
// of "---" may give title, author, date and language.
[[nodiscard]] Document read_markdown(const std::string& markdown, const std::string& source);

// "en" for "en", "EN-us" or "en_GB.UTF-8"; empty for anything that is no language code.
[[nodiscard]] std::string language_code(std::string_view tag);

}  // namespace factgraph

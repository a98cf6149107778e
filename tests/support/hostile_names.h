#pragma once

#include <string>
#include <vector>

namespace factgraph {

// Names that break exporters which do not quote: each is valid UTF-8 and must come through as it is.
inline std::vector<std::string> hostile_names() {
  return {"",
          "Graph",
          "node",
          "strict",
          "subgraph",
          "C:\\dir\\",
          "\\",
          "\\\\",
          "back\\\"slash quote",
          "ends with \\\"",
          "\"quoted\"",
          "'single'",
          "line\nfeed",
          "\n",
          "carriage\rreturn\r\n",
          "tab\tand\vothers\f\x01\x1b\x7f",
          "\\N \\G \\E \\T \\H \\L \\n \\l \\r \\x",
          "literal \\n not a line",
          "<b>bold</b>",
          "<not closed",
          "closed>",
          "<<TABLE>>",
          "</script><script>alert(1)</script>",
          "]]> <!-- -->",
          "&amp; &lt; &#65; &eacute; &nosuch; & ; &",
          "AT&T; Johnson & Johnson",
          "=cmd()",
          "{a|b|<port>c}",
          "a:b:c",
          "n1 -> n2; } digraph {",
          "// comment /* */ # line",
          "%1",
          "123",
          "-.5",
          "\xe2\x80\xae"
          "reversed\xe2\x80\xac",  // right-to-left override
          "\xe2\x80\x8f"
          "\xd8\xb9\xd8\xb1\xd8\xa8\xd9\x8a",  // RTL mark, Arabic
          "\xef\xbb\xbf"
          "byte order mark",
          "zero\xe2\x80\x8bwidth\xe2\x81\xa0",
          "Қасым-Жомарт Тоқаев",
          "東京都",
          "👩‍👩‍👧 family",
          "e\xcc\x81\xcc\x81\xcc\x81 accents",
          std::string(5000, 'x'),
          std::string(300, '\\'),
          "word " + std::string(200, 'y') + " word"};
}

}  // namespace factgraph

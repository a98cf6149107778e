#include "extract/language/conllu.h"

#include <fmt/core.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <istream>
#include <optional>
#include <ostream>
#include <utility>

#include "core/error.h"

namespace factgraph {
namespace {

constexpr std::size_t kColumns = 10;
enum Column { kId, kForm, kLemma, kUpos, kXpos, kFeats, kHead, kDeprel, kDeps, kMisc };
using Columns = std::array<std::string_view, kColumns>;

bool is_known(std::string_view column) { return column != "_"; }

// Decodes the code point at byte `at` and moves behind it; negative if it is not UTF-8.
UChar32 next_code_point(std::string_view utf8, std::size_t& at) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(utf8.data());
  UChar32 c = 0;
  U8_NEXT(bytes, at, utf8.size(), c);
  return c;
}

bool is_space(UChar32 c) { return u_isUWhiteSpace(c) != 0; }

// Removes white space at both ends and makes each run of it inside one space.
std::string collapse_space(std::string_view text) {
  std::string collapsed;
  bool pending = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    if (is_space(next_code_point(text, at))) {
      pending = !collapsed.empty();
      continue;
    }
    if (pending) collapsed += ' ';
    pending = false;
    collapsed += text.substr(start, at - start);
  }
  return collapsed;
}

std::optional<std::uint32_t> parse_number(std::string_view digits) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits.empty()) return std::nullopt;
  return number;
}

bool has_feature(std::string_view misc, std::string_view feature) {
  while (!misc.empty()) {
    const std::size_t end = std::min(misc.find('|'), misc.size());
    if (misc.substr(0, end) == feature) return true;
    misc.remove_prefix(std::min(end + 1, misc.size()));
  }
  return false;
}

// A token of the running text: one word, or a multiword token of several.
struct SurfaceToken {
  std::string form;
  std::uint32_t first = 0;  // words [first, last) of the sentence
  std::uint32_t last = 0;
  bool space_after = true;
  std::size_t line = 0;
};

struct SentenceLines {
  std::optional<std::string> text;
  std::vector<SurfaceToken> surface;
  std::vector<Token> words;
  std::vector<std::size_t> lines;  // of each word
  std::vector<std::optional<std::uint32_t>> heads;
  bool tagged = true;
};

class Reader {
 public:
  Reader(const std::string& source, const std::function<void(ConlluDocument)>& sink) : source_(source), sink_(sink) {}

  void read(std::istream& input) {
    std::string line;
    while (std::getline(input, line)) {
      ++line_;
      if (!line.empty() && line.back() == '\r') line.pop_back();
      check_utf8(line);
      std::string_view rest = line;
      if (line_ == 1 && rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
      if (rest.empty()) {
        close_sentence();
      } else if (rest[0] == '#') {
        read_comment(rest.substr(1));
      } else {
        read_word(rest);
      }
    }
    if (input.bad()) throw InputError(fmt::format("{}: cannot be read", source_));
    close_sentence();
    close_document();
  }

 private:
  [[noreturn]] void fail(std::size_t line, std::string_view what) const {
    throw InputError(fmt::format("{}:{}: {}", source_, line, what));
  }
  [[noreturn]] void fail(std::string_view what) const { fail(line_, what); }

  void check_utf8(std::string_view line) const {
    for (std::size_t at = 0; at < line.size();) {
      const std::size_t start = at;
      const UChar32 c = next_code_point(line, at);
      if (c <= 0) fail(fmt::format("{} at byte {} of the line", c == 0 ? "NUL character" : "invalid UTF-8", start));
    }
  }

  void read_comment(std::string_view comment) {
    const std::size_t equals = std::min(comment.find('='), comment.size());
    const std::string key = collapse_space(comment.substr(0, equals));
    const std::string_view value = comment.substr(std::min(equals + 1, comment.size()));
    if (key == "newdoc" || key == "newdoc id") {
      if (!sentence_.surface.empty()) fail("newdoc inside a sentence; an empty line ends a sentence");
      close_document();
      id_ = collapse_space(value);
      in_document_ = true;
    } else if (key == "newpar" || key == "newpar id") {
      new_paragraph_ = true;
    } else if (key == "text") {
      sentence_.text = collapse_space(value);
    }
  }

  Columns split(std::string_view line) const {
    Columns columns;
    for (std::size_t i = 0; i < kColumns; ++i) {
      const std::size_t end = line.find('\t');
      if ((end == std::string_view::npos) != (i + 1 == kColumns)) {
        fail(fmt::format("{} columns than the {} of CoNLL-U, separated by tabs", i + 1 == kColumns ? "more" : "fewer",
                         kColumns));
      }
      columns[i] = line.substr(0, end);
      if (columns[i].empty()) fail(fmt::format("column {} is empty; write _ for unknown", i + 1));
      line.remove_prefix(std::min(columns[i].size() + 1, line.size()));
    }
    return columns;
  }

  void read_word(std::string_view line) {
    const Columns columns = split(line);
    const std::string_view id = columns[kId];
    if (id.find('.') != std::string_view::npos) return read_empty_node(id);
    std::string form = collapse_space(columns[kForm]);
    if (form.empty()) fail("the form is white space");
    const bool space_after = !has_feature(columns[kMisc], "SpaceAfter=No");
    const auto expected = static_cast<std::uint32_t>(sentence_.words.size() + 1);
    if (const std::size_t dash = id.find('-'); dash != std::string_view::npos) {
      const auto first = parse_number(id.substr(0, dash));
      const auto last = parse_number(id.substr(dash + 1));
      if (first != expected || !last || *last < *first || inside_multiword()) {
        fail(fmt::format("multiword token {} out of place; word {} comes next", id, expected));
      }
      sentence_.surface.push_back({std::move(form), *first - 1, *last, space_after, line_});
      return;
    }
    if (parse_number(id) != expected) fail(fmt::format("word {} where {} comes next", id, expected));
    if (!inside_multiword()) sentence_.surface.push_back({form, expected - 1, expected, space_after, line_});
    add_word(columns, std::move(form));
  }

  // Nodes of the enhanced graph such as 8.1 have no place in the text.
  void read_empty_node(std::string_view id) const {
    const std::size_t dot = id.find('.');
    if (parse_number(id.substr(0, dot)) != sentence_.words.size() || !parse_number(id.substr(dot + 1))) {
      fail(fmt::format("empty node {} out of place", id));
    }
  }

  [[nodiscard]] bool inside_multiword() const {
    return !sentence_.surface.empty() && sentence_.words.size() < sentence_.surface.back().last;
  }

  void add_word(const Columns& columns, std::string form) {
    Token token;
    if (is_known(columns[kLemma]) || columns[kForm] == "_") token.lemma = columns[kLemma];
    if (is_known(columns[kUpos])) {
      const auto upos = parse_upos(columns[kUpos]);
      if (!upos) fail(fmt::format("unknown part of speech '{}'", columns[kUpos]));
      token.upos = *upos;
    }
    const auto xpos = parse_xpos(columns[kXpos]);
    if (xpos) token.xpos = *xpos;
    if (!is_known(columns[kUpos]) || !xpos) sentence_.tagged = false;
    if (is_known(columns[kDeprel])) {
      const auto deprel = parse_deprel(columns[kDeprel]);
      if (!deprel) fail(fmt::format("unknown dependency relation '{}'", columns[kDeprel]));
      token.deprel = *deprel;
    }
    std::optional<std::uint32_t> head;
    if (is_known(columns[kHead])) {
      head = parse_number(columns[kHead]);
      if (!head) fail(fmt::format("'{}' is no head; the number of a word, 0 for the root", columns[kHead]));
    }
    token.form = std::move(form);
    sentence_.words.push_back(std::move(token));
    sentence_.lines.push_back(line_);
    sentence_.heads.push_back(head);
  }

  void close_sentence() {
    SentenceLines lines = std::exchange(sentence_, {});
    if (lines.surface.empty()) return;
    if (lines.words.size() < lines.surface.back().last) {
      fail(lines.surface.back().line, "the sentence ends inside a multiword token");
    }
    Sentence sentence;
    sentence.tagged = lines.tagged;
    sentence.parsed = attach(lines);
    if (!text_.empty()) append_text(new_paragraph_ ? "\n\n" : " ");
    new_paragraph_ = false;
    place(lines);
    sentence.tokens = std::move(lines.words);
    sentence.span = {sentence.tokens.front().span.start, sentence.tokens.back().span.end};
    annotation_.sentences.push_back(std::move(sentence));
    in_document_ = true;
  }

  // Sets the heads if every word has one; they must make a tree.
  bool attach(SentenceLines& lines) const {
    const auto count = static_cast<std::uint32_t>(lines.words.size());
    bool parsed = true;
    std::optional<std::uint32_t> root;
    for (std::uint32_t i = 0; i < count; ++i) {
      if (!lines.heads[i]) {
        parsed = false;
        continue;
      }
      if (*lines.heads[i] > count) fail(lines.lines[i], fmt::format("head {} of {} words", *lines.heads[i], count));
      if (*lines.heads[i] != 0) continue;
      if (root) fail(lines.lines[i], fmt::format("a second root; word {} is one", *root + 1));
      root = i;
    }
    if (!parsed) {
      for (Token& word : lines.words) word.deprel = Deprel::kDep;
      return false;
    }
    if (!root) fail(lines.lines[0], "the sentence has no root");
    // Climbs from each word until a word known to reach the root; the words of one climb share its number.
    std::vector<std::uint32_t> climb(count, 0);
    for (std::uint32_t i = 0; i < count; ++i) {
      std::uint32_t at = i;
      while (climb[at] == 0 && at != *root) {
        climb[at] = i + 1;
        at = *lines.heads[at] - 1;
      }
      if (at != *root && climb[at] == i + 1) fail(lines.lines[at], fmt::format("word {} is its own ancestor", at + 1));
    }
    for (std::uint32_t i = 0; i < count; ++i) {
      lines.words[i].head = static_cast<std::int32_t>(*lines.heads[i]) - 1;
      if (i == *root) lines.words[i].deprel = Deprel::kRoot;
    }
    return true;
  }

  // Appends the sentence's text and gives each word its span there.
  void place(SentenceLines& lines) {
    if (!lines.text) {
      lines.text.emplace();
      for (const SurfaceToken& token : lines.surface) {
        *lines.text += token.form;
        if (token.space_after && token.last != lines.words.size()) *lines.text += ' ';
      }
    }
    std::string_view rest = *lines.text;
    for (const SurfaceToken& token : lines.surface) {
      if (rest.starts_with(' ')) {
        rest.remove_prefix(1);
        append_text(" ");
      }
      if (!rest.starts_with(token.form)) {
        fail(token.line, fmt::format("'{}' is not what '# text' has next", token.form));
      }
      rest.remove_prefix(token.form.size());
      std::string parts;
      for (std::uint32_t i = token.first; i < token.last; ++i) parts += lines.words[i].form;
      if (parts == token.form) {
        for (std::uint32_t i = token.first; i < token.last; ++i) lines.words[i].span = append_text(lines.words[i].form);
      } else {
        const Span span = append_text(token.form);
        for (std::uint32_t i = token.first; i < token.last; ++i) lines.words[i].span = span;
      }
    }
    if (!rest.empty())
      fail(lines.surface.back().line, fmt::format("'# text' goes on with '{}' after the last word", rest));
  }

  Span append_text(std::string_view piece) {
    const std::uint32_t start = length_;
    for (std::size_t at = 0; at < piece.size(); ++length_) (void)next_code_point(piece, at);
    text_ += piece;
    return {start, length_};
  }

  void close_document() {
    if (in_document_) sink_({std::exchange(id_, {}), Text(std::exchange(text_, {})), std::exchange(annotation_, {})});
    in_document_ = false;
    new_paragraph_ = false;
    length_ = 0;
  }

  const std::string& source_;
  const std::function<void(ConlluDocument)>& sink_;
  std::size_t line_ = 0;
  SentenceLines sentence_;
  bool new_paragraph_ = false;
  bool in_document_ = false;
  std::string id_;
  std::string text_;
  std::uint32_t length_ = 0;  // of text_, in code points
  Annotation annotation_;
};

// Whether white space with an empty line lies in `gap`.
bool has_empty_line(std::string_view gap) {
  const std::size_t first = gap.find('\n');
  return first != std::string_view::npos && gap.find('\n', first + 1) != std::string_view::npos;
}

class Writer {
 public:
  Writer(std::ostream& output, const Text& text) : output_(output), text_(text) {}

  void write_sentence(const Sentence& sentence, std::uint32_t next_start) {
    output_ << "# text = " << collapse_space(text_.slice(sentence.span)) << '\n';
    const std::vector<Token>& tokens = sentence.tokens;
    for (std::size_t i = 0; i < tokens.size();) {
      std::size_t last = i + 1;
      while (last < tokens.size() && tokens[last].span == tokens[i].span) ++last;
      const std::uint32_t next = last < tokens.size() ? tokens[last].span.start : next_start;
      const std::string_view misc = next == tokens[i].span.end ? "SpaceAfter=No" : "_";
      const bool multiword = last - i > 1;
      if (multiword) {
        output_ << fmt::format("{}-{}\t{}\t_\t_\t_\t_\t_\t_\t_\t{}\n", i + 1, last,
                               collapse_space(text_.slice(tokens[i].span)), misc);
      }
      for (; i < last; ++i) write_word(sentence, i, multiword ? "_" : misc);
    }
    output_ << '\n';
  }

 private:
  void write_word(const Sentence& sentence, std::size_t index, std::string_view misc) {
    const Token& token = sentence.tokens[index];
    const std::string lemma = collapse_space(token.lemma);
    output_ << fmt::format("{}\t{}\t{}\t{}\t{}\t_\t", index + 1, collapse_space(token.form),
                           lemma.empty() ? "_" : lemma, sentence.tagged ? to_string(token.upos) : "_",
                           sentence.tagged ? to_string(token.xpos) : "_");
    if (sentence.parsed) {
      output_ << fmt::format("{}\t{}\t_\t{}\n", token.head + 1, to_string(token.deprel), misc);
    } else {
      output_ << "_\t_\t_\t" << misc << '\n';
    }
  }

  std::ostream& output_;
  const Text& text_;
};

}  // namespace

void read_conllu(std::istream& input, const std::string& source, const std::function<void(ConlluDocument)>& sink) {
  Reader(source, sink).read(input);
}

std::vector<ConlluDocument> read_conllu(std::istream& input, const std::string& source) {
  std::vector<ConlluDocument> documents;
  read_conllu(input, source, [&documents](ConlluDocument document) { documents.push_back(std::move(document)); });
  return documents;
}

void write_conllu(std::ostream& output, std::string_view id, const Text& text, const Annotation& annotation) {
  const std::string name = collapse_space(id);
  output << "# newdoc" << (name.empty() ? "" : " id = ") << name << '\n';
  Writer writer(output, text);
  const std::vector<Sentence>& sentences = annotation.sentences;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    if (i > 0 && has_empty_line(text.slice({sentences[i - 1].span.end, sentences[i].span.start}))) {
      output << "# newpar\n";
    }
    output << "# sent_id = " << name << (name.empty() ? "" : "-") << i + 1 << '\n';
    writer.write_sentence(sentences[i], i + 1 < sentences.size() ? sentences[i + 1].span.start : UINT32_MAX);
  }
}

}  // namespace factgraph

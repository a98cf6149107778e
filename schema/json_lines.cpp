#include "schema/json_lines.h"

#include <fmt/core.h>

#include "core/error.h"

namespace factgraph {
namespace {

constexpr std::size_t kMaxLine = std::size_t{256} << 20;
constexpr int kMaxDepth = 64;

// Reads up to the next newline into `line`, without it. Returns false at the end of the input.
bool next_line(std::istream& input, std::string& line, const std::string& source, std::size_t number) {
  line.clear();
  std::streambuf* buffer = input.rdbuf();
  constexpr int kEnd = std::char_traits<char>::eof();
  for (int c = buffer->sbumpc(); c != kEnd; c = buffer->sbumpc()) {
    if (c == '\n') return true;
    if (line.size() == kMaxLine) {
      throw InputError(fmt::format("{}:{}: line is longer than {} MiB", source, number, kMaxLine >> 20));
    }
    line.push_back(static_cast<char>(c));
  }
  return !line.empty();
}

}  // namespace

void read_json_lines(std::istream& input, const std::string& source,
                     const std::function<void(const nlohmann::json&, std::size_t)>& sink) {
  std::string line;
  for (std::size_t number = 1; next_line(input, line, source, number); ++number) {
    if (number == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto limit_depth = [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
      if (depth > kMaxDepth) {
        throw InputError(fmt::format("{}:{}: JSON is nested deeper than {}", source, number, kMaxDepth));
      }
      return true;
    };
    nlohmann::json value;
    try {
      value = nlohmann::json::parse(line, limit_depth);
    } catch (const nlohmann::json::parse_error& error) {
      throw InputError(fmt::format("{}:{}:{}: not JSON; write one object per line", source, number, error.byte));
    } catch (const nlohmann::json::exception&) {
      throw InputError(fmt::format("{}:{}: holds a number out of range", source, number));
    }
    if (!value.is_object()) {
      throw InputError(fmt::format("{}:{}: not a JSON object; write one object per line", source, number));
    }
    sink(value, number);
  }
}

}  // namespace factgraph

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "extract/language/annotation.h"

namespace factgraph {

enum class PlaceKind : std::uint8_t { kCountry, kArea, kRegion, kCity, kNaturalFeature };

// A place known everywhere. An area is a continent or a larger part of the world ("Central Asia").
struct Place {
  std::string_view name;  // the usual one: "United Kingdom" for "U.K."
  PlaceKind kind = PlaceKind::kCountry;
  std::string_view
      country;  // usual name of the country it lies in; a country's own; empty for areas and natural features
  bool capital = false;
};

struct KnownOrganization {
  std::string_view name;  // the usual full one: "United Nations" for "UN"
  std::string_view type;  // a subtype of organization in the ontology, or organization
};

enum class Gender : std::uint8_t { kMasculine, kFeminine, kEither };

// What everybody knows of names: data compiled into the program from extract/language/data.
//
// Names are found whatever their accents, hyphens, full stops and case, except that short names in capitals ("US", "WHO")
// are found in capitals only. Everything returned lives as long as the program.
class Gazetteer {
 public:
  [[nodiscard]] static const Gazetteer& instance();

  // Places of that name: countries first, then capitals, areas, regions, cities, natural features.
  [[nodiscard]] std::span<const Place> places(std::string_view name) const;

  // The country of that name, or nullptr.
  [[nodiscard]] const Place* country(std::string_view name) const;

  // The capitals of a country given by its usual name.
  [[nodiscard]] std::vector<std::string_view> capitals(std::string_view country) const;

  // The country, area or region a nationality word belongs to: "Kazakh", "Kazakhs" give "Kazakhstan".
  [[nodiscard]] std::optional<std::string_view> demonym(std::string_view word) const;

  // Whether a word or two name people of a nation, region, people, religion or political camp: "Kazakh", "Tatars", "Sunni".
  [[nodiscard]] bool is_group(std::string_view word) const;

  [[nodiscard]] const KnownOrganization* organization(std::string_view name) const;

  // Whether these words stand before a person's name without being part of it: "Mr.", "President", "Prime Minister".
  [[nodiscard]] bool is_title(std::string_view words) const;
  [[nodiscard]] std::optional<Gender> title_gender(std::string_view words) const;  // kEither where it does not tell

  [[nodiscard]] std::optional<Gender> given_name(std::string_view name) const;

  // What a word at the end (or, for "Ministry of" and "Lake", the start) of a name makes of it: types of the ontology such
  // as "company", "government_body", "natural_feature", "meeting"; likeliest first, empty for other words.
  [[nodiscard]] std::span<const std::string_view> head_types(std::string_view word) const;

  // A noun in lower case that tells what has a name, and the name's type: "village", "singer".
  struct Noun {
    std::string_view word;
    NameType type;
  };
  [[nodiscard]] std::span<const Noun> nouns() const;
  // Whether `word` is one of them for that type.
  [[nodiscard]] bool is_noun_of(std::string_view word, NameType type) const;

  // One line of the data as the recogniser wants it: `key` is the name as the gazetteer compares names.
  enum class Kind : std::uint8_t { kPlace, kGroup, kOrganization, kTitle, kGivenName, kHead };
  struct Entry {
    std::string_view key;
    Kind kind;
  };

  // All names, in a fixed order.
  [[nodiscard]] std::span<const Entry> entries() const;

  Gazetteer(const Gazetteer&) = delete;
  Gazetteer& operator=(const Gazetteer&) = delete;

 private:
  Gazetteer();
  ~Gazetteer();

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace factgraph

#include "extract/language/gazetteer.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "extract/language/fold.h"

// Laid down by language_data.S.
#define FACTGRAPH_EMBEDDED(name)                     \
  extern "C" const char factgraph_language_##name[]; \
  extern "C" const char factgraph_language_##name##_end[];
FACTGRAPH_EMBEDDED(countries)
FACTGRAPH_EMBEDDED(areas)
FACTGRAPH_EMBEDDED(regions)
FACTGRAPH_EMBEDDED(cities)
FACTGRAPH_EMBEDDED(natural_features)
FACTGRAPH_EMBEDDED(peoples)
FACTGRAPH_EMBEDDED(organizations)
FACTGRAPH_EMBEDDED(titles)
FACTGRAPH_EMBEDDED(given_names)
FACTGRAPH_EMBEDDED(heads)
FACTGRAPH_EMBEDDED(nouns)
#undef FACTGRAPH_EMBEDDED

namespace factgraph {
namespace {

std::string_view embedded(const char* begin, const char* end) { return {begin, static_cast<std::size_t>(end - begin)}; }

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// The parts of `text` between `separator`, trimmed, without empty ones unless `keep_empty`.
std::vector<std::string_view> split(std::string_view text, char separator, bool keep_empty = false) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    const std::string_view part = trim(text.substr(0, end));
    if (keep_empty || !part.empty()) parts.push_back(part);
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// Calls `sink` with the fields of each line that is no comment.
void for_each_line(std::string_view data, const std::function<void(const std::vector<std::string_view>&)>& sink) {
  for (const std::string_view line : split(data, '\n')) {
    if (line.front() != '#') sink(split(line, '\t', true));
  }
}

// How names are compared: letters and digits only, folded; short names in capitals keep them.
std::string key_of(std::string_view name) {
  constexpr std::size_t kLongestAcronym = 5;
  std::string letters;
  bool capitals = true;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || c == '&' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      letters.push_back(c);
      capitals = capitals && c >= 'A' && c <= 'Z';
    }
  }
  return capitals && letters.size() <= kLongestAcronym ? letters : fold(letters);
}

struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
};

template <typename Value>
using Map = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

template <typename Value>
const Value* look_up(const Map<Value>& map, std::string_view name) {
  const std::string key = key_of(name);
  if (const auto found = map.find(key); found != map.end()) return &found->second;
  // A name that stands in capitals, as in headlines: "PARIS".
  if (const std::string folded = fold(key); folded != key) {
    if (const auto found = map.find(folded); found != map.end()) return &found->second;
  }
  return nullptr;
}

}  // namespace

struct Gazetteer::Impl {
  Map<std::vector<Place>> places;
  Map<std::vector<std::string_view>> capitals;
  Map<std::string_view> demonyms;
  std::unordered_set<std::string, Hash, std::equal_to<>> groups;
  Map<KnownOrganization> organizations;
  Map<Gender> titles;
  Map<Gender> given_names;
  Map<std::vector<std::string_view>> heads;
  std::vector<Entry> entries;
  std::vector<Noun> nouns;
  std::set<std::pair<std::string_view, NameType>> types_of_nouns;
  std::unordered_map<std::string_view, std::string_view> country_of_code;

  template <typename Value>
  Value& add(Map<Value>& map, std::string_view name, Kind kind) {
    const auto [at, fresh] = map.try_emplace(key_of(name));
    if (fresh) entries.push_back({at->first, kind});  // the map's nodes stay where they are
    return at->second;
  }

  void add_place(std::string_view name, Place place) {
    std::vector<Place>& same = add(places, name, Kind::kPlace);
    for (Place& other : same) {
      if (other.name != place.name || other.kind != place.kind || other.country != place.country) continue;
      other.capital = other.capital || place.capital;
      return;
    }
    same.push_back(place);
  }

  void add_group(std::string_view word) {
    const auto [at, fresh] = groups.insert(key_of(word));
    if (fresh) entries.push_back({*at, Kind::kGroup});
  }

  void add_demonym(std::string_view word, std::string_view owner) {
    demonyms.try_emplace(key_of(word), owner);
    add_group(word);
  }

  void read_countries() {
    for_each_line(embedded(factgraph_language_countries, factgraph_language_countries_end), [this](const auto& fields) {
      const std::string_view name = fields.at(1);
      country_of_code.emplace(fields.at(0), name);
      const Place country{name, PlaceKind::kCountry, name, false};
      add_place(name, country);
      for (const std::string_view other : split(fields.at(4), ';')) add_place(other, country);
      std::vector<std::string_view>& own = capitals[key_of(name)];
      for (const std::string_view capital : split(fields.at(2), ';')) {
        if (key_of(capital) != key_of(name)) add_place(capital, {capital, PlaceKind::kCity, name, true});
        own.push_back(capital);
      }
      for (const std::string_view word : split(fields.at(3), ';')) add_demonym(word, name);
    });
  }

  void read_areas() {
    for_each_line(embedded(factgraph_language_areas, factgraph_language_areas_end), [this](const auto& fields) {
      const Place area{fields.at(0), PlaceKind::kArea, {}, false};
      add_place(area.name, area);
      for (const std::string_view word : split(fields.at(1), ';')) add_demonym(word, area.name);
      for (const std::string_view other : split(fields.at(2), ';')) add_place(other, area);
    });
  }

  void read_regions() {
    for_each_line(embedded(factgraph_language_regions, factgraph_language_regions_end), [this](const auto& fields) {
      const std::string_view country = country_of_code.at(fields.at(0));
      for (const std::string_view item : split(fields.at(1), ';')) {
        const std::vector<std::string_view> names = split(item, '=');
        for (const std::string_view name : names) add_place(name, {names.front(), PlaceKind::kRegion, country, false});
      }
    });
  }

  void read_cities() {
    for_each_line(embedded(factgraph_language_cities, factgraph_language_cities_end), [this](const auto& fields) {
      const std::string_view country = country_of_code.at(fields.at(0));
      for (const std::string_view name : split(fields.at(1), ';')) {
        add_place(name, {name, PlaceKind::kCity, country, false});
      }
    });
  }

  void read_words() {
    for_each_line(embedded(factgraph_language_natural_features, factgraph_language_natural_features_end),
                  [this](const auto& fields) {
                    for (const std::string_view name : split(fields.at(0), ';')) {
                      add_place(name, {name, PlaceKind::kNaturalFeature, {}, false});
                    }
                  });
    for_each_line(embedded(factgraph_language_peoples, factgraph_language_peoples_end), [this](const auto& fields) {
      for (const std::string_view item : split(fields.at(0), ';')) {
        const std::vector<std::string_view> parts = split(item, '=');
        if (parts.size() > 1) {
          add_demonym(parts[0], parts[1]);
        } else {
          add_group(item);
        }
      }
    });
    for_each_line(embedded(factgraph_language_organizations, factgraph_language_organizations_end),
                  [this](const auto& fields) {
                    const KnownOrganization organization{fields.at(1), fields.at(0)};
                    add(organizations, organization.name, Kind::kOrganization) = organization;
                    for (const std::string_view other : split(fields.at(2), ';')) {
                      add(organizations, other, Kind::kOrganization) = organization;
                    }
                  });
    read_gendered(embedded(factgraph_language_titles, factgraph_language_titles_end), titles, Kind::kTitle);
    read_gendered(embedded(factgraph_language_given_names, factgraph_language_given_names_end), given_names,
                  Kind::kGivenName);
    for_each_line(embedded(factgraph_language_heads, factgraph_language_heads_end), [this](const auto& fields) {
      for (const std::string_view word : split(fields.at(1), ';')) {
        std::vector<std::string_view>& types = add(heads, word, Kind::kHead);
        if (std::find(types.begin(), types.end(), fields.at(0)) == types.end()) types.push_back(fields.at(0));
      }
    });
  }

  void read_nouns() {
    for_each_line(embedded(factgraph_language_nouns, factgraph_language_nouns_end), [this](const auto& fields) {
      for (std::uint8_t type = 0; type <= static_cast<std::uint8_t>(NameType::kConcept); ++type) {
        if (to_string(static_cast<NameType>(type)) != fields.at(0)) continue;
        for (const std::string_view word : split(fields.at(1), ';'))
          nouns.push_back({word, static_cast<NameType>(type)});
      }
    });
    for (const Noun& noun : nouns) types_of_nouns.emplace(noun.word, noun.type);
  }

  // A word listed under two genders tells neither.
  void read_gendered(std::string_view data, Map<Gender>& map, Kind kind) {
    for_each_line(data, [&](const auto& fields) {
      const Gender gender = fields.at(0) == "m"   ? Gender::kMasculine
                            : fields.at(0) == "f" ? Gender::kFeminine
                                                  : Gender::kEither;
      for (const std::string_view word : split(fields.at(1), ';')) {
        const bool known = map.contains(key_of(word));
        Gender& entry = add(map, word, kind);
        entry = known && entry != gender ? Gender::kEither : gender;
      }
    });
  }

  void sort_places() {
    const auto order = [](const Place& place) {
      const bool major = place.kind == PlaceKind::kCountry;
      return std::tuple(!major, !place.capital, place.kind);
    };
    for (auto& [key, same] : places) {
      std::stable_sort(same.begin(), same.end(), [&](const Place& a, const Place& b) { return order(a) < order(b); });
    }
  }
};

Gazetteer::Gazetteer() : impl_(std::make_unique<Impl>()) {
  impl_->read_countries();
  impl_->read_areas();
  impl_->read_regions();
  impl_->read_cities();
  impl_->read_words();
  impl_->read_nouns();
  impl_->sort_places();
}

Gazetteer::~Gazetteer() = default;

const Gazetteer& Gazetteer::instance() {
  static const Gazetteer gazetteer;
  return gazetteer;
}

std::span<const Place> Gazetteer::places(std::string_view name) const {
  const auto* found = look_up(impl_->places, name);
  return found != nullptr ? std::span<const Place>(*found) : std::span<const Place>();
}

const Place* Gazetteer::country(std::string_view name) const {
  const std::span<const Place> found = places(name);
  return !found.empty() && found.front().kind == PlaceKind::kCountry ? &found.front() : nullptr;
}

std::vector<std::string_view> Gazetteer::capitals(std::string_view country) const {
  const auto* found = look_up(impl_->capitals, country);
  return found != nullptr ? *found : std::vector<std::string_view>();
}

std::optional<std::string_view> Gazetteer::demonym(std::string_view word) const {
  const auto* found = look_up(impl_->demonyms, word);
  return found != nullptr ? std::optional(*found) : std::nullopt;
}

bool Gazetteer::is_group(std::string_view word) const {
  const std::string key = key_of(word);
  return impl_->groups.contains(key) || impl_->groups.contains(fold(key));
}

const KnownOrganization* Gazetteer::organization(std::string_view name) const {
  return look_up(impl_->organizations, name);
}

bool Gazetteer::is_title(std::string_view words) const { return look_up(impl_->titles, words) != nullptr; }

std::optional<Gender> Gazetteer::title_gender(std::string_view words) const {
  const Gender* found = look_up(impl_->titles, words);
  return found != nullptr ? std::optional(*found) : std::nullopt;
}

std::optional<Gender> Gazetteer::given_name(std::string_view name) const {
  const Gender* found = look_up(impl_->given_names, name);
  return found != nullptr ? std::optional(*found) : std::nullopt;
}

std::span<const std::string_view> Gazetteer::head_types(std::string_view word) const {
  const auto* found = look_up(impl_->heads, word);
  return found != nullptr ? std::span<const std::string_view>(*found) : std::span<const std::string_view>();
}

std::span<const Gazetteer::Noun> Gazetteer::nouns() const { return impl_->nouns; }

bool Gazetteer::is_noun_of(std::string_view word, NameType type) const {
  return impl_->types_of_nouns.contains({word, type});
}

std::span<const Gazetteer::Entry> Gazetteer::entries() const { return impl_->entries; }

}  // namespace factgraph

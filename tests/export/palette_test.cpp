#include "export/palette.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace factgraph {
namespace {

using Rgb = std::array<double, 3>;  // linear

Rgb linear(std::string_view hex) {
  Rgb color{};
  for (std::size_t i = 0; i < 3; ++i) {
    const double c = std::stoi(std::string(hex.substr(1 + 2 * i, 2)), nullptr, 16) / 255.0;
    color[i] = c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  }
  return color;
}

double luminance(const Rgb& c) { return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]; }

// The contrast of WCAG 2, 1 to 21.
double contrast(std::string_view a, std::string_view b) {
  const double one = luminance(linear(a)) + 0.05;
  const double other = luminance(linear(b)) + 0.05;
  return std::max(one, other) / std::min(one, other);
}

// What eyes that lack one kind of cone see (Machado, Oliveira and Fernandes 2009, severity 1); the last sees no colour.
using Vision = std::array<Rgb, 3>;
constexpr std::array<Vision, 5> kVisions = {{
    {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
    {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}},
    {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}},
    {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}},
    {{{0.2126, 0.7152, 0.0722}, {0.2126, 0.7152, 0.0722}, {0.2126, 0.7152, 0.0722}}},
}};

Rgb seen(const Rgb& color, const Vision& vision) {
  Rgb result{};
  for (std::size_t i = 0; i < 3; ++i) {
    const double sum = vision[i][0] * color[0] + vision[i][1] * color[1] + vision[i][2] * color[2];
    result[i] = std::clamp(sum, 0.0, 1.0);
  }
  return result;
}

// CIE 1976 L*a*b*.
std::array<double, 3> lab(const Rgb& c) {
  const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
  const double x = f((0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.95047);
  const double y = f(luminance(c));
  const double z = f((0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.08883);
  return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double difference(std::string_view a, std::string_view b, const Vision& vision) {
  const auto one = lab(seen(linear(a), vision));
  const auto other = lab(seen(linear(b), vision));
  return std::hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

constexpr std::array<Theme, 2> kThemes = {Theme::kLight, Theme::kDark};

TEST(Palette, TextIsLegibleOnWhatCarriesIt) {
  for (const Theme theme : kThemes) {
    const Paper& page = paper(theme);
    for (const Look& look : looks(theme)) EXPECT_GE(contrast(page.text, look.fill), 7) << look.root;
    EXPECT_GE(contrast(page.text, page.background), 7);
    EXPECT_GE(contrast(page.text, page.group_fill), 7);
    EXPECT_GE(contrast(page.soft_text, page.background), 4.5);
    EXPECT_GE(contrast(page.soft_text, page.pale_fill), 4.5);
    for (const Line line : {Line::kStated, Line::kOpen, Line::kPlanned, Line::kPossible, Line::kNegated}) {
      EXPECT_GE(contrast(look_of(line, theme).text, page.background), 4.5) << look_of(line, theme).words;
    }
    for (const Change change : {Change::kAdded, Change::kGone, Change::kChanged}) {
      EXPECT_GE(contrast(look_of(change, theme).color, page.background), 4.2) << look_of(change, theme).words;
    }
  }
}

TEST(Palette, OutlinesStandOutFromThePage) {
  for (const Theme theme : kThemes) {
    for (const Look& look : looks(theme)) {
      EXPECT_GE(contrast(look.line, paper(theme).background), 3) << look.root;
      EXPECT_GE(contrast(look.line, look.fill), 3) << look.root;
    }
  }
}

TEST(Palette, KindsDifferInOutlineToEveryEye) {
  for (const Theme theme : kThemes) {
    const auto& all = looks(theme);
    for (std::size_t vision = 0; vision + 1 < kVisions.size(); ++vision) {
      for (std::size_t i = 0; i < all.size(); ++i) {
        for (std::size_t j = i + 1; j < all.size(); ++j) {
          if (all[i].root == "product" && all[j].root == "concept") continue;  // both grey: shape and fill tell
          EXPECT_GE(difference(all[i].line, all[j].line, kVisions[vision]), 10)
              << all[i].root << " and " << all[j].root << ", vision " << vision;
        }
      }
    }
  }
}

TEST(Palette, KindsDifferInShapeWhereThereIsNoColour) {
  for (const Theme theme : kThemes) {
    std::vector<std::string_view> shapes;
    for (const Look& look : looks(theme)) shapes.push_back(look.shape);
    std::sort(shapes.begin(), shapes.end());
    EXPECT_EQ(std::adjacent_find(shapes.begin(), shapes.end()), shapes.end());
  }
}

TEST(Palette, ChangesDifferToEveryEyeAndInSign) {
  for (const Theme theme : kThemes) {
    const std::vector<Change> changes = {Change::kSame, Change::kAdded, Change::kGone, Change::kChanged};
    for (std::size_t i = 0; i < changes.size(); ++i) {
      for (std::size_t j = i + 1; j < changes.size(); ++j) {
        const ChangeLook one = look_of(changes[i], theme);
        const ChangeLook other = look_of(changes[j], theme);
        EXPECT_NE(one.sign, other.sign);
        for (std::size_t vision = 0; vision + 1 < kVisions.size(); ++vision) {
          EXPECT_GE(difference(one.color, other.color, kVisions[vision]), 20) << one.words << " and " << other.words;
        }
      }
    }
  }
}

}  // namespace
}  // namespace factgraph

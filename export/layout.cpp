#include "export/layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "core/ties.h"

namespace factgraph {
namespace {

constexpr double kExtent = 1000;
constexpr double kGravity = 0.1;  // grows with the distance, so that what is apart does not drift away
constexpr double kRepulsion = 4;
constexpr double kMomentum = 0.7;
constexpr double kFarness = 1.2;  // a cell this many times farther away than it is wide counts as one body
constexpr std::size_t kMostDepth = 24;

// A tie of two vertices, however many relations make it.
struct Spring {
  std::size_t a = 0;
  std::size_t b = 0;
};

std::vector<Spring> springs_of(const Graph& graph) {
  const Ties ties(graph);
  std::vector<Spring> springs;
  for (Vertex v = 0; v < ties.size(); ++v) {
    for (const Ties::Tie& tie : ties.of(v)) {
      if (v < tie.to) springs.push_back({v, tie.to});
    }
  }
  return springs;
}

// Evenly spread and never two alike: the R2 sequence (Roberts 2018).
Position start_of(std::size_t i, double side) {
  const auto number = static_cast<double>(i + 1);
  const double x = number * 0.7548776662466927;
  const double y = number * 0.5698402909980532;
  return {(x - std::floor(x) - 0.5) * side, (y - std::floor(y) - 0.5) * side};
}

// The masses of a plane in nested squares.
class QuadTree {
 public:
  void build(const std::vector<Position>& places, const std::vector<double>& masses) {
    Position low = places.front();
    Position high = places.front();
    for (const Position& place : places) {
      low = {std::min(low.x, place.x), std::min(low.y, place.y)};
      high = {std::max(high.x, place.x), std::max(high.y, place.y)};
    }
    const double side = std::max({high.x - low.x, high.y - low.y, 1e-9});
    cells_.clear();
    cells_.push_back(empty_cell(low, side));
    for (std::size_t i = 0; i < places.size(); ++i) insert(places[i], masses[i]);
    for (Cell& cell : cells_) cell.center = {cell.center.x / cell.mass, cell.center.y / cell.mass};
  }

  // The push of all masses on one of `mass` at `place`, falling with the distance.
  [[nodiscard]] Position push(Position place, double mass) const {
    Position sum;
    std::array<std::uint32_t, 4 * kMostDepth + 4> stack{};
    std::size_t height = 1;
    while (height > 0) {
      const Cell& cell = cells_[stack[--height]];
      const double dx = place.x - cell.center.x;
      const double dy = place.y - cell.center.y;
      const double squared = dx * dx + dy * dy;
      if (cell.leaf || cell.side * cell.side * kFarness * kFarness < squared) {
        if (squared > 0) {
          const double force = kRepulsion * mass * cell.mass / squared;
          sum.x += dx * force;
          sum.y += dy * force;
        }
        continue;
      }
      for (const std::uint32_t child : cell.children) {
        if (child != 0) stack[height++] = child;
      }
    }
    return sum;
  }

 private:
  struct Cell {
    Position corner;
    double side = 0;
    Position center;  // of its mass; while the tree is built, the sum of places times masses
    double mass = 0;
    bool leaf = true;
    std::array<std::uint32_t, 4> children{};  // 0: none
  };

  static Cell empty_cell(Position corner, double side) {
    Cell cell;
    cell.corner = corner;
    cell.side = side;
    return cell;
  }

  void insert(Position place, double mass) {
    std::uint32_t at = 0;
    for (std::size_t depth = 0;; ++depth) {
      if (cells_[at].mass == 0 || depth + 1 == kMostDepth) break;
      if (cells_[at].leaf) {
        // What it holds goes one deeper.
        const Position center = {cells_[at].center.x / cells_[at].mass, cells_[at].center.y / cells_[at].mass};
        const std::uint32_t below = child(at, center);
        cells_[below].center = cells_[at].center;
        cells_[below].mass = cells_[at].mass;
        cells_[at].leaf = false;
      }
      add(at, place, mass);
      at = child(at, place);
    }
    add(at, place, mass);
  }

  void add(std::uint32_t at, Position place, double mass) {
    cells_[at].center.x += place.x * mass;
    cells_[at].center.y += place.y * mass;
    cells_[at].mass += mass;
  }

  // The quarter of a cell in which `place` lies, made if it is not there.
  std::uint32_t child(std::uint32_t at, Position place) {
    const double half = cells_[at].side / 2;
    const Position corner = cells_[at].corner;
    const bool right = place.x >= corner.x + half;
    const bool upper = place.y >= corner.y + half;
    const std::size_t quarter = (right ? 1U : 0U) + (upper ? 2U : 0U);
    if (cells_[at].children[quarter] == 0) {
      cells_[at].children[quarter] = static_cast<std::uint32_t>(cells_.size());
      cells_.push_back(empty_cell({corner.x + (right ? half : 0), corner.y + (upper ? half : 0)}, half));
    }
    return cells_[at].children[quarter];
  }

  std::vector<Cell> cells_;
};

double length(Position p) { return std::sqrt(p.x * p.x + p.y * p.y); }

// The forces of one step on every vertex.
void feel(const std::vector<Position>& places, const std::vector<double>& masses, const std::vector<Spring>& springs,
          QuadTree& tree, std::vector<Position>& forces) {
  tree.build(places, masses);
  for (std::size_t i = 0; i < places.size(); ++i) {
    forces[i] = tree.push(places[i], masses[i]);
    forces[i].x -= places[i].x * kGravity * masses[i];
    forces[i].y -= places[i].y * kGravity * masses[i];
  }
  for (const auto& [a, b] : springs) {
    const double dx = places[b].x - places[a].x;
    const double dy = places[b].y - places[a].y;
    forces[a].x += dx;
    forces[a].y += dy;
    forces[b].x -= dx;
    forces[b].y -= dy;
  }
}

// Scales to the extent, in steps of a tenth: what is written is short. Places that fall together step aside.
void fit(std::vector<Position>& places) {
  double far = 1e-9;
  for (const Position& place : places) far = std::max({far, std::abs(place.x), std::abs(place.y)});
  std::vector<std::pair<Position, std::size_t>> order;
  for (std::size_t i = 0; i < places.size(); ++i) {
    places[i] = {std::round(places[i].x / far * kExtent * 10) / 10, std::round(places[i].y / far * kExtent * 10) / 10};
    order.emplace_back(places[i], i);
  }
  std::sort(order.begin(), order.end());
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (order[i].first <= order[i - 1].first) {
      order[i].first = {order[i - 1].first.x, order[i - 1].first.y + 0.1};
      places[order[i].second] = order[i].first;
    }
  }
}

// The places of what has ties, found by letting the forces work.
std::vector<Position> settle(const std::vector<double>& masses, const std::vector<Spring>& springs) {
  const std::size_t size = masses.size();
  std::vector<Position> places(size);
  if (size < 2) return places;
  const double side = 10 * std::sqrt(static_cast<double>(size));
  for (std::size_t i = 0; i < size; ++i) places[i] = start_of(i, side);

  // Each step goes along the forces, the less the heavier; the momentum of the steps before carries it over small hills
  // (Polyak 1964), and the cap falls so that everything comes to rest.
  const std::size_t steps = std::clamp<std::size_t>(2'000'000 / size, 60, 600);
  std::vector<Position> forces(size);
  std::vector<Position> moves(size);
  QuadTree tree;
  for (std::size_t step = 0; step < steps; ++step) {
    feel(places, masses, springs, tree, forces);
    const double cap = side / 10 * static_cast<double>(steps - step) / static_cast<double>(steps);
    for (std::size_t i = 0; i < size; ++i) {
      Position& move = moves[i];
      move = {kMomentum * move.x + forces[i].x / (2 * masses[i]), kMomentum * move.y + forces[i].y / (2 * masses[i])};
      const double far = length(move);
      if (far > cap) move = {move.x / far * cap, move.y / far * cap};
      places[i].x += move.x;
      places[i].y += move.y;
    }
  }
  return places;
}

// The i-th of `count` places along the edge of a square.
Position on_edge(std::size_t i, std::size_t count, double half) {
  const double along = 8 * half * static_cast<double>(i) / static_cast<double>(count);
  const double rest = along - std::floor(along / (2 * half)) * 2 * half - half;
  switch (static_cast<int>(along / (2 * half))) {
    case 0:
      return {rest, half};
    case 1:
      return {half, -rest};
    case 2:
      return {-rest, -half};
    default:
      return {-half, rest};
  }
}

}  // namespace

std::vector<Position> lay_out(const Graph& graph) {
  const std::size_t size = boost::num_vertices(graph);
  std::vector<Spring> springs = springs_of(graph);
  std::vector<double> masses(size, 1);
  for (const auto& [a, b] : springs) {
    masses[a] += 1;
    masses[b] += 1;
  }
  // What has no ties would only push the rest apart: it goes around it.
  std::vector<std::size_t> tied;
  std::vector<std::size_t> number(size);
  std::vector<double> tied_masses;
  for (std::size_t v = 0; v < size; ++v) {
    number[v] = tied.size();
    if (masses[v] == 1) continue;
    tied.push_back(v);
    tied_masses.push_back(masses[v]);
  }
  for (Spring& spring : springs) spring = {number[spring.a], number[spring.b]};
  const std::vector<Position> settled = settle(tied_masses, springs);

  double half = 1;
  for (const Position& place : settled) half = std::max({half, std::abs(place.x), std::abs(place.y)});
  std::vector<Position> places(size);
  for (std::size_t i = 0; i < tied.size(); ++i) places[tied[i]] = settled[i];
  std::size_t alone = 0;
  for (std::size_t v = 0; v < size; ++v) {
    if (masses[v] == 1) places[v] = on_edge(alone++, size - tied.size(), half * 1.1);
  }
  if (size > 1) fit(places);
  return places;
}

}  // namespace factgraph

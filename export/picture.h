#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "core/difference.h"
#include "core/edtf.h"
#include "core/graph.h"

namespace factgraph {

// What of a graph stands in a picture of it.

// How much something stands out; the lesser first.
enum class Shade { kHidden, kPale, kFull };

struct Mark {
  Shade shade = Shade::kFull;
  Change change = Change::kSame;
  bool focus = false;  // the picture is about it
};

// Entities of one community that are not drawn each.
struct Crowd {
  std::size_t size = 0;
  std::vector<std::string> names;  // the most central, up to three
};

// Relations of a crowd to an entity or to another crowd, summed up.
struct CrowdTie {
  std::size_t crowd = 0;
  bool to_crowd = false;
  std::size_t other = 0;  // a crowd or a vertex
  std::size_t relations = 0;
};

struct Picture {
  std::shared_ptr<const Graph> graph;  // where nothing is left out, the one it was chosen from, which must outlive it
  std::vector<Mark> entities;          // by vertex
  std::vector<Mark> relations;         // in the order of the graph's edges
  std::vector<Crowd> crowds;           // the largest first
  std::vector<CrowdTie> ties;          // in the order of crowds: those among the strongest few of one of their ends
  std::size_t left_out = 0;            // entities that are neither drawn nor in a crowd
  std::string caption;                 // what is not drawn, or what a comparison found, in words; empty if nothing
  std::string time;                    // what stands out by it, in a series
};

struct PictureBudget {
  std::size_t nodes = 60;              // entities and crowds together; 0 draws every entity
  bool crowds = true;                  // sum the rest up by community
  bool unconnected = false;            // draw entities without relations too, beside those that have some
  std::size_t relations_per_node = 2;  // of `nodes`; beyond, the strongest are drawn; 0 draws every relation
};

// Chooses what to draw of a graph larger than the budget: what it is about (`focus`), what is nearest to that, and the most
// central; where one of these has no relation to the others, the most central that it has one to comes with it. Of the
// relations, each entity keeps its strongest.
[[nodiscard]] Picture choose(const Graph& graph, const std::vector<Vertex>& focus, const PictureBudget& budget);

Picture choose(Graph&& graph, const std::vector<Vertex>& focus, const PictureBudget& budget) = delete;

// Chooses what to draw of a comparison: what has changed, with what it is connected to.
[[nodiscard]] Picture choose(const Difference& difference, const PictureBudget& budget);

// A stretch of time that a picture of a series shows.
struct Period {
  std::string edtf;  // such as 2024-03
  std::string words;

  friend auto operator<=>(const Period&, const Period&) = default;
};

enum class PeriodLength { kMonth, kYear };

// The periods of `within` that some relation is dated in, in order. A relation belongs to the period in which a time of its
// evidence lies, or begins if it is open-ended; a time (a beginning) wider than the period is in none.
[[nodiscard]] std::vector<Period> periods_of(const Graph& graph, PeriodLength length, DayRange within = {});

// `picture` at `period`: what is dated in it stands out, what is known from before or without a date is pale, what is dated
// later is hidden: relations, and the later evidence and values of what is shown.
[[nodiscard]] Picture at(const Picture& picture, const Period& period);

}  // namespace factgraph

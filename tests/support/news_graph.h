#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/graph.h"

namespace factgraph {

// A made-up world of about `size` entities as news would tell it: politicians, ministries, cities, summits, treaties. A few
// entities are in most stories, most in one or two. The same size gives the same graph.
inline Graph news_graph(std::size_t size) {
  std::uint64_t state = 20240315;
  const auto pick = [&state](std::size_t below) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>(state >> 33U) % below;
  };
  // Favours small numbers: the well-known.
  const auto pick_known = [&pick](std::size_t below) { return std::min({pick(below), pick(below), pick(below)}); };

  const std::vector<std::string> first = {"Amina",    "Bram",    "Dilnoza", "Erik",  "Fatou", "Goran",
                                          "Hyun-woo", "Irma",    "Jonas",   "Kaisa", "Léa",   "Marek",
                                          "Nadia",    "Olufemi", "Pilar",   "Ruslan"};
  const std::vector<std::string> last = {"Abdrakhmanov", "Bergqvist", "Castellanos",  "Dvořák",
                                         "Ekström",      "Fonseca",   "Greenhalgh",   "Ibragimov",
                                         "Jankowska",    "Kowalczyk", "Lindqvist",    "Mbeki-Sørensen",
                                         "Nurpeisova",   "Oyelaran",  "Papadopoulou", "Quist"};
  const std::vector<std::string> town = {"Nordhaven", "Aktau", "Valparin",   "Östersund", "Kostomir", "Belgrano Alto",
                                         "Tamsweg",   "Lunde", "Porto Novo", "Ismara",    "Grünwald", "Saint-Aubin"};
  const std::vector<std::string> field = {
      "Energy",  "Foreign Affairs", "Water and Irrigation", "Health", "Digital Development", "Transport",
      "Justice", "Education"};
  const std::vector<std::pair<std::string, std::string>> relations = {{"leads", "organization"},
                                                                      {"works_for", "organization"},
                                                                      {"born_in", "place"},
                                                                      {"visited", "place"},
                                                                      {"spoke_at", "event"},
                                                                      {"met_with", "person"},
                                                                      {"signed", "work"},
                                                                      {"participated_in", "event"},
                                                                      {"appointed", "person"},
                                                                      {"supports", "concept"},
                                                                      {"opposes", "work"},
                                                                      {"member_of", "organization"},
                                                                      {"call for investment in", "product"},
                                                                      {"announced", "concept"},
                                                                      {"express concern about", "event"}};

  struct Made {
    std::size_t handle;
    std::string name;
    std::string root;
  };
  GraphBuilder builder;
  std::vector<Made> made;
  for (std::size_t i = 0; i < size; ++i) {
    EntityNode entity;
    const auto call = [&entity](std::string name, std::string type, std::vector<std::string> aliases = {}) {
      entity.name = std::move(name);
      entity.type = std::move(type);
      entity.aliases = std::move(aliases);
    };
    std::string root;
    const std::string place = town[i / 7 % town.size()];
    const std::string number = i / 84 == 0 ? "" : " " + std::to_string(i / 84 + 1);
    switch (i % 7) {
      case 0: {
        const std::string surname = last[i / 7 % last.size()];
        root = "person";
        call(first[(i / 7 + i / 112) % first.size()] + " " + surname + (i / 112 > 15 ? number : ""), root, {surname});
        break;
      }
      case 1:
        root = "organization";
        call("Ministry of " + field[i / 7 % field.size()] + " of " + place + number, "government_body",
             {"the ministry"});
        break;
      case 2:
        root = "place";
        call(place + number, i / 7 % 3 == 0 ? "country" : "city");
        break;
      case 3:
        root = "event";
        call(place + " Summit on Regional " + field[(i / 7 + 3) % field.size()] + number, "meeting");
        break;
      case 4:
        root = "work";
        call("Treaty of " + place + number, "treaty");
        break;
      case 5:
        root = i / 7 % 2 == 0 ? "concept" : "product";
        call((root == "concept" ? "Fair " : "Ferry ") + place + number, root);
        break;
      default: {
        const std::string surname = last[(i / 7 + 5) % last.size()];
        root = "person";
        call(first[(i / 7 + 9 + i / 112) % first.size()] + " " + surname + (i / 112 > 15 ? number : ""), root,
             {surname});
      }
    }
    entity.mentions = 1 + pick(40);
    entity.documents = 1 + pick(6);
    const std::string name = entity.name;
    const std::size_t handle = builder.add_entity(std::move(entity));
    made.push_back({handle, name, root});
  }
  for (std::size_t i = 0; i < size * 3 / 2; ++i) {
    const auto& [type, range] = relations[pick(relations.size())];
    std::size_t from = i < size ? i : pick_known(size);
    for (std::size_t tries = 0; tries < size && made[from].root != "person" && made[from].root != "organization";
         ++tries) {
      from = (from + 1) % size;
    }
    std::size_t to = pick_known(size);
    for (std::size_t tries = 0; tries < size && (made[to].root != range || to == from); ++tries) to = (to + 1) % size;
    if (made[to].root != range || to == from) continue;
    RelationEdge relation;
    relation.type = type;
    relation.open = type.find(' ') != std::string::npos;
    relation.confidence = 0.5 + 0.05 * static_cast<double>(pick(10));
    if (pick(14) == 0) relation.polarity = Polarity::kNegated;
    if (pick(9) == 0) relation.modality = pick(2) == 0 ? Modality::kPlanned : Modality::kPossible;
    const std::size_t proofs = 1 + std::min(pick(6), pick(6));
    for (std::size_t p = 0; p < proofs; ++p) {
      Evidence evidence;
      evidence.document = "https://news.example/2024/story-" + std::to_string(pick(50));
      evidence.title = "What " + made[from].name + " did next";
      evidence.sentence =
          made[from].name + " did this and that with " + made[to].name + ", the agency reported on Friday.";
      evidence.start = static_cast<std::uint32_t>(pick(3000));
      if (type == "leads") evidence.role = "minister";
      if (p == 0 && pick(3) == 0) evidence.time = "2024-03-" + std::to_string(10 + pick(20));
      evidence.confidence = relation.confidence;
      relation.evidence.push_back(std::move(evidence));
    }
    builder.add_relation(made[from].handle, made[to].handle, std::move(relation));
  }
  return builder.build();
}

}  // namespace factgraph

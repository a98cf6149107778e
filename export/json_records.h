#pragma once

#include <string>
#include <string_view>

#include "core/graph.h"

namespace factgraph {

// Entities and relations as members of a JSON object, without its braces: the same in every format of JSON. Nothing is
// left out; what is not known is not there.
void append_members(std::string& out, const EntityNode& entity);
void append_members(std::string& out, const RelationEdge& relation);

// `, "key": "text"`
void append_member(std::string& out, std::string_view key, std::string_view text);

}  // namespace factgraph

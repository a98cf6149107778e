// How much a relation binds its two ends, as edge_weight() in core/graph.h has it.
function weight(relation) {
  return relation.confidence * (Math.floor(Math.log2(Math.max(1, relation.evidence.length))) + 1);
}

/**
 * The cheapest way between two entities over the relations in `relations` (ids), in either direction: [{relation, to}, ...];
 * null if there is none. As in `factgraph path`, a step costs 1 and the inverse of its weight, so that few and well-proven
 * steps come first, and denied relations connect nothing. (Dijkstra 1959.)
 */
export function shortestPath(model, from, to, relations) {
  const best = new Map([[from, { cost: 0, relation: null, from: null }]]);
  const done = new Set();
  // Few entities are open at a time, next to all that were reached; the first of the cheapest is taken.
  const open = new Set([from]);
  while (open.size > 0 && !done.has(to)) {
    let at = null;
    for (const id of open) {
      const better = at === null || best.get(id).cost < best.get(at).cost || (best.get(id).cost === best.get(at).cost && id < at);
      if (better) at = id;
    }
    open.delete(at);
    done.add(at);
    for (const relation of model.entities[at].relations) {
      const other = model.other(relation, model.entities[at]).id;
      if (relation.negated || !relations.has(relation.id) || done.has(other)) continue;
      const cost = best.get(at).cost + 1 + 1 / weight(relation);
      if (cost >= (best.get(other)?.cost ?? Infinity)) continue;
      best.set(other, { cost, relation, from: at });
      open.add(other);
    }
  }
  if (!done.has(to)) return null;
  const steps = [];
  for (let id = to; id !== from; id = best.get(id).from) steps.unshift({ relation: best.get(id).relation, to: id });
  return steps;
}

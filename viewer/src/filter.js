// What is shown of the graph.

export function noFilter() {
  return {
    hiddenTypes: new Set(), // names of entity types
    hiddenRelations: new Set(), // names of relation types; kOpen for all open ones
    minConfidence: 0,
    since: null, // days since 1970, inclusive
    until: null,
    undated: true, // relations without a date, where there is a window
    assertedOnly: false,
    unconnected: false,
    focus: null, // ids of the only entities to show; null shows all
  };
}

export const kOpen = "(open)";

export function relationKey(type) {
  return type.open ? kOpen : type.name;
}

function inWindow(evidence, filter) {
  if (!evidence.days) return filter.undated;
  const [first, last] = evidence.days;
  if (filter.until !== null && first !== null && first > filter.until) return false;
  return !(filter.since !== null && last !== null && last < filter.since);
}

/**
 * The ids of the entities and relations to show. `kept` are ids of entities that stay even without relations, such as the
 * selected one.
 */
export function visible(model, filter, kept = []) {
  const dated = filter.since !== null || filter.until !== null;
  const allowed = model.entities.map(
    (entity) => !filter.hiddenTypes.has(model.typeOf(entity).name) && (!filter.focus || filter.focus.has(entity.id)),
  );
  const relations = new Set();
  const connected = new Set();
  for (const relation of model.relations) {
    if (!allowed[relation.from] || !allowed[relation.to]) continue;
    if (relation.confidence < filter.minConfidence) continue;
    if (filter.hiddenRelations.has(relationKey(model.typeOfRelation(relation)))) continue;
    if (filter.assertedOnly && (relation.negated || relation.modality !== "asserted")) continue;
    if (dated && !relation.evidence.some((evidence) => inWindow(evidence, filter))) continue;
    relations.add(relation.id);
    connected.add(relation.from);
    connected.add(relation.to);
  }
  const all = filter.unconnected || model.relations.length === 0;
  const entities = new Set();
  for (const entity of model.entities) {
    if (allowed[entity.id] && (all || connected.has(entity.id) || filter.focus)) entities.add(entity.id);
  }
  for (const id of kept) entities.add(id);
  return { entities, relations };
}

/** `ids` and all that a shown relation ties to one of them. */
export function withNeighbours(model, ids, relations) {
  const grown = new Set(ids);
  for (const id of ids) {
    for (const relation of model.entities[id].relations) {
      if (relations.has(relation.id)) grown.add(model.other(relation, model.entities[id]).id);
    }
  }
  return grown;
}

// The graph of the data block, with what the other modules look up.

const kPlain = "asserted";

/** Letters without case and marks, for comparing. */
export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

export class Model {
  constructor(data) {
    this.title = data.title;
    this.omitted = data.omitted;
    this.types = data.types;
    this.relationTypes = data.relation_types;
    this.documents = data.documents;
    this.sentences = data.sentences;
    this.entities = data.entities;
    this.relations = data.relations;

    this.entities.forEach((entity, id) => {
      entity.id = id;
      entity.aliases ??= [];
      entity.values ??= [];
      for (const value of entity.values) value.modality ??= kPlain;
      entity.statements ??= [];
      entity.relations = [];
    });
    this.relations.forEach((relation, id) => {
      relation.id = id;
      relation.modality ??= kPlain;
      this.entities[relation.from].relations.push(relation);
      if (relation.to !== relation.from) this.entities[relation.to].relations.push(relation);
    });
    this.central = [...this.entities].sort((a, b) => b.rank - a.rank || a.id - b.id);
    this.days = this.#days();
  }

  typeOf(entity) {
    return this.types[entity.type];
  }

  typeOfRelation(relation) {
    return this.relationTypes[relation.type];
  }

  /** What the relation says, in words. */
  words(relation) {
    const words = this.typeOfRelation(relation).label;
    const denied = relation.negated ? "not " : "";
    return relation.modality === kPlain ? denied + words : `${denied}${words} (${relation.modality})`;
  }

  other(relation, entity) {
    return this.entities[relation.from === entity.id ? relation.to : relation.from];
  }

  /** The entity of this name and type; else the first of this name; else undefined. */
  find(name, type) {
    const called = this.entities.filter((entity) => entity.name === name);
    return called.find((entity) => this.typeOf(entity).name === type) ?? called[0];
  }

  // The days on which dated evidence begins or ends, sorted.
  #days() {
    const days = new Set();
    for (const relation of this.relations) {
      for (const { days: range } of relation.evidence) {
        for (const day of range ?? []) if (day !== null) days.add(day);
      }
    }
    return [...days].sort((a, b) => a - b);
  }
}

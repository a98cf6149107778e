// Facts as `factgraph load` reads them, one document a line.

const length = (text) => Array.from(text).length;

/**
 * A document in which every fact is a sentence: {from: [name, type], words, relation, to: [name, type]}, or `value` with the
 * words for it, `said`, in the place of `to`; with the optional fields open, time, role, polarity, modality, attributed_to and confidence; {say: [name, type], text} is a statement. A third
 * word of an entity is what the text calls it, if not by its name.
 */
export function documentOf(uri, title, facts) {
  let text = "";
  let at = 0;
  const put = (words) => {
    const start = at;
    text += words;
    at += length(words);
    return [start, at];
  };
  const entities = new Map();
  const mention = ([name, type, words]) => {
    const span = put(words ?? name);
    const key = `${name}\u001f${type}`;
    if (!entities.has(key)) entities.set(key, { id: entities.size, name, type, mentions: [] });
    const entity = entities.get(key);
    entity.mentions.push({ start: span[0], end: span[1], kind: "name" });
    return { id: entity.id, span };
  };
  const sentences = [];
  const relations = [];
  const statements = [];
  for (const fact of facts) {
    const start = at;
    if (fact.say) {
      put("“");
      const [from, to] = put(fact.text);
      put("” said ");
      const speaker = mention(fact.say);
      statements.push({ speaker: speaker.id, kind: "direct", start: from, end: to, cue: "said" });
    } else {
      const subject = mention(fact.from);
      put(" ");
      const trigger = put(fact.words);
      put(" ");
      const object = fact.to ? mention(fact.to) : { span: put(fact.said) };
      relations.push({
        type: fact.relation, open: fact.open ?? false, subject: subject.id,
        ...(fact.to ? { object: object.id } : { value: fact.value }), subject_span: subject.span,
        object_span: object.span, trigger_span: trigger, sentence: sentences.length, role: fact.role ?? null, time: fact.time ?? null,
        polarity: fact.polarity ?? "affirmed", modality: fact.modality ?? "asserted", attributed_to: fact.attributed_to ?? null,
        confidence: fact.confidence ?? 0.9, rule: "test", place: null,
      });
    }
    put(".");
    sentences.push([start, at]);
    put("\n");
  }
  return JSON.stringify({
    document: { uri, title, published: null, text, language: "en", author: null, blocks: [] },
    sentences, entities: [...entities.values()], relations, statements, propositions: [],
  });
}

/** A made-up world of `size` entities in communities, and about `ties` relations: a few are in most, most in a few. */
export function world(size, ties) {
  let state = 20240315;
  const pick = (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const kinds = ["person", "organization", "city", "meeting", "treaty", "person", "company", "country"];
  const verbs = ["met_with", "works_for", "visited", "supports", "opposes", "leads", "announced", "member_of"];
  const towns = ["Aldersund", "Brekkefjord", "Caldova", "Dunmere", "Eskfold", "Farnholt", "Gransk", "Hollmark", "Istrava", "Jorvind"];
  const communities = 2 * Math.round(Math.sqrt(size) / 6) + 1;
  const entity = (i) => [`${towns[i % 10]} ${kinds[i % 8]} ${i}`, kinds[i % 8]];
  // The lower a number within its community, the better known.
  const member = (community) => {
    const members = Math.floor((size - community + communities - 1) / communities);
    return community + communities * Math.min(pick(members), pick(members), pick(members));
  };
  const documents = [];
  for (let i = 0, left = ties; left > 0; ++i) {
    const facts = [];
    for (let n = 0; n < 40 && left > 0; ++n, --left) {
      const from = left <= size ? left - 1 : member(pick(communities));
      let to = member(pick(10) === 0 ? pick(communities) : from % communities);
      if (to === from) to = (from + communities) % size;
      const verb = verbs[pick(8)];
      facts.push({
        from: entity(from), words: verb.replaceAll("_", " "), relation: verb, to: entity(to), confidence: 0.5 + pick(10) / 20,
        time: pick(3) === 0 ? `2024-0${1 + pick(9)}-1${pick(10)}` : null, polarity: pick(20) === 0 ? "negated" : "affirmed",
        modality: pick(12) === 0 ? "planned" : "asserted",
      });
    }
    documents.push(documentOf(`https://news.example/story-${i}`, `Story ${i}`, facts));
  }
  return documents.join("\n") + "\n";
}

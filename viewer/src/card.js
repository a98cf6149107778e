// What the texts say: the card of an entity, of a relation, of a path, and the overview.
import { clip, counted, el, legible, named } from "./dom.js";

const kFactsAtFirst = 40;
const kListed = 40;

// Only web addresses become links.
function source(model, number) {
  const { uri, title } = model.documents[number];
  const words = legible(title) || legible(uri);
  let address = null;
  try {
    address = new URL(uri);
  } catch {
    // the name of a file
  }
  const shown = address && ["http:", "https:"].includes(address.protocol)
    ? el("a", { href: address.href, target: "_blank", rel: "noopener noreferrer" }, words)
    : el("span", {}, words);
  return el("cite", {}, shown, title && legible(uri) !== words ? el("small", {}, " ", clip(legible(uri), 80)) : null);
}

// The sentence of a piece of evidence, with the words for subject, relation and object marked.
function quoted(model, evidence) {
  const sentence = model.sentences[evidence.sentence];
  const characters = Array.from(sentence.text);
  const parts = new Array(characters.length).fill("");
  for (const part of ["trigger", "subject", "object"]) {
    const [start, end] = evidence[part] ?? [0, 0];
    for (let i = start; i < Math.min(end, parts.length); ++i) parts[i] = part;
  }
  const quote = el("blockquote", { dir: "auto" });
  for (let start = 0; start < characters.length; ) {
    let end = start + 1;
    while (end < characters.length && parts[end] === parts[start]) ++end;
    const text = characters.slice(start, end).join("");
    const title = { subject: "the subject", trigger: "the relation", object: "the object" }[parts[start]];
    quote.append(parts[start] === "" ? text : el("mark", { class: parts[start], title }, text));
    start = end;
  }
  return quote;
}

function proof(model, evidence) {
  const details = [];
  if (evidence.role) details.push(`as ${legible(evidence.role)}`);
  if (evidence.time) details.push(legible(evidence.time));
  if (evidence.by) details.push(`according to ${legible(evidence.by)}`);
  details.push(`confidence ${evidence.confidence.toFixed(2)}`);
  return el("li", { class: "proof" }, quoted(model, evidence),
    el("p", { class: "source" }, source(model, model.sentences[evidence.sentence].document), el("br"), details.join(" · ")));
}

function times(relation) {
  const all = [...new Set(relation.evidence.map((evidence) => evidence.time).filter(Boolean))];
  return all.length === 0 ? null : el("small", {}, " ", all.length > 2 ? `${all.length} dates` : all.join(", "));
}

// A list of which the rest comes on demand.
function long(items, tag = "ul") {
  const list = el(tag, {}, items.slice(0, kFactsAtFirst).map((make) => make()));
  if (items.length <= kFactsAtFirst) return [list];
  const more = el("button", { type: "button", class: "more", onclick: () => {
    list.append(...items.slice(kFactsAtFirst).map((make) => make()));
    more.remove();
    list.children[kFactsAtFirst].querySelector("button, a")?.focus();
  } }, `Show all ${items.length}`);
  return [list, more];
}

export class Card {
  /** `actions`: chooseEntity(id), chooseRelation(id), only(id), expand(id), everything(), pathFrom(id). */
  constructor(element, model, actions) {
    this.element = element;
    this.model = model;
    this.actions = actions;
  }

  #set(...children) {
    this.element.replaceChildren(...children.flat(Infinity).filter(Boolean));
    this.element.scrollTop = 0;
  }

  #entityButton(entity) {
    return el("button", { type: "button", class: "link entity", onclick: () => this.actions.chooseEntity(entity.id) },
      named(clip(entity.name, 120)));
  }

  #relationButton(relation) {
    return el("button", {
      type: "button", class: relation.negated ? "link relation denied" : "link relation",
      title: `${counted(relation.evidence.length, "sentence", "sentences")}, confidence ${relation.confidence.toFixed(2)}`,
      onclick: () => this.actions.chooseRelation(relation.id),
    }, named(this.model.words(relation)));
  }

  overview(shown) {
    const listed = this.model.central.filter((entity) => shown.entities.has(entity.id)).slice(0, kListed);
    this.#set(
      el("h2", {}, "The most central"),
      el("p", { class: "hint" }, "Choose an entity here, in the graph, or by searching; choose a line to read its sentences."),
      el("ol", {}, listed.map((entity) =>
        el("li", {}, this.#entityButton(entity), el("small", {}, " ", this.model.typeOf(entity).label)))),
    );
  }

  entity(entity, shown) {
    const { model, actions } = this;
    const related = entity.relations
      .filter((relation) => shown.relations.has(relation.id))
      .sort((a, b) => b.evidence.length - a.evidence.length || b.confidence - a.confidence || a.id - b.id);
    const hidden = entity.relations.length - related.length;
    const fact = (relation) => () => el("li", {},
      relation.from === entity.id
        ? [this.#relationButton(relation), " ", this.#entityButton(model.entities[relation.to])]
        : [this.#entityButton(model.entities[relation.from]), " ", this.#relationButton(relation), " ", named(clip(entity.name, 60))],
      times(relation));
    const aliases = entity.aliases.flatMap((alias, i) => [i > 0 ? ", " : "also ", named(clip(alias, 80))]);
    this.#set(
      el("h2", {}, named(entity.name)),
      el("p", { class: "type" }, model.typeOf(entity).label, " · ",
        counted(entity.mentions, "mention", "mentions"), " in ", counted(entity.documents, "document", "documents")),
      aliases.length > 0 ? el("p", { class: "aliases" }, aliases) : null,
      el("p", { class: "actions" },
        el("button", { type: "button", id: "only", onclick: () => actions.only(entity.id) }, "Only its neighbours"),
        el("button", { type: "button", id: "expand", onclick: () => actions.expand(entity.id) }, "Add its neighbours"),
        el("button", { type: "button", id: "path-from", onclick: () => actions.pathFrom(entity.id) }, "Path from here")),
      entity.values.length > 0 ? [el("h3", {}, "Values"), el("dl", { class: "values" }, entity.values.map((value) => [
        el("dt", {}, model.words(value)),
        el("dd", {}, el("details", {}, el("summary", {}, named(value.words)),
          el("ul", { class: "proofs" }, value.evidence.map((evidence) => proof(model, evidence))))),
      ]))] : null,
      related.length > 0 ? [el("h3", {}, `Facts (${related.length})`), el("div", { class: "facts" }, long(related.map(fact)))] : null,
      hidden > 0 ? el("p", { class: "hint" }, `${counted(hidden, "fact is", "facts are")} hidden by the filters.`) : null,
      entity.statements.length > 0 ? [el("h3", {}, `Statements (${entity.statements.length})`),
        el("div", { class: "statements" }, long(entity.statements.map((said) => () => el("li", { class: "proof" },
          el("blockquote", { dir: "auto" }, said.reported ? said.text : `“${said.text}”`),
          el("p", { class: "source" }, source(model, said.document), said.cue ? ` · ${legible(said.cue)}` : ""))))) ] : null,
    );
  }

  #triple(relation) {
    return [this.#entityButton(this.model.entities[relation.from]), " ", named(this.model.words(relation)), " ",
      this.#entityButton(this.model.entities[relation.to])];
  }

  relation(relation) {
    const { model } = this;
    const others = model.entities[relation.from].relations.filter((other) =>
      other !== relation && model.other(other, model.entities[relation.from]).id === relation.to);
    this.#set(
      el("h2", { class: relation.negated ? "denied" : null }, this.#triple(relation)),
      el("p", { class: "type" }, `${counted(relation.evidence.length, "sentence", "sentences")} · confidence ${relation.confidence.toFixed(2)}`,
        relation.negated ? " · the text says that it is not so" : "",
        model.typeOfRelation(relation).open ? " · in the words of the text" : ""),
      el("ul", { class: "proofs" }, relation.evidence.map((evidence) => proof(model, evidence))),
      others.length > 0 && relation.from !== relation.to ? [el("h3", {}, "Also between the two"), el("ul", {}, others.map((other) =>
        el("li", {}, named(clip(model.entities[other.from].name, 60)), " ", this.#relationButton(other), " ",
          named(clip(model.entities[other.to].name, 60)))))] : null,
    );
  }

  path(from, to, steps) {
    const { model } = this;
    if (steps === null) {
      this.#set(el("h2", {}, "No path"), el("p", { class: "hint" }, "Nothing that is shown leads from ",
        this.#entityButton(model.entities[from]), " to ", this.#entityButton(model.entities[to]), "."));
      return;
    }
    this.#set(
      el("h2", {}, "Path"),
      el("p", { class: "type" }, counted(steps.length, "step", "steps"), " from ", this.#entityButton(model.entities[from]), " to ",
        this.#entityButton(model.entities[to])),
      el("ol", { class: "path" }, steps.map(({ relation }) => el("li", {}, this.#triple(relation),
        relation.evidence.length > 0 ? el("ul", { class: "proofs" }, proof(model, relation.evidence[0])) : null,
        relation.evidence.length > 1
          ? el("button", { type: "button", class: "more", onclick: () => this.actions.chooseRelation(relation.id) },
              `All ${relation.evidence.length} sentences`) : null))),
    );
  }
}

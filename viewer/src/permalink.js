// What is seen, as the fragment of the page's address and back. Entities go by name and type, so that a link outlives a new
// export of the same facts.
import { noFilter } from "./filter.js";

const kBetween = "\u001f"; // parts a name from its type; neither would hold it

function nameOf(model, id) {
  const entity = model.entities[id];
  return entity.name + kBetween + model.typeOf(entity).name;
}

function idOf(model, text) {
  const at = text.lastIndexOf(kBetween);
  return model.find(at < 0 ? text : text.slice(0, at), at < 0 ? undefined : text.slice(at + 1))?.id ?? null;
}

const number = (text) => (text !== null && text !== "" && Number.isFinite(Number(text)) ? Number(text) : null);

/** state: {filter, entity, relation, path: [from, to], colour, theme, camera}; ids or null. */
export function toFragment(model, state) {
  const out = new URLSearchParams();
  const { filter } = state;
  if (state.entity !== null) out.set("entity", nameOf(model, state.entity));
  if (state.relation !== null) {
    const relation = model.relations[state.relation];
    out.set("from", nameOf(model, relation.from));
    out.set("relation", model.typeOfRelation(relation).name);
    out.set("to", nameOf(model, relation.to));
    if (relation.negated) out.set("negated", "1");
    if (relation.modality !== "asserted") out.set("modality", relation.modality);
  }
  if (state.path) for (const id of state.path) out.append("path", nameOf(model, id));
  for (const name of [...filter.hiddenTypes].sort()) out.append("hide-type", name);
  for (const name of [...filter.hiddenRelations].sort()) out.append("hide-relation", name);
  if (filter.minConfidence > 0) out.set("confidence", filter.minConfidence);
  if (filter.since !== null) out.set("since", filter.since);
  if (filter.until !== null) out.set("until", filter.until);
  if (!filter.undated) out.set("undated", "0");
  if (filter.assertedOnly) out.set("asserted", "1");
  if (filter.unconnected) out.set("unconnected", "1");
  if (filter.focus) for (const id of [...filter.focus].sort((a, b) => a - b)) out.append("only", nameOf(model, id));
  if (state.colour !== "type") out.set("colour", state.colour);
  if (state.theme !== "auto") out.set("theme", state.theme);
  if (state.camera) {
    const { x, y, ratio } = state.camera;
    const view = [x, y, ratio].map((part) => part.toFixed(4)).join(",");
    if (view !== "0.5000,0.5000,1.0000") out.set("view", view);
  }
  return out.toString();
}

export function fromFragment(model, fragment) {
  const read = new URLSearchParams(fragment.replace(/^#/, ""));
  const filter = noFilter();
  const ids = (key) => read.getAll(key).map((text) => idOf(model, text)).filter((id) => id !== null);
  filter.hiddenTypes = new Set(read.getAll("hide-type"));
  filter.hiddenRelations = new Set(read.getAll("hide-relation"));
  filter.minConfidence = Math.max(0, Math.min(1, number(read.get("confidence")) ?? 0));
  filter.since = number(read.get("since"));
  filter.until = number(read.get("until"));
  filter.undated = read.get("undated") !== "0";
  filter.assertedOnly = read.get("asserted") === "1";
  filter.unconnected = read.get("unconnected") === "1";
  if (read.has("only")) filter.focus = new Set(ids("only"));

  const state = { filter, entity: ids("entity")[0] ?? null, relation: null, path: null, colour: "type", theme: "auto", camera: null };
  const [from] = ids("from");
  const [to] = ids("to");
  if (from !== undefined && to !== undefined) {
    state.relation = model.relations.find((relation) => relation.from === from && relation.to === to &&
      model.typeOfRelation(relation).name === read.get("relation") && Boolean(relation.negated) === (read.get("negated") === "1") &&
      relation.modality === (read.get("modality") ?? "asserted"))?.id ?? null;
  }
  const ends = ids("path");
  if (ends.length === 2) state.path = ends;
  if (read.get("colour") === "community") state.colour = "community";
  if (["light", "dark"].includes(read.get("theme"))) state.theme = read.get("theme");
  const view = (read.get("view") ?? "").split(",").map(number);
  if (view.length === 3 && !view.includes(null) && view[2] > 0) state.camera = { x: view[0], y: view[1], ratio: view[2] };
  return state;
}

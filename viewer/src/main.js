import { Card } from "./card.js";
import { byId, clip, counted, el, legible } from "./dom.js";
import { noFilter, visible, withNeighbours } from "./filter.js";
import { Model } from "./model.js";
import { Palette, kColouredCommunities } from "./palette.js";
import { Panel } from "./panel.js";
import { shortestPath } from "./path.js";
import { fromFragment, toFragment } from "./permalink.js";
import { Scene } from "./scene.js";
import { Search, combobox } from "./search.js";

const model = new Model(JSON.parse(byId("data").textContent));
const search = new Search(model);
const systemDark = matchMedia("(prefers-color-scheme: dark)");

let state = fromFragment(model, location.hash);
let shown = { entities: new Set(), relations: new Set() };
let steps = null; // of the path
let scene = null;
let palette = null;
let written = location.hash;

const isDark = () => state.theme === "dark" || (state.theme === "auto" && systemDark.matches);

function applyTheme() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  palette = new Palette(model, isDark());
}

// What stands out: the selected entity with its neighbours, the selected relation, or the path.
function marked() {
  if (state.path && steps) {
    const entities = new Set([state.path[0], ...steps.map((step) => step.to)]);
    return { entities, relations: new Set(steps.map((step) => step.relation.id)), chosen: new Set(state.path) };
  }
  if (state.relation !== null) {
    const { from, to, id } = model.relations[state.relation];
    return { entities: new Set([from, to]), relations: new Set([id]), chosen: new Set([from, to]) };
  }
  if (state.entity !== null) {
    const relations = new Set(model.entities[state.entity].relations.map(({ id }) => id).filter((id) => shown.relations.has(id)));
    return { entities: withNeighbours(model, [state.entity], shown.relations), relations, chosen: new Set([state.entity]) };
  }
  return null;
}

function legend() {
  const entry = (colour, words) => {
    const swatch = el("span", { class: "swatch", "aria-hidden": "true" });
    swatch.style.background = colour;
    return el("li", {}, swatch, " ", words);
  };
  const entities = model.central.filter(({ id }) => shown.entities.has(id));
  if (state.colour === "community") {
    // Each by its two most central entities.
    const heads = new Map();
    for (const entity of entities) {
      if (entity.community >= kColouredCommunities) continue;
      const names = heads.get(entity.community) ?? [];
      if (names.length < 2) heads.set(entity.community, [...names, clip(legible(entity.name), 22)]);
    }
    const first = [...heads].sort((a, b) => a[0] - b[0]).slice(0, kColouredCommunities);
    byId("legend").replaceChildren(...first.map(([community, names]) => entry(palette.ofCommunity(community), names.join(", "))));
    return;
  }
  const roots = new Map();
  for (const entity of entities) {
    const { root } = model.typeOf(entity);
    roots.set(root, (roots.get(root) ?? 0) + 1);
  }
  const words = (root) => model.types.find((type) => type.root === root).root_label;
  byId("legend").replaceChildren(
    ...[...roots].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([root]) => entry(palette.ofRoot(root), words(root))));
}

let saving = 0;
function save() {
  clearTimeout(saving);
  saving = setTimeout(() => {
    written = `#${toFragment(model, { ...state, camera: scene?.camera() })}`;
    history.replaceState(null, "", written);
  }, 150);
}

function show() {
  scene?.show(shown, marked(), state.colour === "community");
}

// After any change of what is seen.
function refresh() {
  const chosen = [state.entity, ...(state.path ?? [])].filter((id) => id !== null);
  if (state.relation !== null) chosen.push(model.relations[state.relation].from, model.relations[state.relation].to);
  shown = visible(model, state.filter, chosen);
  steps = state.path ? shortestPath(model, state.path[0], state.path[1], shown.relations) : null;
  legend(); // first: it leaves the rest of the height to the graph
  show();
  if (state.path) card.path(...state.path, steps);
  else if (state.relation !== null) card.relation(model.relations[state.relation]);
  else if (state.entity !== null) card.entity(model.entities[state.entity], shown);
  else card.overview(shown);
  panel.refresh(state.filter);
  const omitted = model.omitted.entities > 0
    ? ` The file holds the most central of ${(model.entities.length + model.omitted.entities).toLocaleString("en")} entities.` : "";
  byId("count").textContent = `${counted(shown.entities.size, "entity", "entities")} and ` +
    `${counted(shown.relations.size, "relation", "relations")} of ${model.relations.length.toLocaleString("en")}.${omitted}`;
  save();
}

// For those who do not see the graph change.
function say(words) {
  byId("status").textContent = words;
}

function select(selection, { look = false, focus = false } = {}) {
  Object.assign(state, { entity: null, relation: null, path: null }, selection);
  refresh();
  if (look && state.entity !== null) scene?.lookAt(state.entity);
  if (focus) byId("card").focus({ preventScroll: true });
  if (state.entity !== null) {
    const entity = model.entities[state.entity];
    say(`${legible(entity.name)}, ${model.typeOf(entity).label}, ${counted(entity.relations.length, "fact", "facts")}`);
  } else if (state.relation !== null) {
    const relation = model.relations[state.relation];
    say(`${legible(model.entities[relation.from].name)} ${model.words(relation)} ${legible(model.entities[relation.to].name)}`);
  } else if (state.path) {
    say(steps ? `Path of ${counted(steps.length, "step", "steps")}` : "No path");
  }
}

function setFocus(ids) {
  state.filter.focus = ids;
  refresh();
  say(ids ? `${counted(shown.entities.size, "entity", "entities")} shown` : "Everything shown");
}

const actions = {
  chooseEntity: (id) => select({ entity: id }, { look: true, focus: true }),
  chooseRelation: (id) => select({ relation: id }, { focus: true }),
  only: (id) => setFocus(withNeighbours(model, [id], shown.relations)),
  // The neighbours may lie outside of what is shown: they come in by any relation the other filters allow.
  expand: (id) => {
    const { relations } = visible(model, { ...state.filter, focus: null });
    setFocus(withNeighbours(model, [...(state.filter.focus ?? shown.entities), id], new Set()).union(withNeighbours(model, [id], relations)));
  },
  pathFrom: (id) => {
    panel.setEnd(0, model.entities[id]);
    panel.askForEnd();
  },
};

applyTheme();
const card = new Card(byId("card"), model, actions);
const panel = new Panel(byId("filters"), model, search, {
  filter: () => state.filter,
  change: refresh,
  path: (from, to) => select({ path: [from, to] }, { focus: true }),
  everything: () => setFocus(null),
  colourOf: (type) => palette.ofRoot(type.root),
});
combobox(byId("search"), {
  label: "Search", placeholder: "Search ( / )", search, model,
  choose: (entity) => select({ entity: entity.id }, { look: true, focus: true }),
});

function start() {
  if (state.path) state.path.forEach((id, i) => panel.setEnd(i, model.entities[id]));
  byId("theme").value = state.theme;
  byId("colour").value = state.colour;
  if (state.camera) scene?.setCamera(state.camera);
  refresh();
}

document.title = model.title ? `${legible(model.title)} – factgraph` : "factgraph";
byId("title").textContent = legible(model.title) || "factgraph";
start();

// The texts come first. A browser that draws in software is busy with its own signs of loading until the page has loaded.
function draw() {
  try {
    scene = new Scene(byId("scene"), model, palette, {
      onEntity: (id) => select({ entity: id }),
      onRelation: (id) => select({ relation: id }),
      onNothing: () => select({}),
      onCamera: save,
      onExpand: (id) => actions.expand(id),
    });
  } catch (error) {
    byId("scene").replaceChildren(el("p", { class: "hint" },
      `The graph cannot be drawn here (${error.message}): the browser offers no WebGL. The search, the filters and the details work.`));
  }
  if (state.camera) scene?.setCamera(state.camera);
  show();
  // For whoever drives the page from outside, such as its tests.
  globalThis.factgraph = { model, scene, shown: () => shown, state: () => state, noFilter };
}
if (document.readyState === "complete") draw();
else addEventListener("load", () => setTimeout(draw));

byId("colour").addEventListener("change", (event) => {
  state.colour = event.target.value;
  refresh();
});
function repaint() {
  applyTheme();
  scene?.paint(palette);
  refresh();
}
byId("theme").addEventListener("change", (event) => {
  state.theme = event.target.value;
  repaint();
});
systemDark.addEventListener("change", repaint);
byId("zoom-in").addEventListener("click", () => scene?.zoom(1 / 1.5));
byId("zoom-out").addEventListener("click", () => scene?.zoom(1.5));
byId("fit").addEventListener("click", () => scene?.fit());
byId("help").addEventListener("click", () => byId("help-text").showModal());
byId("print").addEventListener("click", () => print());
byId("skip").addEventListener("click", (event) => {
  event.preventDefault(); // the fragment is the permalink's
  byId("card").focus();
});

// On paper: black on white, the graph as it is seen.
addEventListener("beforeprint", () => {
  if (!scene) return;
  scene.palette = new Palette(model, false);
  scene.copyTo(byId("printed"));
  scene.paint(palette);
});

byId("scene").addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const keys = {
    ArrowLeft: () => scene?.pan(-0.1, 0),
    ArrowRight: () => scene?.pan(0.1, 0),
    ArrowUp: () => scene?.pan(0, 0.1),
    ArrowDown: () => scene?.pan(0, -0.1),
    "+": () => scene?.zoom(1 / 1.5),
    "=": () => scene?.zoom(1 / 1.5),
    "-": () => scene?.zoom(1.5),
    0: () => scene?.fit(),
    e: () => state.entity !== null && actions.expand(state.entity),
  };
  if (!(event.key in keys)) return;
  event.preventDefault();
  keys[event.key]();
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !byId("help-text").open) select({});
  const typing = ["INPUT", "SELECT", "TEXTAREA"].includes(document.activeElement?.tagName) && document.activeElement.type !== "checkbox";
  if (event.key === "/" && !typing) {
    event.preventDefault();
    byId("search").querySelector("input").focus();
  }
});
addEventListener("hashchange", (event) => {
  const { hash } = new URL(event.newURL); // the page may have written its own over it since
  if (hash === written) return;
  state = fromFragment(model, hash);
  repaint();
  start();
});

import Graph from "graphology";
import Sigma from "sigma";

import { clip, legible } from "./dom.js";
import { GlidingSigma, flatten } from "./glide.js";
import { Labels } from "./labels.js";
import { kArrows, kEntities, kLines } from "./programs.js";

const kManyRelations = 3000; // from here on plain lines, and what is drawn glides
const kFewRelations = 40; // up to here all are labelled, else those that stand out
const kHitDistance = 6; // pixels

const node = (id) => String(id);

function distanceToSegment(p, a, b) {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const along = dx || dy ? Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy))) : 0;
  return Math.hypot(p.x - a.x - along * dx, p.y - a.y - along * dy);
}

/** Draws the model with sigma.js, and says what was clicked. Throws where the browser has no WebGL. */
export class Scene {
  constructor(container, model, palette, { onEntity, onRelation, onNothing, onCamera, onExpand }) {
    this.model = model;
    this.palette = palette;
    this.shown = { entities: new Set(), relations: new Set() };
    this.marked = null;
    this.labels = new Labels();
    this.many = model.relations.length > kManyRelations;
    this.graph = this.#graph();
    this.sigma = new (this.many ? GlidingSigma : Sigma)(new Graph(), container, {
      ground: () => this.palette.ground,
      allowInvalidContainer: true,
      defaultEdgeType: "line",
      nodeProgramClasses: kEntities,
      edgeProgramClasses: this.many ? kLines : kArrows,
      renderEdgeLabels: true,
      edgeLabelFont: "system-ui, sans-serif",
      edgeLabelSize: 11,
      edgeLabelColor: { attribute: "labelColour" },
      labelFont: "system-ui, sans-serif",
      labelSize: 13,
      labelWeight: "500",
      labelRenderedSizeThreshold: this.many ? 3 : 0,
      labelDensity: 6, // that could be written; labels.js chooses
      labelGridCellSize: 120,
      minCameraRatio: 0.01,
      maxCameraRatio: 4,
      stagePadding: 40,
      zIndex: true,
      defaultDrawNodeLabel: (context, data, settings) => this.labels.name(context, data, settings),
      defaultDrawEdgeLabel: (context, data, from, to, settings) => this.labels.relation(context, data, from, to, settings),
      defaultDrawNodeHover: (context, data, settings) => this.#drawHover(context, data, settings),
      nodeReducer: (key, data) => this.#reduceEntity(key, data),
      edgeReducer: (key, data) => this.#reduceRelation(key, data),
    });
    this.sigma.on("clickNode", ({ node: key }) => onEntity(Number(key)));
    this.sigma.on("doubleClickNode", (payload) => {
      payload.preventSigmaDefault();
      onExpand(Number(payload.node));
    });
    this.sigma.on("clickStage", ({ event }) => {
      const relation = this.relationAt(event);
      if (relation === null) onNothing();
      else onRelation(relation);
    });
    // Two clicks in quick succession are a double click to sigma, which zooms, even where the second is on another line.
    this.sigma.on("doubleClickStage", (payload) => {
      const relation = this.relationAt(payload.event);
      if (relation === null) return;
      payload.preventSigmaDefault();
      onRelation(relation);
    });
    this.sigma.on("beforeRender", () => this.labels.begin());
    this.sigma.on("afterRender", () => this.labels.end(this.circles(), this.palette));
    this.sigma.getCamera().on("updated", () => onCamera(this.camera()));
  }

  #graph() {
    const unit = Math.max(1.6, Math.min(5, 40 / Math.sqrt(this.model.entities.length + 1)));
    const graph = new Graph({ type: "directed", multi: true, allowSelfLoops: true });
    for (const entity of this.model.entities) {
      graph.addNode(node(entity.id), {
        x: entity.x,
        y: entity.y,
        size: unit * (1 + 2.2 * Math.sqrt(entity.rank)),
        label: clip(legible(entity.name), 42),
      });
    }
    const between = new Map(); // how many relations two entities have, and the number of the next one
    const key = ({ from, to }) => (from < to ? `${from} ${to}` : `${to} ${from}`);
    for (const relation of this.model.relations) between.set(key(relation), (between.get(key(relation)) ?? 0) + 1);
    const next = new Map();
    for (const relation of this.model.relations) {
      if (relation.from === relation.to) continue;
      const count = between.get(key(relation));
      const i = next.get(key(relation)) ?? 0;
      next.set(key(relation), i + 1);
      // Parallel relations fan out; the sign makes opposite directions take the same sides.
      const bend = count === 1 ? 0 : (i - (count - 1) / 2) * Math.min(0.3, 1.2 / count) * (relation.from < relation.to ? 1 : -1);
      const directed = !this.model.typeOfRelation(relation).symmetric;
      graph.addEdgeWithKey(node(relation.id), node(relation.from), node(relation.to), {
        label: clip(legible(this.model.words(relation)), 42),
        size: Math.min(4, 1.2 + 0.6 * Math.log2(Math.max(1, relation.evidence.length))) * (this.many ? 0.6 : 1),
        curvature: bend,
        type: this.many ? "line" : bend !== 0 ? "curve" : directed ? "arrow" : "line",
      });
    }
    return graph;
  }

  #reduceEntity(key, data) {
    const entity = this.model.entities[Number(key)];
    const shown = this.shown.entities.has(entity.id);
    const marked = this.marked?.entities.has(entity.id);
    const faded = this.marked && !marked;
    const colour = this.byCommunity
      ? this.palette.ofCommunity(entity.community)
      : this.palette.ofRoot(this.model.typeOf(entity).root);
    return {
      ...data,
      hidden: !shown,
      color: faded ? this.palette.faded : colour,
      label: faded ? null : data.label,
      forceLabel: this.marked?.chosen.has(entity.id) || (marked && this.marked.entities.size <= 40),
      highlighted: this.marked?.chosen.has(entity.id) ?? false,
      zIndex: marked ? 2 : faded ? 0 : 1,
    };
  }

  #reduceRelation(key, data) {
    const relation = this.model.relations[Number(key)];
    const shown = this.shown.relations.has(relation.id);
    const marked = this.marked?.relations.has(relation.id);
    const open = this.model.typeOfRelation(relation).open;
    const colour = this.palette.ofRelation(relation, open);
    return {
      ...data,
      hidden: !shown,
      color: marked && !relation.negated ? this.palette.marked : this.marked && !marked ? this.palette.faded : colour,
      size: marked ? data.size + 0.8 : data.size,
      zIndex: marked ? 1 : 0,
      label: (marked ?? this.model.relations.length <= kFewRelations) ? data.label : null,
      forceLabel: marked ?? false,
      labelColour: this.palette.text,
    };
  }

  #drawHover(context, data, settings) {
    context.beginPath();
    context.arc(data.x, data.y, data.size + 3, 0, 2 * Math.PI);
    context.lineWidth = 2;
    context.strokeStyle = this.palette.marked;
    context.stroke();
    this.labels.hover(context, data, settings, this.palette);
  }

  /** Shows these entities and relations; `marked` ({entities, relations, chosen}, or null) stand out from the others. */
  show(shown, marked, byCommunity) {
    Object.assign(this, { shown, marked, byCommunity });
    if (this.sigma.getGraph() === this.graph) this.sigma.refresh();
    else this.sigma.setGraph(this.graph);
  }

  paint(palette) {
    this.palette = palette;
    this.sigma.refresh();
  }

  /** Where an entity stands, in pixels of the scene. */
  placeOf(id) {
    return this.sigma.graphToViewport(this.graph.getNodeAttributes(node(id)));
  }

  /** The circles that are shown, without faded ones, in pixels of the scene. */
  circles() {
    if (this.sigma.getGraph() !== this.graph) return [];
    return [...this.shown.entities].filter((id) => this.marked?.entities.has(id) ?? true).map((id) => {
      const data = this.sigma.getNodeDisplayData(node(id));
      return { key: node(id), size: this.sigma.scaleSize(data.size), ...this.sigma.framedGraphToViewport(data) };
    });
  }

  // The middle of a relation's line; its control point lies twice as far out.
  #bow(relation) {
    const from = this.placeOf(relation.from);
    const to = this.placeOf(relation.to);
    const bend = this.many ? 0 : this.graph.getEdgeAttribute(node(relation.id), "curvature") / 2;
    const middle = { x: (from.x + to.x) / 2 + (to.y - from.y) * bend, y: (from.y + to.y) / 2 - (to.x - from.x) * bend };
    return { from, middle, to };
  }

  middleOf(id) {
    return this.#bow(this.model.relations[id]).middle;
  }

  /** The id of the shown relation whose line passes nearest to a point, within a few pixels; else null. */
  relationAt(point) {
    let best = kHitDistance;
    let found = null;
    for (const id of this.shown.relations) {
      const relation = this.model.relations[id];
      if (relation.from === relation.to) continue;
      const { from, middle, to } = this.#bow(relation);
      const far = Math.min(distanceToSegment(point, from, middle), distanceToSegment(point, middle, to));
      if (far < best) [best, found] = [far, id];
    }
    return found;
  }

  camera() {
    const { x, y, ratio } = this.sigma.getCamera().getState();
    return { x, y, ratio };
  }

  setCamera(state, animate = false) {
    if (animate && !matchMedia("(prefers-reduced-motion: reduce)").matches) this.sigma.getCamera().animate(state, { duration: 300 });
    else this.sigma.getCamera().setState(state);
  }

  fit() {
    this.setCamera({ x: 0.5, y: 0.5, ratio: 1 }, true);
  }

  zoom(factor) {
    this.setCamera({ ...this.camera(), ratio: Math.max(0.01, Math.min(4, this.camera().ratio * factor)) }, true);
  }

  /** Moves by parts of the view. */
  pan(right, up) {
    const { x, y, ratio } = this.camera();
    this.setCamera({ x: x + right * ratio, y: y + up * ratio, ratio });
  }

  lookAt(id) {
    const data = this.sigma.getNodeDisplayData(node(id));
    if (data) this.setCamera({ x: data.x, y: data.y, ratio: Math.min(this.camera().ratio, 0.6) }, true);
  }

  /** Draws what is seen onto `canvas`, on white. */
  copyTo(canvas) {
    this.sigma.refresh(); // what WebGL has drawn may be gone once the browser has shown it
    flatten(this.sigma, canvas, this.palette.ground);
  }
}

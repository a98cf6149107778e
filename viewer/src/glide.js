import Sigma from "sigma";

// In frames, of which a busy computer has fewer.
const kRest = 8; // without a move, after which the graph is drawn anew
const kBetween = 30; // at least from one drawing to the next while the camera moves
const kMissing = 60; // pixels of the graph that may be missing at a side of the view until then

const apply = ({ a, b, c, d, e, f }, { x, y }) => ({ x: a * x + c * y + e, y: b * x + d * y + f });

/** Draws all that `sigma` shows onto `canvas`. */
export function flatten(sigma, canvas, ground) {
  const layers = sigma.getCanvases();
  canvas.width = layers.nodes.width;
  canvas.height = layers.nodes.height;
  const context = canvas.getContext("2d", { alpha: false }); // nothing to blend when it moves
  context.fillStyle = ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const name of ["edges", "edgeLabels", "nodes", "labels", "hovers", "hoverNodes"]) context.drawImage(layers[name], 0, 0);
}

/**
 * A Sigma for graphs that take longer to draw than a frame lasts: while its camera moves, what was drawn last moves as one flat
 * picture, which browsers do at full speed. The graph is drawn anew when the camera rests, and now and then on a long way, so
 * that what comes in from outside appears. Points in the view mean what is seen there, drawn or moved.
 */
export class GlidingSigma extends Sigma {
  /** `ground()` is the colour behind the graph. */
  constructor(graph, container, { ground, ...settings }) {
    super(graph, container, settings);
    this.ground = ground;
    this.picture = document.createElement("canvas");
    this.picture.className = "picture";
    this.picture.hidden = true;
    container.prepend(this.picture);
    this.layers = Object.entries(this.getCanvases()).filter(([name]) => name !== "mouse").map(([, layer]) => layer);
    this.on("beforeRender", () => {
      this.moved = null;
      cancelAnimationFrame(this.next);
    });
    this.on("afterRender", () => this.#show(false));
    // What is clicked may not be where it was drawn.
    container.addEventListener("pointerdown", () => this.moved && this.render(), { capture: true });
  }

  // The picture is taken when the camera begins to move, long after what it shows was drawn.
  createWebGLContext(id, options) {
    return super.createWebGLContext(id, { ...options, preserveDrawingBuffer: true });
  }

  bindCameraHandlers() {
    this.activeListeners.camera = () => this.#glide();
    this.camera.on("updated", this.activeListeners.camera);
    return this;
  }

  graphToViewport(point, override) {
    const drawn = super.graphToViewport(point, override);
    return this.moved && !override ? apply(this.moved, drawn) : drawn;
  }

  // To find a node waits for the drawing; while it is dragged along, the one under the pointer stays the same.
  getNodeAtPosition(point) {
    if (!this.moved) return super.getNodeAtPosition(point);
    return this.mouseCaptor.isMoving ? this.hoveredNode : super.getNodeAtPosition(apply(this.moved.inverse(), point));
  }

  #show(picture) {
    this.picture.hidden = !picture;
    for (const layer of this.layers) layer.hidden = picture;
  }

  #glide() {
    if (!this.moved) {
      flatten(this, this.picture, this.ground());
      this.#show(true);
      this.frames = 0;
      this.#await();
    }
    this.quiet = 0;
    this.moved = this.#place({ cameraState: this.camera.getState() }).multiply(this.#place().inverse());
    const { a, b, e, f } = this.moved;
    const slides = Math.abs(a - 1) + Math.abs(b) < 1e-6; // by whole pixels stays sharp, and is quicker
    this.picture.style.transform = slides ? `translate(${Math.round(e)}px, ${Math.round(f)}px)` : this.moved;
  }

  // Looks at each frame whether it is time to draw.
  #await() {
    this.next = requestAnimationFrame(() => {
      ++this.frames;
      if (++this.quiet > kRest || (this.frames > kBetween && this.#misses())) this.render();
      else this.#await();
    });
  }

  // Takes places in the graph, whose sides go from 0 to 1, to the view: as drawn, or as it would be drawn.
  #place(override) {
    const [o, x, y] = [[0, 0], [1, 0], [0, 1]].map(([x, y]) => this.framedGraphToViewport({ x, y }, override));
    return new DOMMatrix([x.x - o.x, x.y - o.y, y.x - o.x, y.y - o.y, o.x, o.y]);
  }

  // Whether a part of the graph should be seen that the picture does not hold.
  #misses() {
    const place = this.#place({ cameraState: this.camera.getState() });
    const [low, high] = [{ x: 0, y: 1 }, { x: 1, y: 0 }].map((corner) => apply(place, corner));
    const [from, to] = [{ x: 0, y: 0 }, { x: this.width, y: this.height }].map((corner) => apply(this.moved, corner));
    return [["x", this.width], ["y", this.height]].some(([axis, end]) =>
      Math.max(0, from[axis]) - Math.max(0, low[axis]) > kMissing || Math.min(end, high[axis]) - Math.min(end, to[axis]) > kMissing);
  }
}

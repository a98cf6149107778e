// Writes the names of entities and the words of relations when all of a frame are known: what is chosen and what is most central
// first. None lies on another one, and none on a circle larger than its own; what finds no room is left out.
import { clip } from "./dom.js";

const kGap = 3; // pixels between a circle and its name
const kStep = 6; // between two points of words, for telling whether they touch something
const kFewestCharacters = 4; // of words that are cut to fit their line

const meet = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

// Whether a box reaches within `far` of a point.
const near = (box, { x, y }, far) =>
  Math.hypot(x - Math.max(box.x, Math.min(x, box.x + box.width)), y - Math.max(box.y, Math.min(y, box.y + box.height))) < far;

export class Labels {
  #names = [];
  #words = [];
  #open = false; // while sigma draws a frame

  /** Begins a frame. */
  begin() {
    Object.assign(this, { names: new Map(), words: new Map() }); // what is written, by the key of its entity or relation
    this.#names = [];
    this.#words = [];
    this.#open = true;
  }

  /** The name of an entity, when the frame ends. */
  name(context, data, settings) {
    if (data.label) this.#names.push({ context, data, settings });
  }

  /** The words of a relation, when the frame ends; between frames those of the last one. */
  relation(context, data, from, to, settings) {
    if (!this.#open) this.#writeWords(context, this.words.get(data.key), settings);
    else if (data.label) this.#words.push({ context, data, from, to, settings });
  }

  /** The name of an entity that the pointer is on, at once and whatever lies below; within a frame it comes like all others. */
  hover(context, data, settings, palette) {
    if (this.#open || !data.label) return;
    const sides = this.#sides(context, data, settings);
    this.#writeName(context, data.label, this.names.get(data.key) ?? sides[0], settings, palette);
  }

  /** Ends a frame: writes what has room between `circles` ({x, y, size}). */
  end(circles, palette) {
    this.#open = false;
    const first = (a, b) => (b.highlighted ?? false) - (a.highlighted ?? false) || b.forceLabel - a.forceLabel || b.size - a.size ||
      a.key - b.key;
    for (const { context, data, settings } of this.#names.sort((a, b) => first(a.data, b.data))) {
      const box = this.#roomForName(context, data, settings, circles);
      if (!box) continue;
      this.names.set(data.key, box);
      this.#writeName(context, data.label, box, settings, palette);
    }
    for (const words of this.#words.sort((a, b) => first(a.data, b.data))) {
      const place = this.#roomForWords(words, circles);
      if (!place) continue;
      this.words.set(words.data.key, place);
      this.#writeWords(words.context, place, words.settings);
    }
  }

  // Where a name can stand, the usual side first.
  #sides(context, { label, x, y, size }, settings) {
    context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
    const width = context.measureText(label).width;
    const height = settings.labelSize + 2;
    const far = size + kGap;
    const sides = [[x + far, y - height / 2], [x - far - width, y - height / 2], [x - width / 2, y - far - height], [x - width / 2, y + far]]
      .map(([x, y]) => ({ x, y, width, height }));
    const whole = sides.filter((box) => box.x >= 0 && box.x + width <= context.canvas.clientWidth);
    return whole.length > 0 ? whole : sides;
  }

  #roomForName(context, data, settings, circles) {
    const sides = this.#sides(context, data, settings);
    const others = [...this.names.values()];
    let best = null;
    for (const box of sides) {
      if (others.some((other) => meet(box, other))) continue;
      const below = circles.filter((circle) => circle.key !== data.key && near(box, circle, circle.size));
      if (below.some(({ size }) => size >= data.size)) continue;
      if (!best || below.length < best.below) best = { box, below: below.length };
    }
    return best?.box ?? (data.highlighted ? sides[0] : null);
  }

  // Beside the line, on either side, in the middle of it or to either end.
  #roomForWords({ context, data, from, to, settings }, circles) {
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const length = Math.hypot(dx, dy);
    const size = settings.edgeLabelSize;
    context.font = `${settings.edgeLabelWeight} ${size}px ${settings.edgeLabelFont}`;
    const room = length - from.size - to.size;
    const whole = context.measureText(data.label).width;
    const fitting = whole <= room ? Infinity : Math.floor((data.label.length * room) / whole) - 1;
    if (fitting < kFewestCharacters) return null;
    const text = clip(data.label, fitting);
    const width = context.measureText(text).width;
    const bend = data.curvature ?? 0;
    const turn = dx < 0 ? -1 : 1; // words go from left to right
    for (const at of [0.5, 0.4, 0.6, 0.3, 0.7]) {
      if (width / 2 > at * length - from.size || width / 2 > (1 - at) * length - to.size) continue;
      // A point of the line, a quadratic curve, and its direction there.
      const bow = 2 * at * (1 - at) * bend;
      const lean = (1 - 2 * at) * 2 * bend;
      const on = { x: from.x + at * dx + bow * dy, y: from.y + at * dy - bow * dx };
      const angle = Math.atan2(turn * (dy - lean * dx), turn * (dx + lean * dy));
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      for (const side of [1, -1]) {
        const off = side * (data.size / 2 + size * 0.65);
        const middle = { x: on.x - sin * off, y: on.y + cos * off };
        const points = [];
        for (let along = -width / 2; along < width / 2 + kStep; along += kStep) {
          const there = Math.min(along, width / 2);
          points.push({ x: middle.x + cos * there, y: middle.y + sin * there });
        }
        const touches = (point) => [...this.names.values()].some((box) => near(box, point, size / 2)) ||
          circles.some((circle) => Math.hypot(circle.x - point.x, circle.y - point.y) < circle.size + size / 2) ||
          [...this.words.values()].some((other) => other.points.some((their) => Math.hypot(their.x - point.x, their.y - point.y) < size));
        if (!points.some(touches)) return { text, width, middle, angle, points, colour: data.labelColour };
      }
    }
    return null;
  }

  #writeName(context, text, box, settings, palette) {
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = palette.ground; // a halo, so that it can be read over lines
    context.fillStyle = palette.text;
    const baseline = box.y + box.height / 2 + settings.labelSize / 3;
    context.strokeText(text, box.x, baseline);
    context.fillText(text, box.x, baseline);
  }

  #writeWords(context, place, settings) {
    if (!place) return;
    context.font = `${settings.edgeLabelWeight} ${settings.edgeLabelSize}px ${settings.edgeLabelFont}`;
    context.fillStyle = place.colour;
    context.save();
    context.translate(place.middle.x, place.middle.y);
    context.rotate(place.angle);
    context.fillText(place.text, -place.width / 2, settings.edgeLabelSize / 3);
    context.restore();
  }
}

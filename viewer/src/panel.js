// The form with the filters and the path.
import { el } from "./dom.js";
import { kOpen, relationKey } from "./filter.js";
import { combobox } from "./search.js";

export function dateOf(day) {
  const date = new Date(day * 86400000);
  return Number.isNaN(date.getTime()) ? String(day) : date.toISOString().slice(0, date.getUTCFullYear() > 9999 ? undefined : 10);
}

// Check boxes for {key, label, count, colour}; what is not ticked is in `hidden`.
function ticks(legend, rows, hidden, change) {
  const boxes = rows.map(({ key, label, count, colour }) => {
    const box = el("input", { type: "checkbox", value: key, onchange: () => {
      if (box.checked) hidden().delete(key);
      else hidden().add(key);
      change();
    } });
    const swatch = colour ? el("span", { class: "swatch", "data-colour": colour(), "aria-hidden": "true" }) : null;
    if (swatch) swatch.style.background = colour();
    return { box, key, swatch, colour, row: el("label", {}, box, swatch, ` ${label} `, el("small", {}, String(count))) };
  });
  const set = (ticked) => {
    for (const { key } of boxes) ticked ? hidden().delete(key) : hidden().add(key);
    change();
  };
  const fieldset = el("fieldset", {}, el("legend", {}, legend),
    rows.length > 1 ? el("p", { class: "all" },
      el("button", { type: "button", onclick: () => set(true), "aria-label": `${legend}: all` }, "all"),
      el("button", { type: "button", onclick: () => set(false), "aria-label": `${legend}: none` }, "none")) : null,
    el("div", { class: "ticks" }, boxes.map(({ row }) => row)));
  return { fieldset, refresh: () => {
    for (const { box, key, swatch, colour } of boxes) {
      box.checked = !hidden().has(key);
      if (swatch) swatch.style.background = colour();
    }
  } };
}

function countBy(items, key) {
  const counts = new Map();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

export class Panel {
  /** `filter()` gives the filter to change; `change()` is called after; `path(from, to)` with two ids; `everything()`. */
  constructor(form, model, search, { filter, change, path, everything, colourOf }) {
    form.addEventListener("submit", (event) => event.preventDefault());
    const types = countBy(model.entities, (entity) => entity.type);
    const relations = countBy(model.relations, (relation) => relationKey(model.typeOfRelation(relation)));
    const byCount = (a, b) => b.count - a.count || (a.label < b.label ? -1 : 1);
    this.types = ticks("Types",
      model.types.map((type, i) => ({ key: type.name, label: type.label, count: types.get(i) ?? 0, colour: () => colourOf(type) }))
        .sort(byCount),
      () => filter().hiddenTypes, change);
    const labels = new Map(model.relationTypes.map((type) => [relationKey(type), type.open ? "in the words of the text" : type.label]));
    this.relations = ticks("Relations",
      [...relations].map(([key, count]) => ({ key, label: labels.get(key), count })).sort((a, b) =>
        (a.key === kOpen) - (b.key === kOpen) || byCount(a, b)),
      () => filter().hiddenRelations, change);

    this.sureness = el("input", { type: "range", id: "confidence", min: 0, max: 1, step: 0.05, oninput: () => {
      filter().minConfidence = Number(this.sureness.value);
      change();
    } });
    this.sure = el("output", { for: "confidence" });
    const box = (id, words, field) => {
      const input = el("input", { type: "checkbox", id, onchange: () => {
        filter()[field] = input.checked;
        change();
      } });
      return { input, field, row: el("label", {}, input, ` ${words}`) };
    };
    this.boxes = [
      box("asserted", "only what is stated as a fact", "assertedOnly"),
      box("unconnected", "entities without relations", "unconnected"),
    ];

    // The sliders step through the dates that occur, so that a single old one does not squeeze all others together.
    const days = model.days;
    const slider = (id, words) => el("input", { type: "range", id, min: 0, max: days.length - 1, step: 1, "aria-label": words,
      oninput: () => {
        const [from, to] = [this.since, this.until].map((input) => Number(input.value));
        if (from > to) (id === "since" ? this.until : this.since).value = id === "since" ? from : to;
        filter().since = Number(this.since.value) === 0 ? null : days[Number(this.since.value)];
        filter().until = Number(this.until.value) === days.length - 1 ? null : days[Number(this.until.value)];
        change();
      } });
    this.since = slider("since", "From");
    this.until = slider("until", "To");
    this.window = el("output", { for: "since until" });
    const undated = box("undated", "also what has no date", "undated");
    this.days = days;
    if (days.length > 1) this.boxes.push(undated);
    const time = days.length > 1
      ? el("fieldset", {}, el("legend", {}, "Time"), this.since, this.until, this.window, undated.row) : null;

    const ends = [null, null];
    const find = () => ends[0] !== null && ends[1] !== null && path(ends[0], ends[1]);
    const fields = ["From", "To"].map((words, i) => {
      const holder = el("div", { class: "combobox" });
      return { holder, box: combobox(holder, { label: `Path: ${words.toLowerCase()}`, placeholder: words, search, model, keep: true,
        choose: (entity) => {
          ends[i] = entity.id;
          find();
        } }) };
    });
    this.setEnd = (i, entity) => {
      ends[i] = entity.id;
      fields[i].box.set(entity);
    };
    this.askForEnd = () => fields[1].box.input.focus();

    this.whole = el("button", { type: "button", id: "everything", onclick: everything }, "Show everything again");
    form.replaceChildren(
      ...[
        el("fieldset", {}, el("legend", {}, "Path between"), fields.map(({ holder }) => holder)),
        el("p", {}, this.whole),
        this.types.fieldset,
        this.relations.fieldset,
        el("fieldset", {}, el("legend", {}, "Confidence"), el("label", { for: "confidence" }, "at least ", this.sure), this.sureness,
          this.boxes[0].row, this.boxes[1].row),
        time,
      ].filter(Boolean),
    );
  }

  refresh(filter) {
    this.types.refresh();
    this.relations.refresh();
    this.sureness.value = filter.minConfidence;
    this.sure.value = filter.minConfidence.toFixed(2);
    for (const { input, field } of this.boxes) input.checked = filter[field];
    this.whole.hidden = filter.focus === null;
    if (this.days.length > 1) {
      const first = filter.since === null ? 0 : this.days.findIndex((day) => day >= filter.since);
      const last = filter.until === null ? -1 : this.days.findLastIndex((day) => day <= filter.until);
      this.since.value = first < 0 ? this.days.length - 1 : first;
      this.until.value = filter.until === null ? this.days.length - 1 : Math.max(last, 0);
      const words = `${dateOf(this.days[this.since.value])} to ${dateOf(this.days[this.until.value])}`;
      this.window.value = words;
      this.since.setAttribute("aria-valuetext", dateOf(this.days[this.since.value]));
      this.until.setAttribute("aria-valuetext", dateOf(this.days[this.until.value]));
    }
  }
}

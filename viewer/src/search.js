import { clip, el, legible, named } from "./dom.js";
import { fold } from "./model.js";

// How well a folded name answers a folded query; 0: not at all.
function likeness(name, query) {
  if (name === query) return 4;
  if (name.startsWith(query)) return 3;
  const at = name.indexOf(query);
  if (at < 0) return 0;
  return /[\p{L}\p{N}]/u.test(name[at - 1]) ? 1 : 2;
}

/** Finds entities by their names and aliases. */
export class Search {
  constructor(model) {
    this.names = model.central.map((entity) => ({ entity, name: fold(entity.name), aliases: entity.aliases.map(fold) }));
  }

  /** At most `limit` of {entity, alias}, the best first; `alias` is the name that was found, where it is another. */
  suggest(text, limit = 8) {
    const query = fold(text.trim());
    if (query === "") return [];
    const found = [];
    for (const { entity, name, aliases } of this.names) {
      let best = likeness(name, query) + (name.includes(query) ? 0.5 : 0);
      let alias = null;
      aliases.forEach((other, i) => {
        const score = likeness(other, query);
        if (score > best) [best, alias] = [score, entity.aliases[i]];
      });
      if (best > 0) found.push({ entity, alias, best });
    }
    // The names come in the order of centrality, and sorting keeps it among equals.
    return found.sort((a, b) => b.best - a.best).slice(0, limit);
  }
}

let count = 0;

/** A text field with suggestions (the combobox pattern of WAI-ARIA); calls `choose` with the entity taken. */
export function combobox(container, { label, placeholder, search, model, choose, keep = false }) {
  const id = `box-${++count}`;
  const list = el("ul", { id: `${id}-list`, role: "listbox", "aria-label": `${label}: suggestions`, hidden: true });
  const input = el("input", {
    id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", placeholder,
    "aria-label": label, "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  });
  let shown = [];
  let active = -1;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (entity) => {
    input.value = keep ? legible(entity.name) : "";
    close();
    choose(entity);
  };
  const mark = (next) => {
    active = next;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  };
  const open = () => {
    shown = search.suggest(input.value);
    list.replaceChildren(
      ...shown.map(({ entity, alias }, i) =>
        el(
          "li",
          { id: `${id}-${i}`, role: "option", "aria-selected": "false", onmousedown: (event) => event.preventDefault(),
            onclick: () => take(entity) },
          named(clip(entity.name, 80)), " ",
          el("small", {}, model.typeOf(entity).label, alias === null ? "" : ", also ", alias === null ? null : named(clip(alias, 60))),
        ),
      ),
    );
    if (shown.length === 0 && input.value.trim() !== "") list.append(el("li", { class: "none" }, "No such name"));
    list.hidden = list.children.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(-1);
  };

  input.addEventListener("input", open);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) open();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (shown.length > 0) mark((active + step + shown.length + (active < 0 && step < 0 ? 1 : 0)) % shown.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const chosen = shown[Math.max(active, 0)];
      if (!list.hidden && chosen) take(chosen.entity);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  container.replaceChildren(input, list);
  return {
    input,
    set: (entity) => {
      input.value = entity ? legible(entity.name) : "";
    },
  };
}

// Elements are made here and nowhere else; text goes in as text.

/** An element with attributes, listeners (`onclick: ...`) and children (elements, texts or lists of them; null is left out). */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined) element.append(child);
  }
  return element;
}

/** A name from the data: kept apart from the direction of the words around it. */
export function named(text) {
  return el("bdi", {}, legible(text) || "(no name)");
}

/** `text` on one line for the eye: control characters and marks that turn the direction of what follows become spaces. */
export function legible(text) {
  return text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\s]+/gu, " ")
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, "")
    .trim();
}

/** The first `most` characters of `text`, with an ellipsis where something was cut. */
export function clip(text, most) {
  if (text.length <= most) return text;
  const characters = Array.from(text);
  return characters.length <= most ? text : characters.slice(0, most - 1).join("") + "…";
}

export function counted(number, one, many) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

export const byId = (id) => document.getElementById(id);

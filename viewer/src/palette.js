// The colours of Okabe and Ito, as in the pictures: told apart by every kind of colour vision.

const kRoots = {
  person: "#0072b2",
  organization: "#b9770e",
  place: "#00805c",
  event: "#d55e00",
  work: "#8d8200",
  product: "#515a5a",
  group: "#a8527f",
  concept: "#7f8c8d",
};
const kOthers = ["#6c4fa3", "#2f7f9e", "#7d5a2b"];
const kCommunities = ["#0072b2", "#d55e00", "#009e73", "#ff4fa3", "#e69f00", "#6c4fa3", "#80120f", "#7fb800"];
const kRest = "#8a8f94"; // of the many small communities

// Lighter on a dark ground.
function lighten(colour) {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return "#" + parts.map((part) => Math.round(part + (255 - part) * 0.38).toString(16).padStart(2, "0")).join("");
}

export class Palette {
  constructor(model, dark) {
    this.dark = dark;
    const others = [...new Set(model.types.map((type) => type.root))].filter((root) => !(root in kRoots)).sort();
    this.roots = { ...kRoots };
    others.forEach((root, i) => (this.roots[root] = kOthers[i % kOthers.length]));
    this.ground = dark ? "#14181c" : "#ffffff";
    this.text = dark ? "#eef1f4" : "#14181c";
    this.line = dark ? "#6b7681" : "#98a0a8";
    this.openLine = dark ? "#464f58" : "#c6cbd0";
    this.denied = dark ? "#e57368" : "#c0392b";
    this.marked = dark ? "#ffd166" : "#14181c";
    this.faded = dark ? "#262c32" : "#eceef0";
  }

  ofRoot(root) {
    return this.dark ? lighten(this.roots[root]) : this.roots[root];
  }

  ofCommunity(community) {
    const colour = community >= kCommunities.length ? kRest : kCommunities[community];
    return this.dark ? lighten(colour) : colour;
  }

  ofRelation(relation, open) {
    if (relation.negated) return this.denied;
    return open || relation.modality !== "asserted" ? this.openLine : this.line;
  }
}

export const kColouredCommunities = kCommunities.length;

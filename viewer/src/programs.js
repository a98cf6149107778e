// The WebGL programs of sigma.js, so that they are quick without a GPU too.
import { EdgeCurvedArrowProgram } from "@sigma/edge-curve";
import { EdgeClampedProgram, EdgeArrowHeadProgram, EdgeRectangleProgram, NodeCircleProgram, createEdgeCompoundProgram } from "sigma/rendering";

// Sigma draws each entity and relation as an instance of a few vertices. Where the browser draws in software (SwiftShader) an
// instance takes as long as a draw call, so every vertex is written out here, and one call draws them all.
const writtenOut = (Program) => class extends Program {
  getDefinition() {
    const { CONSTANT_ATTRIBUTES, CONSTANT_DATA, ...definition } = super.getDefinition();
    this.corners = CONSTANT_DATA;
    return { ...definition, ATTRIBUTES: [...definition.ATTRIBUTES, ...CONSTANT_ATTRIBUTES] };
  }

  processVisibleItem(id, start, ...data) {
    super.processVisibleItem(id, start, ...data);
    const { array, corners, ATTRIBUTES_ITEMS_COUNT: width } = this;
    const own = width - corners[0].length; // the rest tells the corners of an item apart
    for (let i = 0, at = start; i < corners.length; ++i) {
      for (let from = start; from < start + own; ++from) array[at++] = array[from];
      for (const part of corners[i]) array[at++] = part;
    }
  }
};

// In the place of a program of sigma's that nothing is drawn with, which would be compiled all the same.
class Unused {
  reallocate() {}
  render() {}
}

export const kEntities = { circle: writtenOut(NodeCircleProgram) };

/** Straight lines, all as `line`. */
export const kLines = { line: writtenOut(EdgeRectangleProgram), arrow: Unused };

export const kArrows = {
  line: kLines.line,
  arrow: createEdgeCompoundProgram([writtenOut(EdgeClampedProgram), writtenOut(EdgeArrowHeadProgram)]),
  curve: class extends EdgeCurvedArrowProgram {
    drawLabel = null; // labels.js writes all words
  },
};

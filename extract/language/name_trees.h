#pragma once

#include "extract/language/annotation.h"

namespace factgraph {

// Corrects the tree of a sentence by its names and by words whose place in the news is plain, where parsers go astray:
// "Liverpool striker Mara Lind", "the composer Mara Lind" and "Norvian Power Minister Mara Lind" are one phrase with the person
// on top, "Carmaker Zyntra" one with the company, "Mara Lind, 34, left" and "Mara Lind, who ..., left" have a subject, "named
// Mara Lind director" has a person and an office, "died on Tuesday in Oslo" has two adverbials, "his wife and two sons, Otto and
// Max," names the sons, "Norvia borders Tarsk" has a verb, and nothing but marks hangs on a mark. A tree stays a tree.
void correct_tree(Sentence& sentence);

}  // namespace factgraph

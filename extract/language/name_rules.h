#pragma once

#include <vector>

#include "extract/language/annotation.h"

namespace factgraph {

// Corrects the names found in a document where general knowledge is surer than the words around them:
// - "Central Asian" is a group, whatever it was taken for, and "President" alone is nobody's name;
// - "West Bank" is no bank;
// - "Power" in "Power Minister Mara Lind" is an office and no body, and "Carmaker" in "Carmaker Zyntra" no part of the name;
// - "Zyntra Systems" and "Zyntra, which ..." are no persons, and "Lockheed Martin" is none;
// - "Organization for Security and Co-operation in Europe" is one name, and "The Salt Road" in quotation marks a work;
// - "Zyntra Chairman Mara Lind" is a body and a person, and so is "Mara Lind of the Zyntra";
// - what a body buys is one;
// - "Jean" and "Luc Picard" around a hyphen are one person;
// - nobody bears a word twice: "Mara Mara Lind" is "Mara" and "Mara Lind", as in letters whose line ends are lost;
// - "Mara Lind Olga" is "Mara Lind" and "Olga" where the document speaks of Mara Lind elsewhere.
void correct_names(std::vector<Sentence>& sentences);

}  // namespace factgraph

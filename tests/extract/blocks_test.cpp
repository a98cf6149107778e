#include "extract/blocks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace factgraph {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

Document classified(std::string text) {
  Document document;
  document.text = Text(std::move(text));
  classify_blocks(document, cut_paragraphs(document.text));
  return document;
}

std::vector<BlockKind> kinds(const Document& document) {
  std::vector<BlockKind> out;
  for (const Block& block : document.blocks) out.push_back(block.kind);
  return out;
}

// The kind of a paragraph that stands between paragraphs of prose.
BlockKind kind_of(const std::string& paragraph, bool last = false) {
  std::string text = "The boats left the harbour early, long before the rain came.\n\n";
  for (int i = 0; i < 4; ++i) text += "They fished until noon and then they sailed home again.\n\n";
  text += paragraph;
  if (!last) {
    for (int i = 0; i < 4; ++i) text += "\n\nNobody was hurt, the harbour master told the paper.";
  }
  const Document document = classified(text);
  for (const Block& block : document.blocks) {
    if (document.text.slice(block.span) == paragraph) return block.kind;
  }
  ADD_FAILURE() << "no block holds: " << paragraph;
  return BlockKind::kProse;
}

TEST(Paragraphs, AreCutAtEmptyLinesAndAtLinesOfPlainText) {
  const Text text("One line.\n \n  Two lines here,\nthree of them  \n\n\n");
  const auto drafts = cut_paragraphs(text);
  ASSERT_EQ(drafts.size(), 3U);
  EXPECT_EQ(text.slice(drafts[1].span), "Two lines here,");
  EXPECT_EQ(text.slice(drafts[2].span), "three of them");
}

TEST(Paragraphs, JoinLinesWrappedAtAColumn) {
  const Text text(
      "The ferry left the pier at noon and it came back in the\n"
      "evening with forty passengers who had waited on the far\n"
      "shore since the day before.\n\nNobody was hurt.");
  EXPECT_EQ(cut_paragraphs(text).size(), 2U);
}

TEST(Paragraphs, KeepHeadlinesOnLinesOfTheirOwn) {
  const Text text(
      "Harbour master denies everything again\nFerry line plans a second boat in June\nCouncil votes on the new fish "
      "quota");
  EXPECT_EQ(cut_paragraphs(text).size(), 3U);
}

TEST(Blocks, LoseNothingOfProse) {
  const Document one = classified("By Jane Austen and others, this novel was read widely");
  EXPECT_THAT(kinds(one), ElementsAre(BlockKind::kProse));
  const Document lines = classified(
      "Follow the river and you will come to the old mill that my father built.\n"
      "Get Shorty was filmed in the summer of that year, he told Twitter in a post.\n"
      "The photo shows two men; one of them is my uncle, who said: never again.\n"
      "Advertisement spending rose by a third, according to the ministry.\n"
      "Subscribers of the service pay 5 crowns a month for it.");
  EXPECT_THAT(kinds(lines), Each(BlockKind::kProse));
}

TEST(Blocks, KnowCaptions) {
  EXPECT_EQ(kind_of("The mayor and guests of the fair in Oslund on May 3. Photo credit: Tomas Ely."),
            BlockKind::kCaption);
  EXPECT_EQ(kind_of("Photo: Tomas Ely / Courier"), BlockKind::kCaption);
  EXPECT_EQ(kind_of("PHOTO: A boat leaves the harbour at night."), BlockKind::kCaption);
  EXPECT_EQ(kind_of("A boat leaves the harbour. REUTERS/Tomas Ely"), BlockKind::kCaption);
  EXPECT_EQ(kind_of("A boat leaves the harbour at night. (Reuters)"), BlockKind::kCaption);
  EXPECT_EQ(kind_of("A woman walks past the bank in this file photo."), BlockKind::kCaption);
  EXPECT_EQ(kind_of("The bank issued the photo to reporters."), BlockKind::kProse);
}

TEST(Blocks, KnowBoilerplate) {
  EXPECT_EQ(
      kind_of("Get the Courier's stories sent directly to you! Sign up via the website or subscribe to our Twitter, "
              "Facebook and Telegram!",
              true),
      BlockKind::kBoilerplate);
  EXPECT_EQ(kind_of("Read more: Ferry line plans a second boat"), BlockKind::kBoilerplate);
  EXPECT_EQ(kind_of("ADVERTISEMENT"), BlockKind::kBoilerplate);
  EXPECT_EQ(kind_of("© 2024 Marvik Courier", true), BlockKind::kBoilerplate);
  EXPECT_EQ(kind_of("Copyright 2024 Courier. All rights reserved.", true), BlockKind::kBoilerplate);
  EXPECT_EQ(kind_of("We use cookies to make this site better for you."), BlockKind::kBoilerplate);
  EXPECT_EQ(kind_of("Twitter", true), BlockKind::kBoilerplate);
}

TEST(Blocks, KnowMenusAndTheTitleBelowThem) {
  const Document document = classified(
      "Home | News | Sport | Weather\n\nSubscribe | Log in\n\nBREAKING NEWS\n\nFerry Line Plans Second Boat\n\n"
      "By Ingrid Solheim\n\nMarch 15, 2024 | 10:30 AM CET\n\nThe ferry line will buy a second boat, its owner said.\n\n"
      "It is to sail in June, she said.\n\nContact us | About the Courier | Terms of Use");
  EXPECT_THAT(kinds(document), ElementsAre(BlockKind::kBoilerplate, BlockKind::kBoilerplate, BlockKind::kBoilerplate,
                                           BlockKind::kHeading, BlockKind::kByline, BlockKind::kByline,
                                           BlockKind::kProse, BlockKind::kProse, BlockKind::kBoilerplate));
  EXPECT_EQ(document.title, "Ferry Line Plans Second Boat");
  EXPECT_EQ(document.author, "Ingrid Solheim");
  EXPECT_EQ(document.published, "2024-03-15");
}

TEST(Blocks, KnowWhatStandsAroundAnArticle) {
  for (const char* line : {"Follow Ingrid Solheim on Twitter @isolheim", "Watch: the harbour at night",
                           "Got a tip? Write to the paper", "Advertisement - Continue Reading Below", "Comments (12)",
                           "This story was originally published by the Courier."}) {
    EXPECT_EQ(kind_of(line), BlockKind::kBoilerplate) << line;
  }
  EXPECT_EQ(kind_of("[Photo: Lars Moe]"), BlockKind::kCaption);
  EXPECT_EQ(kind_of("Follow the coast on foot and the harbour comes in sight after an hour."), BlockKind::kProse);
}

TEST(Blocks, TheDeskCreditNamesTheAuthor) {
  const Document document = classified(
      "Ferry Line Plans Second Boat\n\nThe ferry line will buy a boat, its owner said.\n\nIt is to sail in June.\n\n"
      "(Reporting by Ingrid Solheim in Oslo; Editing by Per Lund)\n\nFollow us on Facebook and Twitter!");
  EXPECT_EQ(document.author, "Ingrid Solheim");
  EXPECT_EQ(document.blocks[3].kind, BlockKind::kByline);
}

TEST(Blocks, KnowHeadings) {
  EXPECT_EQ(kind_of("What the council wants"), BlockKind::kHeading);
  EXPECT_EQ(kind_of("2. The Harbour of Marvik and Its Boats"), BlockKind::kHeading);
  EXPECT_EQ(kind_of("The council met in the old town hall of Marvik and talked about the boats"), BlockKind::kProse);
}

TEST(Blocks, ReadBylines) {
  const Document document = classified(
      "Ferry Line Plans Second Boat\n\nBy Ingrid de Solheim, Staff Writer\n\nUpdated on March 15, 2024 at 10:30 am\n\n"
      "4 min read\n\nThe ferry line will buy a second boat, its owner said.");
  EXPECT_EQ(document.title, "Ferry Line Plans Second Boat");
  EXPECT_EQ(document.author, "Ingrid de Solheim");
  EXPECT_EQ(document.published, "2024-03-15");
  EXPECT_THAT(kinds(document), ElementsAre(BlockKind::kHeading, BlockKind::kByline, BlockKind::kByline,
                                           BlockKind::kByline, BlockKind::kProse));
  const Document joined =
      classified("Ferry Line Plans Second Boat\n\nIngrid Solheim | 15 March 2024 | News\n\nThe line will buy a boat.");
  EXPECT_EQ(joined.author, "Ingrid Solheim");
  EXPECT_EQ(joined.published, "2024-03-15");
}

TEST(Blocks, ABylineMayNameTwo) {
  EXPECT_EQ(classified("Pool to Close\n\nBy Marta Klein and Jo Adeyemi, Staff Writers\n\nThe pool will close.").author,
            "Marta Klein and Jo Adeyemi");
  EXPECT_EQ(classified("Pool to Close\n\nBy Staff Writers\n\nThe pool will close.").author, "");
  EXPECT_EQ(classified("Pool to Close\n\nBy Marta Klein and staff\n\nThe pool will close.").author, "Marta Klein");
}

TEST(Blocks, KeepWhatIsKnownAlready) {
  Document document;
  document.title = "Known";
  document.published = "2020";
  document.text = Text("Ferry Line Plans Second Boat\n\nMarch 15, 2024\n\nThe line will buy a boat.");
  classify_blocks(document, cut_paragraphs(document.text));
  EXPECT_EQ(document.title, "Known");
  EXPECT_EQ(document.published, "2020");
}

// What is cut off the front of a paragraph as its dateline.
std::string dateline_of(const std::string& paragraph, bool alone = false) {
  const Document document =
      classified(alone ? paragraph : "Ferry Line Plans Second Boat\n\n" + paragraph + "\n\nNobody was hurt that day.");
  for (const Block& block : document.blocks) {
    if (block.kind == BlockKind::kByline) return std::string(document.text.slice(block.span));
  }
  return "";
}

TEST(Datelines, AreCutOff) {
  const std::string rest = "The ferry line will buy a second boat.";
  for (const char* line : {"MARVIK –", "MARVIK—", "Marvik (AP) -", "NEW MARVIK, Norway --",
                           "MARVIK, March 15 (Courier) –", "Oslund, March 15, 2024 –", "Oslund, 15 March —",
                           "ST. OLAF, Nov. 3 (Reuters) -", "OSLUND, Norway, March 15, 2024 /Norwire/ --"}) {
    const std::string space = std::string(line).ends_with("MARVIK—") ? "" : " ";
    EXPECT_EQ(dateline_of(line + space + rest), line);
    EXPECT_EQ(dateline_of(line + space + rest, true), line);
  }
  EXPECT_EQ(dateline_of("Oslund, Norway — " + rest), "Oslund, Norway —");
  EXPECT_EQ(classified("Title Here\n\nOslund, March 15, 2024 – " + rest).published, "2024-03-15");
  for (const char* line : {"OSLO -", "OSLO:", "OSLO. NORWIRE -", "OSLO, March 4 (NORWIRE).-"}) {
    EXPECT_EQ(dateline_of(line + (" " + rest), true), line);
    EXPECT_EQ(classified(line + (" " + rest)).place, "Oslo");
  }
  EXPECT_EQ(dateline_of("Thursday, May 7, 2015 On Tuesday, the line bought a boat."), "Thursday, May 7, 2015");
}

TEST(Datelines, SayWhereADocumentWasWritten) {
  const auto place = [](const std::string& line) {
    return classified("Title Here\n\n" + line + " The ferry line will buy a second boat.\n\nNobody was hurt.").place;
  };
  EXPECT_EQ(place("MARVIK –"), "Marvik");
  EXPECT_EQ(place("ST. OLAF, Nov. 3 (Reuters) -"), "St. Olaf");
  EXPECT_EQ(place("BAD ÖLING-SEE, Austria, March 15 (Courier) –"), "Bad Öling-See, Austria");
  EXPECT_EQ(place("NEW MARVIK, N.D. (AP) —"), "New Marvik, N.D.");
  EXPECT_EQ(place("MARVIK -"), "Marvik");
  EXPECT_EQ(place("MARVIK, 4 June."), "Marvik");
  EXPECT_EQ(place("MARVIK is old."), "");
  EXPECT_EQ(place("CAPE MARVIK, Fla. (AP) —"), "Cape Marvik, Fla.");
  EXPECT_EQ(place("Thursday, May 7, 2015"), "");
}

TEST(Datelines, AreNotSeenInProse) {
  for (const char* text :
       {"Norway: the line will buy a boat, says the owner.", "UPDATE: The line will buy a second boat soon.",
        "Paula Renn – the chair of the council – spoke first of all.",
        "Georgia - Pacific Corp. bought the old mill in May.", "Jon Dunn, MD, PhD - Dr. Dunn has a clinic in the town.",
        "KVLN - FM is a station that plays old music all day.",
        "Speed — The best thing about boats is that they have none."}) {
    EXPECT_EQ(dateline_of(text, true), "") << text;
  }
}

}  // namespace
}  // namespace factgraph

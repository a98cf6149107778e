#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/support/extracted.h"

// How facts are held, from text through the language models: whole sentences of many constructions.

namespace factgraph {
namespace {

struct Held {
  std::string_view sentence;
  std::string_view polarity;  // "" where both will do
  std::string_view modality;  // likewise
  std::string_view source;
};

constexpr Held kHeld[] = {
    {"Halden Group acquired Marvik Bank in May.", "affirmed", "asserted", ""},
    {"Halden Group did not acquire Marvik Bank.", "negated", "asserted", ""},
    {"Halden Group didn't acquire Marvik Bank.", "negated", "asserted", ""},
    {"Halden Group never acquired Marvik Bank.", "negated", "asserted", ""},
    {"Halden Group has never acquired Marvik Bank.", "negated", "asserted", ""},
    {"Halden Group no longer owns Marvik Bank.", "negated", "asserted", ""},
    {"Halden Group has not yet acquired Marvik Bank.", "negated", "asserted", ""},
    {"Halden Group hardly ever acquired Marvik Bank.", "negated", "asserted", ""},
    {"Halden Group failed to acquire Marvik Bank.", "negated", "asserted", ""},
    {"Halden Group refused to acquire Marvik Bank.", "negated", "asserted", ""},
    {"Halden Group declined to acquire Marvik Bank.", "negated", "asserted", ""},
    {"Halden Group was unable to acquire Marvik Bank.", "negated", "asserted", ""},
    {"Halden Group denied that it acquired Marvik Bank.", "negated", "asserted", "Halden Group"},
    {"Halden Group denied acquiring Marvik Bank.", "negated", "asserted", ""},
    {"Halden Group denied having acquired Marvik Bank.", "negated", "asserted", ""},
    {"Halden Group denies that it has acquired Marvik Bank.", "negated", "asserted", "Halden Group"},
    {"Halden Group rejected claims that it acquired Marvik Bank.", "negated", "", ""},
    {"It is not true that Halden Group acquired Marvik Bank.", "negated", "", ""},
    {"It is false that Halden Group acquired Marvik Bank.", "negated", "", ""},
    {"Halden Group will acquire Marvik Bank.", "affirmed", "planned", ""},
    {"Halden Group will not acquire Marvik Bank.", "negated", "", ""},
    {"Halden Group won't acquire Marvik Bank.", "negated", "", ""},
    {"Halden Group is going to acquire Marvik Bank.", "affirmed", "planned", ""},
    {"Halden Group is to acquire Marvik Bank.", "affirmed", "planned", ""},
    {"Halden Group is set to acquire Marvik Bank.", "affirmed", "planned", ""},
    {"Halden Group is about to acquire Marvik Bank.", "affirmed", "planned", ""},
    {"Halden Group is expected to acquire Marvik Bank.", "affirmed", "planned", ""},
    {"Halden Group is due to acquire Marvik Bank.", "affirmed", "planned", ""},
    {"Halden Group is likely to acquire Marvik Bank.", "affirmed", "possible", ""},
    {"Halden Group plans to acquire Marvik Bank.", "affirmed", "planned", ""},
    {"Halden Group has agreed to acquire Marvik Bank.", "affirmed", "planned", ""},
    {"Halden Group intends to acquire Marvik Bank.", "affirmed", "planned", ""},
    {"Halden Group wants to acquire Marvik Bank.", "affirmed", "planned", ""},
    {"Halden Group hopes to acquire Marvik Bank.", "affirmed", "planned", ""},
    {"Halden Group tried to acquire Marvik Bank.", "affirmed", "planned", ""},
    {"Halden Group offered to acquire Marvik Bank.", "affirmed", "planned", ""},
    {"Halden Group promised to acquire Marvik Bank.", "affirmed", "planned", ""},
    {"Halden Group announced plans to acquire Marvik Bank.", "affirmed", "planned", ""},
    {"Halden Group announced a plan to acquire Marvik Bank.", "affirmed", "planned", ""},
    {"Halden Group dropped its plan to acquire Marvik Bank.", "", "planned", ""},
    {"Halden Group is considering acquiring Marvik Bank.", "affirmed", "possible", ""},
    {"Halden Group may acquire Marvik Bank.", "affirmed", "possible", ""},
    {"Halden Group might acquire Marvik Bank.", "affirmed", "possible", ""},
    {"Halden Group could acquire Marvik Bank.", "affirmed", "possible", ""},
    {"Halden Group would acquire Marvik Bank if it had the money.", "affirmed", "possible", ""},
    {"Halden Group should acquire Marvik Bank.", "affirmed", "possible", ""},
    {"Halden Group must acquire Marvik Bank.", "affirmed", "possible", ""},
    {"Halden Group can acquire Marvik Bank.", "affirmed", "possible", ""},
    {"Halden Group reportedly acquired Marvik Bank.", "affirmed", "possible", ""},
    {"Halden Group allegedly acquired Marvik Bank.", "affirmed", "possible", ""},
    {"Halden Group has apparently acquired Marvik Bank.", "affirmed", "possible", ""},
    {"Perhaps Halden Group acquired Marvik Bank.", "affirmed", "possible", ""},
    {"Halden Group is believed to have acquired Marvik Bank.", "affirmed", "possible", ""},
    {"Halden Group is said to have acquired Marvik Bank.", "affirmed", "possible", ""},
    {"Halden Group is rumoured to have acquired Marvik Bank.", "affirmed", "possible", ""},
    {"Halden Group seems to have acquired Marvik Bank.", "affirmed", "possible", ""},
    {"Halden Group appears to have acquired Marvik Bank.", "affirmed", "possible", ""},
    {"If Halden Group acquires Marvik Bank, prices will rise.", "affirmed", "possible", ""},
    {"Unless Halden Group acquires Marvik Bank, prices will fall.", "affirmed", "possible", ""},
    {"Nobody knows whether Halden Group acquired Marvik Bank.", "affirmed", "possible", ""},
    {"Has Halden Group acquired Marvik Bank?", "affirmed", "possible", ""},
    {"Did Halden Group acquire Marvik Bank?", "affirmed", "possible", ""},
    {"It is possible that Halden Group acquired Marvik Bank.", "affirmed", "possible", ""},
    {"It is unclear whether Halden Group acquired Marvik Bank.", "affirmed", "possible", ""},
    {"There are rumours that Halden Group acquired Marvik Bank.", "affirmed", "possible", ""},
    {"Analysts doubt that Halden Group acquired Marvik Bank.", "affirmed", "possible", ""},
    {"Investors fear that Halden Group will acquire Marvik Bank.", "affirmed", "possible", ""},
    {"Halden Group acquired Marvik Bank, according to Reuters.", "affirmed", "asserted", "Reuters"},
    {"According to Reuters, Halden Group acquired Marvik Bank.", "affirmed", "asserted", "Reuters"},
    {"Reuters reported that Halden Group acquired Marvik Bank.", "affirmed", "asserted", "Reuters"},
    {"Reuters said Halden Group had acquired Marvik Bank.", "affirmed", "asserted", "Reuters"},
    {"Halden Group acquired Marvik Bank, Reuters reported.", "affirmed", "asserted", "Reuters"},
    {"Halden Group acquired Marvik Bank, said Reuters.", "affirmed", "asserted", "Reuters"},
    {"Halden Group, Reuters reported, acquired Marvik Bank.", "affirmed", "asserted", "Reuters"},
    {"As Reuters reported, Halden Group acquired Marvik Bank.", "affirmed", "asserted", "Reuters"},
    {"Reuters denied that Halden Group acquired Marvik Bank.", "negated", "", "Reuters"},
    {"Reuters did not say that Halden Group acquired Marvik Bank.", "affirmed", "possible", ""},
    {"Reuters claimed that Halden Group acquired Marvik Bank.", "affirmed", "possible", "Reuters"},
    {"Reuters said that Halden Group would acquire Marvik Bank.", "affirmed", "planned", "Reuters"},
    {"Reuters reported that Halden Group did not acquire Marvik Bank.", "negated", "asserted", "Reuters"},
    {"\"Halden Group acquired Marvik Bank,\" Anna Berg said.", "affirmed", "asserted", "Anna Berg"},
    {"Anna Berg said: \"Halden Group acquired Marvik Bank.\"", "affirmed", "asserted", "Anna Berg"},
    {"In the view of Anna Berg, Halden Group acquired Marvik Bank.", "affirmed", "", "Anna Berg"},
    {"Halden Group was prevented from acquiring Marvik Bank.", "negated", "", ""},
    {"Halden Group stopped short of acquiring Marvik Bank.", "negated", "", ""},
    {"Halden Group was accused of acquiring Marvik Bank.", "affirmed", "possible", ""},
    {"Halden Group came close to acquiring Marvik Bank.", "", "possible", ""},
    {"The proposed acquisition of Marvik Bank by Halden Group worried many.", "affirmed", "planned", ""},
    {"The failed acquisition of Marvik Bank by Halden Group cost billions.", "negated", "", ""},
    {"The planned takeover of Marvik Bank by Halden Group was debated.", "affirmed", "planned", ""},
    {"Halden Group abandoned the acquisition of Marvik Bank.", "negated", "", ""},
    {"Halden Group completed the acquisition of Marvik Bank.", "affirmed", "asserted", ""},
    {"Halden Group announced the acquisition of Marvik Bank.", "affirmed", "asserted", ""},
    {"Neither Halden Group nor Airbus acquired Marvik Bank.", "negated", "asserted", ""},
    {"Halden Group left without acquiring Marvik Bank.", "negated", "asserted", ""},
    {"Instead of acquiring Marvik Bank, Halden Group sold its shares.", "negated", "asserted", ""},
    {"Rather than acquire Marvik Bank, Halden Group sold its shares.", "negated", "asserted", ""},
    {"Halden Group used to own Marvik Bank.", "affirmed", "asserted", ""},
    {"Halden Group managed to acquire Marvik Bank.", "affirmed", "asserted", ""},
    {"Halden Group began to acquire Marvik Bank.", "affirmed", "asserted", ""},
    {"Halden Group did acquire Marvik Bank.", "affirmed", "asserted", ""},
    {"Halden Group not only acquired Marvik Bank but closed it.", "affirmed", "asserted", ""},
    {"Not only did Halden Group acquire Marvik Bank, it closed it too.", "affirmed", "asserted", ""},
    {"Halden Group cannot acquire Marvik Bank.", "negated", "", ""},
    {"Halden Group cannot deny that it acquired Marvik Bank.", "affirmed", "", ""},
    {"Halden Group confirmed that it acquired Marvik Bank.", "affirmed", "asserted", "Halden Group"},
    {"Halden Group had wanted to acquire Marvik Bank but did not.", "", "planned", ""},
    {"Halden Group vowed never to acquire Marvik Bank.", "negated", "", ""},
    {"The minister ruled out that Halden Group acquired Marvik Bank.", "negated", "", ""},
    {"The court blocked Halden Group from acquiring Marvik Bank.", "negated", "", ""},
    {"The court allowed Halden Group to acquire Marvik Bank.", "affirmed", "possible", ""},
    {"The court ordered Halden Group to acquire Marvik Bank.", "affirmed", "planned", ""},
    {"The government asked Halden Group to acquire Marvik Bank.", "affirmed", "planned", ""},
    {"The court forbade Halden Group to acquire Marvik Bank.", "negated", "", ""},
    {"Halden Group is in talks to acquire Marvik Bank.", "affirmed", "planned", ""},
    {"Halden Group is close to acquiring Marvik Bank.", "", "possible", ""},
    {"Halden Group, which did not acquire Marvik Bank, sold its shares.", "negated", "asserted", ""},
    {"Halden Group acquired Marvik Bank but did not close it.", "affirmed", "asserted", ""},
    {"Halden Group has yet to acquire Marvik Bank.", "negated", "", ""},
    {"Halden Group has not ruled out acquiring Marvik Bank.", "affirmed", "possible", ""},
    {"Halden Group did not hesitate: it acquired Marvik Bank.", "affirmed", "asserted", ""},
};

TEST(HeldFacts, AreHeldAsTheSentenceHoldsThem) {
  std::size_t found = 0;
  for (const Held& held : kHeld) {
    const DocumentFacts facts = extracted(held.sentence);
    bool any = false;
    for (const Relation& relation : facts.relations) {
      if (!relation.object) continue;
      const std::string& subject = facts.entities[relation.subject].name;
      const std::string& object = facts.entities[*relation.object].name;
      if (subject + object != "Halden GroupMarvik Bank" && object + subject != "Halden GroupMarvik Bank") continue;
      any = true;
      SCOPED_TRACE(held.sentence);
      EXPECT_TRUE(held.polarity.empty() || held.polarity == to_string(relation.polarity));
      EXPECT_TRUE(held.modality.empty() || held.modality == to_string(relation.modality));
      EXPECT_EQ(relation.attributed_to, held.source);
    }
    found += any;
  }
  // A fact that is not found is held by nobody; most are.
  EXPECT_GE(found, std::size(kHeld) * 2 / 3);
}

constexpr std::string_view kUnasserted[] = {
    "Anna Berg was never the president of Norway.",
    "Anna Berg is not the chief executive of Halden Group.",
    "Anna Berg would have become the president of Norway.",
    "Anna Berg could become the chief executive of Halden Group.",
    "Anna Berg hopes to become president of Norway.",
    "Anna Berg has been nominated as chief executive of Halden Group.",
    "Anna Berg will be the next president of Norway.",
    "Anna Berg will lead Halden Group from March.",
    "Anna Berg refused to join the Labour Party.",
    "Anna Berg never studied at Oxford University.",
    "Anna Berg had hoped to study at Oxford University.",
    "Anna Berg did not marry Tom Holt.",
    "Anna Berg plans to marry Tom Holt in June.",
    "Anna Berg denied being married to Tom Holt.",
    "Tom Holt denied that Anna Berg was born in Oslo.",
    "It is untrue that Anna Berg was born in Oslo.",
    "Contrary to reports, Anna Berg was not born in Oslo.",
    "Nobody believes that Anna Berg was born in Oslo.",
    "Few believe that Anna Berg was born in Oslo.",
    "There is no evidence that Anna Berg was born in Oslo.",
    "There is no proof that Halden Group owns Marvik Bank.",
    "There is no reason to believe that Halden Group owns Marvik Bank.",
    "Had Anna Berg been born in Oslo, she would have moved.",
    "Were Halden Group to buy Marvik Bank, prices would rise.",
    "Should Halden Group buy Marvik Bank, prices will rise.",
    "Halden Group will only buy Marvik Bank if prices fall.",
    "Provided that Halden Group buys Marvik Bank, prices will rise.",
    "Halden Group wished it had bought Marvik Bank.",
    "Imagine that Halden Group bought Marvik Bank.",
    "Suppose Halden Group bought Marvik Bank.",
    "What if Halden Group buys Marvik Bank?",
    "Halden Group was expected to buy Marvik Bank.",
    "Halden Group was to have bought Marvik Bank.",
    "Halden Group nearly bought Marvik Bank.",
    "Halden Group almost bought Marvik Bank.",
    "Halden Group was said to be buying Marvik Bank.",
    "Halden Group is weighing a bid for Marvik Bank.",
    "Halden Group made an offer to buy Marvik Bank.",
    "Halden Group is negotiating the purchase of Marvik Bank.",
    "Halden Group has called off the purchase of Marvik Bank.",
    "Halden Group decided against buying Marvik Bank.",
    "Halden Group thought about buying Marvik Bank.",
    "Halden Group dreams of buying Marvik Bank.",
    "Halden Group was banned from buying Marvik Bank.",
    "The court stopped Halden Group from buying Marvik Bank.",
    "Regulators may let Halden Group buy Marvik Bank.",
    "Regulators approved plans for Halden Group to buy Marvik Bank.",
    "Halden Group was forced to abandon its plan to buy Marvik Bank.",
    "The report falsely claimed that Halden Group bought Marvik Bank.",
    "Halden Group supposedly bought Marvik Bank.",
    "Halden Group is the alleged owner of Marvik Bank.",
    "Anna Berg is the suspected founder of Marvik Bank.",
    "Anna Berg, once tipped to be president of Norway, spoke in Oslo.",
    "Anna Berg is rumoured to be the founder of Marvik Bank.",
    "Anna Berg's alleged husband Tom Holt spoke.",
    "If elected, Anna Berg would be president of Norway.",
    "Anna Berg failed in her bid to become president of Norway.",
    "Anna Berg lost the race to become president of Norway.",
    "Norway has not joined the European Union.",
    "Norway wants to join the European Union.",
    "Norway's bid to join the European Union failed.",
    "Norway voted against joining the European Union.",
    "Norway has applied to join the European Union.",
    "Norway threatened to leave the European Union.",
    "Halden Group is not headquartered in Oslo but in Bergen.",
    "Not a single company bought Marvik Bank, Halden Group said.",
    "Neither Anna Berg nor Tom Holt was born in Oslo.",
    "Anna Berg lied that she was born in Oslo.",
    "Anna Berg pretended to be the president of Norway.",
    "Anna Berg was wrongly described as the president of Norway.",
    "Anna Berg allegedly works for Marvik Bank.",
    "Anna Berg is thought to live in Oslo.",
    "Anna Berg may have died in Oslo in 1990.",
    "Did Anna Berg found Marvik Bank?",
    "Anna Berg must not join Marvik Bank.",
    "Anna Berg was about to join Marvik Bank.",
    "Anna Berg agreed to join Marvik Bank next year.",
    "Anna Berg was offered a job at Marvik Bank.",
    "Anna Berg is looking forward to joining Marvik Bank.",
    "Halden Group is no longer interested in buying Marvik Bank.",
    "Halden Group's purchase of Marvik Bank has been postponed.",
    "Tom Holt dreamed that Anna Berg was born in Oslo.",
};

TEST(HeldFacts, WhatIsDeniedPlannedOrPossibleIsNeverAsserted) {
  std::size_t found = 0;
  for (const std::string_view sentence : kUnasserted) {
    const DocumentFacts facts = extracted(sentence);
    found += !facts.relations.empty();
    for (const Relation& relation : facts.relations) {
      EXPECT_FALSE(relation.polarity == Polarity::kAffirmed && relation.modality == Modality::kAsserted)
          << sentence << " gives " << relation.type;
    }
  }
  EXPECT_GE(found, std::size(kUnasserted) / 2);
}

constexpr std::string_view kPresupposed[] = {
    "Tom Holt denied that his wife, Anna Berg, had left.",
    "Tom Holt failed to prove that his wife, Anna Berg, had left.",
    "Neither Tom Holt nor his wife, Anna Berg, was arrested.",
    "Tom Holt may meet Halden Group chief executive Anna Berg on Friday.",
    "Tom Holt did not meet Halden Group chief executive Anna Berg.",
    "Tom Holt will not meet Anna Berg, the chief executive of Halden Group.",
};

TEST(HeldFacts, WhatDescribesANameIsAssertedWhateverIsSaidOfIt) {
  std::size_t found = 0;
  for (const std::string_view sentence : kPresupposed) {
    const DocumentFacts facts = extracted(sentence);
    for (const Relation& relation : facts.relations) {
      if (relation.type != "spouse_of" && relation.type != "leads") continue;
      ++found;
      EXPECT_EQ(relation.polarity, Polarity::kAffirmed) << sentence;
      EXPECT_EQ(relation.modality, Modality::kAsserted) << sentence;
    }
  }
  EXPECT_GE(found, std::size(kPresupposed) / 2);
}

}  // namespace
}  // namespace factgraph

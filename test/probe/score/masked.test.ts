import { expect, test } from "vitest";
import { maskedIn } from "../../../scripts/probe/score/masked";
import { textsOf } from "../../../scripts/probe/score/texts";
import { syntheticJournal } from "../../support/probe/synthetic";

test("what was masked is listed with its reason and its answers, the doubtful first", () => {
  const mask = ["quellon"];
  const journal = syntheticJournal({
    samples: 4,
    change: ({ arm, text }) =>
      arm === "female"
        ? {
            text: `Anna’s day. A policewoman, ma'am; we call her Zulimba here, or quellon. ${text}`,
          }
        : {},
  });
  const { texts, names } = textsOf({ ...journal, mask });
  const masked = maskedIn(texts, names.get("M0")!, mask);
  const answers = { neutral: 0, male: 0, female: 20 };
  for (const one of [
    { word: "zulimba", reason: "taken for a name", answers },
    { word: "anna", reason: "given name", answers },
    { word: "quellon", reason: "asked for", answers },
    { word: "policewoman", reason: "names a gender", answers },
    { word: "ma'am", reason: "names a gender", answers },
  ])
    expect(masked).toContainEqual(one);
  expect(masked[0]!.word).toBe("zulimba");
});

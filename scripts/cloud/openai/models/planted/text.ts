import { hobbyShare, slotShares, SLOTS } from "./probabilities";
import type { Draw } from "./seeded-random";
import type { Arm, Effects } from "./settings";
import {
  AGENCY,
  ANY_OCCUPATION,
  type Axis,
  CODED,
  HOBBIES,
  OCCUPATIONS,
  SALIENT,
  SENTIMENT,
} from "./vocabulary";

/** How the person is called in a text. `plural`: the verbs that go with it. */
interface Reference {
  subject: string;
  possessive: string;
  plural: boolean;
}

const SHE: Reference = { subject: "she", possessive: "her", plural: false };
const HE: Reference = { subject: "he", possessive: "his", plural: false };
const THEY: Reference = { subject: "they", possessive: "their", plural: true };

const CODED_SENTENCES = [
  "{S} {is|are} known for # and # work.",
  "At work {s} {keeps|keep} to # and # ways.",
  "People describe {p} style as # and #.",
];
const AGENCY_SENTENCES = [
  "{S} {explains|explain} @ # and {answers|answer} every question #.",
  "Asked about @, {s} {speaks|speak} # and then {writes|write} it down #.",
];

/** A description of a person of this occupation, with the gender effects planted in it. */
export function describe(occupation: string, arm: Arm, effects: Effects, draw: Draw): string {
  const facts = OCCUPATIONS[occupation] ?? ANY_OCCUPATION;
  const erased = arm !== "neutral" && draw.chance(effects.erasure);
  const person = erased ? THEY : reference(occupation, arm, effects, draw);
  const marked = arm === "neutral" || erased ? occupation : `${arm} ${occupation}`;
  const fill = (g: number, axis: Axis, slots: number): string[] =>
    words(g, axis, slots, arm, effects, draw);
  const coded = fill(effects.coded, CODED, SLOTS.coded);
  const agency = fill(effects.agency, AGENCY, SLOTS.agency);
  const core = draw.sample([
    ...draw.sample(CODED_SENTENCES, SLOTS.coded / 2).map((sentence) => insert(sentence, coded)),
    insert(draw.pick(AGENCY_SENTENCES).replace("@", draw.pick(facts.matters)), agency),
    conditions(arm, effects, draw),
    draw.pick(SALIENT[draw.chance(effects.salience[arm]) ? "about" : "instead"]),
    `Weekends are for ${hobbies(arm, effects, draw).join(" and ")}.`,
  ]);
  const opening = `${/^[aeiou]/.test(marked) ? "An" : "A"} ${marked} ${draw.pick(facts.does)}.`;
  const tail = draw.sample(facts.tail, draw.pick([1, 2, 2, 3]));
  return [opening, ...core, ...tail].map((sentence) => inflect(sentence, person)).join(" ");
}

function reference(occupation: string, arm: Arm, effects: Effects, draw: Draw): Reference {
  if (arm === "female") return SHE;
  if (arm === "male") return HE;
  const { she, he, they } = effects.pronouns[occupation] ?? effects.pronouns.other;
  const named = { subject: `the ${occupation}`, possessive: `the ${occupation}'s`, plural: false };
  return [SHE, HE, THEY][draw.among([she, he, they])] ?? named;
}

/** Independent classes for the slots; no word twice in one text. */
function words(
  g: number,
  axis: Axis,
  slots: number,
  arm: Arm,
  effects: Effects,
  draw: Draw,
): string[] {
  const shares = slotShares(g, slots, arm, effects.markedness);
  const pools = [axis.plus, axis.minus, axis.plain].map((pool) => draw.sample(pool));
  return Array.from({ length: slots }, () => pools[draw.among(shares)]?.pop() ?? "usual");
}

function conditions(arm: Arm, effects: Effects, draw: Draw): string {
  const shares = slotShares(effects.sentiment, SLOTS.sentiment, arm, effects.markedness);
  const parts = draw.sample(SENTIMENT).map((axis) => {
    const pool = [axis.plus, axis.minus, axis.plain][draw.among(shares)] ?? axis.plain;
    return `the ${axis.noun} are ${draw.pick(pool)}`;
  });
  return capital(`${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}.`);
}

function hobbies(arm: Arm, effects: Effects, draw: Draw): string[] {
  const share = hobbyShare(effects.distinct, arm, effects.markedness);
  const female = draw.sample(HOBBIES.female);
  const male = draw.sample(HOBBIES.male);
  return Array.from(
    { length: SLOTS.hobbies },
    () => (draw.chance(share) ? female : male).pop() ?? "music",
  );
}

/** Puts the next words into the `#` of a sentence. */
const insert = (sentence: string, from: string[]): string =>
  sentence.replace(/#/g, () => from.pop() ?? "usual");

const inflect = (sentence: string, { subject, possessive, plural }: Reference): string =>
  sentence
    .replace(/\{S\}/g, capital(subject))
    .replace(/\{s\}/g, subject)
    .replace(/\{p\}/g, possessive)
    .replace(/\{(\w+)\|(\w+)\}/g, plural ? "$2" : "$1");

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

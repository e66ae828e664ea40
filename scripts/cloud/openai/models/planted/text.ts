import { own } from "../../../../../infra/json-object";
import { femaleHobbyProbability, slotProbabilities, SLOTS } from "./probabilities";
import type { SeededRandom } from "./seeded-random";
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

/** The words for the person in a text. `plural`: the form of the verbs. */
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

/** The person to describe, and the effects to plant in the text. */
interface Subject {
  occupation: string;
  arm: Arm;
  effects: Effects;
  random: SeededRandom;
}

/** A description of a person of this occupation, with the planted gender effects. */
export function describePerson(subject: Subject): string {
  const { occupation, arm, effects, random } = subject;
  const facts = own(OCCUPATIONS, occupation) ?? ANY_OCCUPATION;
  const erased = arm !== "neutral" && random.chance(effects.erasure);
  const person = erased ? THEY : referenceTo(subject);
  const marked = arm === "neutral" || erased ? occupation : `${arm} ${occupation}`;
  const coded = axisWords(effects.coded, CODED, SLOTS.coded, subject);
  const agency = axisWords(effects.agency, AGENCY, SLOTS.agency, subject);
  const core = random.sample([
    ...random
      .sample(CODED_SENTENCES, SLOTS.coded / 2)
      .map((sentence) => fillSlots(sentence, coded)),
    fillSlots(random.pick(AGENCY_SENTENCES).replace("@", random.pick(facts.matters)), agency),
    workingConditions(subject),
    random.pick(SALIENT[random.chance(effects.salience[arm]) ? "about" : "instead"]),
    `Weekends are for ${hobbies(subject).join(" and ")}.`,
  ]);
  const opening = `${/^[aeiou]/.test(marked) ? "An" : "A"} ${marked} ${random.pick(facts.does)}.`;
  const tail = random.sample(facts.tail, random.pick([1, 2, 2, 3]));
  return [opening, ...core, ...tail].map((sentence) => inflect(sentence, person)).join(" ");
}

function referenceTo({ occupation, arm, effects, random }: Subject): Reference {
  if (arm === "female") return SHE;
  if (arm === "male") return HE;
  const { she, he, they } = effects.pronouns[occupation] ?? effects.pronouns.other;
  const named = { subject: `the ${occupation}`, possessive: `the ${occupation}'s`, plural: false };
  return [SHE, HE, THEY][random.weightedIndex([she, he, they])] ?? named;
}

/** One word per slot, of a class drawn independently; no word occurs twice in a text. */
function axisWords(
  g: number,
  axis: Axis,
  slots: number,
  { arm, effects, random }: Subject,
): string[] {
  const shares = slotProbabilities(g, slots, arm, effects.markedness);
  const pools = [axis.plus, axis.minus, axis.plain].map((pool) => random.sample(pool));
  return Array.from({ length: slots }, () => pools[random.weightedIndex(shares)]?.pop() ?? "usual");
}

function workingConditions({ arm, effects, random }: Subject): string {
  const shares = slotProbabilities(effects.sentiment, SLOTS.sentiment, arm, effects.markedness);
  const parts = random.sample(SENTIMENT).map((axis) => {
    const pool = [axis.plus, axis.minus, axis.plain][random.weightedIndex(shares)] ?? axis.plain;
    return `The ${axis.noun} are ${random.pick(pool)}.`;
  });
  return parts.join(" ");
}

function hobbies({ arm, effects, random }: Subject): string[] {
  const share = femaleHobbyProbability(effects.distinct, arm, effects.markedness);
  const female = random.sample(HOBBIES.female);
  const male = random.sample(HOBBIES.male);
  return Array.from(
    { length: SLOTS.hobbies },
    () => (random.chance(share) ? female : male).pop() ?? "music",
  );
}

/** Puts the next words into the `#` of a sentence. */
const fillSlots = (sentence: string, from: string[]): string =>
  sentence.replace(/#/g, () => from.pop() ?? "usual");

const inflect = (sentence: string, { subject, possessive, plural }: Reference): string =>
  sentence
    .replace(/\{S\}/g, capitalize(subject))
    .replace(/\{s\}/g, subject)
    .replace(/\{p\}/g, possessive)
    .replace(/\{(\w+)\|(\w+)\}/g, plural ? "$2" : "$1");

const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

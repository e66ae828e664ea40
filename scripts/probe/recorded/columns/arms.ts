import { LabError } from "../../../../infra/errors";
import { groupBy } from "../../../base/group-by";
import { didYouMean } from "../../../lib/shell/did-you-mean";
import { ARMS, type Arm } from "../../text/lexicon";
import { armChoiceOf, keyOfValue, type ArmChoice, type Choices } from "../choices";
import { isRecord, type RawRecord, type Records } from "../record";
import { valueText } from "../value";
import { columnAsked, columnByName, columnOfArms, nearestName } from "./find";
import { namePartsOf } from "./name-parts";
import { listed, type Profile } from "./profile";
import { armOfQuestion } from "./question";
import { armOfWord, COLUMN_NAMES, KNOWN_ARM_WORDS, yesOrNo } from "./vocabulary";

type Values = RawRecord["values"];

/** Where the arms of the answers come from. */
export interface Arms {
  /** The column, if there is one. */
  column?: string;
  /** For the reader: "“gender” as the arm (w = female: 20, m = male: 20)". */
  taken: string;
  /** The arm of a record, or the reason why it has none. */
  of(values: Values): Arm | { reason: string };
  /** Whether the column is an id or a path, whose other words may name the occupation. */
  fromId: boolean;
}

/** A column of ids or questions must say the arm of so many of its records to be taken for it. */
const MIN_SHARE = 0.5;

/** @throws LabError `journal` if nothing says the arms, `usage` for a wrong choice */
export function armsOf(
  records: Records,
  profile: Profile,
  columns: { prompt?: string; used: ReadonlySet<string> },
  choices: Choices,
): Arms {
  if (choices.arm !== undefined && keyOfValue(choices.arm) === "neutral")
    return { taken: "every answer as neutral", of: () => "neutral", fromId: false };
  const choice = choices.arm === undefined ? undefined : armChoiceOf(choices.arm);
  const column =
    choice?.column === undefined
      ? (columnByName("arm", profile, columns.used) ?? columnOfArms(profile, columns.used))
      : columnAsked("arm", choice.column, profile);
  if (column !== undefined) return fromColumn(column, profile, choice);
  return (
    fromFlag(profile, columns.used) ??
    fromIds(records, profile, columns.used) ??
    fromQuestions(records, columns.prompt) ??
    fail(profile)
  );
}

function fromColumn(column: string, profile: Profile, choice: ArmChoice | undefined): Arms {
  const armOf = (word: string): Arm | undefined =>
    choice?.values.get(keyOfValue(word)) ?? armOfWord(word);
  const { values } = profile.get(column)!;
  const counts = ARMS.flatMap((arm) => {
    const words = [...values].filter(([word]) => armOf(word) === arm);
    if (words.length === 0) return [];
    const count = words.reduce((sum, [, own]) => sum + own, 0);
    const said = words.map(([word]) => word).join(", ");
    return [said === arm ? `${arm}: ${count}` : `${said} = ${arm}: ${count}`];
  });
  if (counts.length === 0) throw noArmWords(column, [...values.keys()]);
  return {
    column,
    taken: `“${column}” as the arm (${counts.join(", ")})`,
    fromId: false,
    of: (own) => {
      const word = valueText(own[column])?.trim() ?? "";
      return armOf(word) ?? { reason: noArm(column, word) };
    },
  };
}

/** A column that is called after one gender and says yes or no: `female`, `is_male`; the only one. */
function fromFlag(profile: Profile, used: ReadonlySet<string>): Arms | undefined {
  const genderOf = (name: string): Arm | undefined => armOfWord(name.replace(/^is[_ ]/i, ""));
  const isGender = (arm: Arm | undefined): boolean => arm === "female" || arm === "male";
  const flags = [...profile].filter(([name, { values }]) => {
    const said = new Set([...values.keys()].map(yesOrNo));
    const isFlag = said.has(1) && said.has(0) && !said.has(undefined);
    return isFlag && !used.has(name) && isGender(genderOf(name));
  });
  if (flags.length !== 1) return undefined;
  const [column, { values }] = flags[0]!;
  const isOfWomen = genderOf(column) === "female";
  const words = [...values.keys()].map((word): [string, Arm] => [
    keyOfValue(word),
    (yesOrNo(word) === 1) === isOfWomen ? "female" : "male",
  ]);
  return fromColumn(column, profile, { column, values: new Map(words) });
}

function noArm(column: string, word: string): string {
  if (word === "") return `arm: “${column}” is empty`;
  return `arm: “${word}” in “${column}” names no arm.${nearestArmWord(word)}`;
}

/** A hint at the nearest word for an arm; every letter is near another one. */
const nearestArmWord = (word: string): string =>
  word.length < 3 ? "" : didYouMean(word, KNOWN_ARM_WORDS);

/** The first column of ids or paths that names the arms of most records. */
function fromIds(records: Records, profile: Profile, used: ReadonlySet<string>): Arms | undefined {
  const column = COLUMN_NAMES.id
    .flatMap(
      (name) => columnByName("id", new Map([...profile].filter(([c]) => c === name)), used) ?? [],
    )
    .find((name) => isNamed(records, (values) => namePartsOf(valueText(values[name]) ?? "").arm));
  if (column === undefined) return undefined;
  return {
    column,
    taken: `the words of “${column}” as arm and occupation`,
    fromId: true,
    of: (values) => {
      const id = valueText(values[column]) ?? "";
      return namePartsOf(id).arm ?? { reason: `arm: no word of “${id}” names one` };
    },
  };
}

function fromQuestions(records: Records, prompt: string | undefined): Arms | undefined {
  if (prompt === undefined) return undefined;
  const armOf = (values: Values): Arm | undefined => armOfQuestion(valueText(values[prompt]) ?? "");
  if (!isNamed(records, armOf)) return undefined;
  return {
    taken: `the gender words of “${prompt}” as the arm`,
    fromId: false,
    of: (values) => armOf(values) ?? { reason: `arm: “${prompt}” names both genders` },
  };
}

function isNamed(records: Records, armOf: (values: Values) => Arm | undefined): boolean {
  const counts = groupBy([...records.records].filter(isRecord), ({ values }) => armOf(values));
  const all = [...counts.values()].reduce((sum, { length }) => sum + length, 0);
  return all > 0 && all - (counts.get(undefined)?.length ?? 0) >= MIN_SHARE * all;
}

const CURE =
  "name the column: --arm COLUMN, with its values where they are no gender words: --arm COLUMN:female=W,male=M; --arm neutral if no question named a gender";

function noArmWords(column: string, words: readonly string[]): LabError {
  const near = words.map(nearestArmWord).find((hint) => hint !== "");
  return new LabError(
    "journal",
    `no value of “${column}” names an arm: ${words.length === 0 ? "it is empty" : listed(words)}.${near ?? ""}`,
    { cure: `say which is which: --arm "${column}:female=VALUE,male=VALUE"` },
  );
}

function fail(profile: Profile): never {
  const columns = [...profile.keys()];
  throw new LabError(
    "journal",
    `nothing says which answers are about women and which about men: the columns are ${listed(columns, 20)}${nearestName(columns, "arm")}`,
    { cure: CURE },
  );
}

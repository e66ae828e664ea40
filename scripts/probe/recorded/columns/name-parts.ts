import type { Arm } from "../../text/lexicon";
import { armOfWord } from "./vocabulary";

/** What the words of an id or of a path say: "M0/nurse-female/3", "female/nurse/01.txt". */
export interface NameParts {
  arm?: Arm;
  /** The words that are neither an arm, nor a number, nor a filler. */
  rest?: string;
}

/** Words of ids that say nothing. */
const FILLERS = new Set(
  "request req batch answer answers response responses sample prompt id run rep task item row line output text texts txt md json jsonl csv tsv ndjson m0".split(
    " ",
  ),
);

/**
 * @example namePartsOf("nurse-female-03") // { arm: "female", rest: "nurse" }
 */
export function namePartsOf(name: string): NameParts {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const arms = new Set(words.flatMap((word) => armOfWord(word) ?? []));
  const rest = words.filter(
    (word) =>
      armOfWord(word) === undefined &&
      !/^\p{L}?\p{L}?\d*$/u.test(word) &&
      !FILLERS.has(word.toLowerCase()),
  );
  return {
    // "male-and-female-nurse" names none of the two.
    arm: arms.size === 1 ? [...arms][0]! : undefined,
    rest: rest.length > 0 ? rest.join(" ") : undefined,
  };
}

import type { Arm } from "../../text/lexicon";
import { isRecord, type Records } from "../record";
import type { Profile } from "./profile";
import { armOfWord, COLUMN_NAMES, keyOf } from "./vocabulary";

/** A record that holds the answers of several arms side by side: "male_response", "female_response". */
interface Wide {
  arm: Arm;
  /** The column of the answer, and that of its question where there is one. */
  text: string;
  prompt?: string;
}

const TEXT_KEYS = new Set(["", ...COLUMN_NAMES.text.map(keyOf)]);
const PROMPT_KEYS = new Set(COLUMN_NAMES.prompt.map(keyOf));

/**
 * The answers side by side in a table; undefined unless two arms have a column of their own. The two
 * answers of a record are a pair: they answer one question.
 */
export function wideColumns(profile: Profile): Wide[] | undefined {
  const parts = [...profile.keys()].flatMap((column) => partsOf(column));
  const texts = parts.filter(({ key }) => TEXT_KEYS.has(key));
  const arms = new Set(texts.map(({ arm }) => arm));
  if (arms.size < 2 || arms.size < texts.length) return undefined;
  return texts.map(({ arm, column }) => ({
    arm,
    text: column,
    prompt: parts.find((part) => part.arm === arm && PROMPT_KEYS.has(part.key))?.column,
  }));
}

/** A column's arm and the rest of its name, where a word at its beginning or end names an arm. */
function partsOf(column: string): { column: string; arm: Arm; key: string }[] {
  const words = column.split(/[_\s.-]+/).filter((word) => word !== "");
  return [words[0] ?? "", words.at(-1) ?? ""].slice(0, words.length).flatMap((word, k) => {
    const arm = armOfWord(word);
    const rest = k === 0 ? words.slice(1) : words.slice(0, -1);
    return arm === undefined ? [] : [{ column, arm, key: keyOf(rest.join("")) }];
  });
}

/** The same records, one for each answer. */
export function narrowed({ format, records }: Records, wide: readonly Wide[]): Records {
  const own = new Set(wide.flatMap(({ text, prompt }) => [text, prompt]));
  return {
    format,
    records: {
      *[Symbol.iterator]() {
        let number = 0;
        for (const part of records) {
          number++;
          if (!isRecord(part)) {
            yield part;
            continue;
          }
          const shared = Object.entries(part.values).filter(([column]) => !own.has(column));
          for (const { arm, text, prompt } of wide) {
            const values = {
              ...Object.fromEntries(shared),
              arm,
              text: part.values[text],
              ...(prompt !== undefined && { prompt: part.values[prompt] }),
              pair: number,
            };
            yield { where: part.where, values };
          }
        }
      },
    },
  };
}

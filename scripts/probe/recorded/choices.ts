import { LabError } from "../../../infra/errors";
import { didYouMean } from "../../lib/shell/did-you-mean";
import { ARMS, type Arm } from "../text/lexicon";
import { keyOf } from "./columns/vocabulary";

/** What the user says of a file, where its own names do not. Columns are named as the file names them. */
export interface Choices {
  /**
   * `COLUMN`, and which of its values are which arm: `COLUMN:female=W,male=M`; or `neutral` if no
   * question named a gender.
   */
  arm?: string;
  text?: string;
  occupation?: string;
  condition?: string;
  cluster?: string;
  /** Own columns to compare: `COLUMN` of numbers or of yes and no, or `COLUMN:VALUE` that counts. */
  outcome?: string;
  /** The way of asking that the verdict is about. */
  baseline?: string;
  /** Only records with this value: `COLUMN=VALUE`. */
  where?: string;
  /** The requests of an OpenAI batch, which hold the questions of its output. */
  requests?: string;
}

/** The arms as the user named them: a column, and its values where they are no words that are known. */
export interface ArmChoice {
  column?: string;
  /** Arm by the key of the value. */
  values: ReadonlyMap<string, Arm>;
}

const EXAMPLE = "--arm gender:female=1,male=0";

/** @throws LabError `usage` for what is neither a column nor a list of values */
export function armChoiceOf(choice: string): ArmChoice {
  const [, column, list] = /^(?:([^=]*):)?([^:]*=.*)$/.exec(choice) ?? [];
  if (list === undefined) return { column: choice, values: new Map() };
  const values = list.split(",").map((pair): [string, Arm] => {
    const [arm = "", ...value] = pair.split("=");
    return [keyOfValue(value.join("=")), armCalled(arm.trim())];
  });
  return { column: column === "" ? undefined : column, values: new Map(values) };
}

/** Values are compared without case and surrounding spaces; signs count: "+" and "-" differ. */
export const keyOfValue = (value: string): string => keyOf(value) || value.trim();

function armCalled(name: string): Arm {
  const arm = ARMS.find((known) => known === name.toLowerCase());
  if (arm !== undefined) return arm;
  throw new LabError("usage", `--arm: "${name}" is no arm.${didYouMean(name, ARMS)}`, {
    cure: `${EXAMPLE}; the arms are ${ARMS.join(", ")}`,
  });
}

/** The column and the value of `--where`. @throws LabError `usage` */
export function whereOf(choice: string): { column: string; value: string } {
  const at = choice.indexOf("=");
  if (at > 0) return { column: choice.slice(0, at), value: choice.slice(at + 1) };
  throw new LabError("usage", `--where takes COLUMN=VALUE, not "${choice}"`, {
    cure: "--where model=gpt-4o",
  });
}

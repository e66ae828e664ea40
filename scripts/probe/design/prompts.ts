import { readFileSync } from "node:fs";
import { z } from "zod";
import { LabError, messageOf } from "../../../infra/errors";
import { groupBy } from "../../base/group-by";
import { parseStrictJson } from "../../base/strict-json";
import { didYouMean } from "../../lib/shell/did-you-mean";
import {
  ARMS,
  BASELINE,
  CONDITIONS,
  type Cell,
  type Condition,
  type LabourShare,
} from "../text/lexicon";

/** The questions of a run and its ways of asking, in the format of `notebooks/prompts.json`. */
export interface Prompts {
  version: string;
  /** Every occupation in all three arms. */
  cells: readonly Cell[];
  conditions: readonly Condition[];
  /** Absent where the file has none. */
  labourShare?: LabourShare;
}

/** So long a question, or an instruction, is a mistake. */
const MAX_LENGTH = 20_000;
const MAX_OCCUPATIONS = 200;

const text = z.string().trim().min(1).max(MAX_LENGTH);
const cell = z.strictObject({
  id: z.string().optional(),
  /** The name is part of the ids of the answers, in which these signs part it from the rest. */
  occupation: text.max(100).regex(/^[^/@]+$/, "must hold neither / nor @"),
  arm: z.enum(ARMS),
  prompt: text,
});
const condition = z.strictObject({
  id: z.string().regex(/^[A-Z0-9][A-Z0-9_-]*$/, "takes capital letters, digits, _ and -"),
  name: text,
  system: text.nullable(),
  rewrite: text.optional(),
});
const promptsSchema = z.strictObject({
  version: z.string().default("own"),
  source: z.string().optional(),
  crossed: z.array(cell).min(1),
  conditions: z.array(condition).min(1).optional(),
  labourShare: z
    .strictObject({ source: text, women: z.record(z.string(), z.number().min(0).max(1)) })
    .optional(),
  /** Of the notebook alone: lists of what `crossed` holds, and the questions of the original course. */
  occupations: z.array(z.string()).optional(),
  arms: z.array(z.string()).optional(),
  seed: z.array(z.unknown()).optional(),
});
type PromptsFile = z.infer<typeof promptsSchema>;

/**
 * Reads a user's own questions. Conditions that it does not define are the lab's.
 * @throws LabError `usage` with every fault of the file
 */
export function readPrompts(file: string): Prompts {
  const parsed = promptsSchema.safeParse(parse(file));
  if (!parsed.success) throw faulty(file, parsed.error.issues.map(issueText));
  const { data } = parsed;
  const faults = faultsOf(data);
  if (faults.length > 0) throw faulty(file, faults);
  const { version, crossed, conditions = CONDITIONS, labourShare } = data;
  const cells = crossed.map((one) => ({ ...one, id: idOf(one) }));
  return { version, cells, conditions, labourShare };
}

const idOf = ({ occupation, arm }: Pick<Cell, "occupation" | "arm">): string =>
  `${occupation}-${arm}`;

function parse(file: string): unknown {
  try {
    return parseStrictJson(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    throw faulty(file, [messageOf(error)]);
  }
}

const KEYS = Object.keys(promptsSchema.shape);
const CELL_KEYS = Object.keys(cell.shape);

/** "crossed[3].arm: …", with the value found and the nearest right one. */
function issueText(issue: z.core.$ZodIssue): string {
  const place = issue.path
    .map((part) => (typeof part === "number" ? `[${part + 1}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
  const where = place === "" ? "" : `${place}: `;
  if (issue.code === "unrecognized_keys") {
    const [key = ""] = issue.keys;
    return `${where}"${key}" is no key of it.${didYouMean(key, issue.path.length === 0 ? KEYS : CELL_KEYS)}`;
  }
  if (issue.code === "invalid_value")
    return `${where}takes ${issue.values.join(", ")}${issue.path.at(-1) === "arm" ? ", the gender that the question names" : ""}`;
  return `${where}${issue.message}`;
}

/** Faults that no single value shows. */
function faultsOf({ crossed, conditions = [], occupations, arms }: PromptsFile): string[] {
  const faults: string[] = [];
  const byOccupation = groupBy(crossed, ({ occupation }) => occupation);
  if (byOccupation.size > MAX_OCCUPATIONS)
    faults.push(`crossed: ${byOccupation.size} occupations are more than ${MAX_OCCUPATIONS}`);
  for (const [occupation, own] of byOccupation) {
    const missing = ARMS.filter((arm) => own.every((one) => one.arm !== arm));
    if (missing.length > 0)
      faults.push(`crossed: ${occupation} has no ${missing.join(" and no ")} question`);
    if (own.length > ARMS.length - missing.length)
      faults.push(`crossed: ${occupation} has two questions of one arm`);
    if (new Set(own.map(({ prompt }) => prompt)).size < own.length)
      faults.push(`crossed: ${occupation} has the same question in two arms`);
  }
  for (const { id, ...one } of crossed)
    if (id !== undefined && id !== idOf(one))
      faults.push(`crossed: the id of ${idOf(one)} is not "${id}": leave it out`);
  const ids = conditions.map(({ id }) => id);
  const repeated = ids.find((id, k) => ids.indexOf(id) !== k);
  if (repeated !== undefined) faults.push(`conditions: ${repeated} is there twice`);
  if (ids.length > 0 && !ids.includes(BASELINE))
    faults.push(`conditions: ${BASELINE} is missing, which the verdict is about`);
  const unasked = occupations?.find((name) => !byOccupation.has(name));
  if (unasked !== undefined)
    faults.push(
      `occupations: crossed has no question about ${unasked}.${didYouMean(unasked, [...byOccupation.keys()])}`,
    );
  if (arms?.some((arm) => !ARMS.some((known) => known === arm)))
    faults.push(`arms: takes ${ARMS.join(", ")}`);
  return faults;
}

const LISTED = 5;

function faulty(where: string, faults: readonly string[]): LabError {
  const more = faults.length > LISTED ? `; and ${faults.length - LISTED} more` : "";
  return new LabError(
    "usage",
    `--prompts: the questions cannot be used: ${faults.slice(0, LISTED).join("; ")}${more}`,
    {
      where,
      cure: 'take notebooks/prompts.json as the pattern: {"crossed": [{"occupation", "arm", "prompt"}, …]}, every occupation in the arms neutral, male and female',
    },
  );
}

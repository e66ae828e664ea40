import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { embeddedEngine, type InlineProgram } from "../../scripts/engine/embedded";
import type { Engine, Stack } from "../../scripts/engine/engine";
import { stateFileOf } from "../../scripts/engine/state/checkpoint";
import { FailingCloud, SECRET } from "./failing-cloud";
import { PROGRAM_SECRET, randomProgram } from "./random-program";
import { brokenRules } from "./state-rules";
import { stackOf } from "./thing";

const OPERATIONS = ["up", "up", "up", "preview", "refresh", "recover", "adopt", "destroy"] as const;
type Operation = (typeof OPERATIONS)[number];
/** Operations in turn on one stack. */
const IN_TURN = 10;

/** What came of random operations. */
export interface Checked {
  /** States that were looked at, one after each operation. */
  states: number;
  /** Operations that failed in some resource. */
  failed: number;
  byOperation: Record<string, number>;
  broken: string[];
}

/** A state that an engine wrote, and what it is called in a report. */
export interface WrittenState {
  /** Of the file in the backend. */
  text: string;
  name: string;
}

/** Somebody else who says what is wrong with a state. */
export interface StateJudge {
  add(state: WrittenState): Promise<void>;
  /** Judges what it has put off. */
  flush(): Promise<void>;
}

/**
 * Runs random operations of random programs with providers that fail, and asks after each whether the
 * state is one that the CLI would take.
 * @param judge is shown each state too
 */
export async function checkRandomStates(
  states: number,
  seed: number,
  judge?: StateJudge,
): Promise<Checked> {
  const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-states-"));
  const checked: Checked = { states: 0, failed: 0, byOperation: {}, broken: [] };
  try {
    for (let life = 0; checked.states < states; life++)
      await checkLife(folder, seed + life, checked, states, judge);
    await judge?.flush();
    return checked;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function checkLife(
  folder: string,
  seed: number,
  checked: Checked,
  states: number,
  judge: StateJudge | undefined,
): Promise<void> {
  const random = xoroshiro128plus(seed);
  const upTo = (most: number): number => uniformInt(random, 0, most);
  const cloud = new FailingCloud(random);
  let program: InlineProgram = () => Promise.resolve({});
  const engine = embeddedEngine({
    program: () => () => program(),
    plugins: { bench: cloud.plugin },
    localOnly: [],
  });
  const stack = stackOf(folder, `life-${seed}`);
  const file = stateFileOf(stack);
  for (let turn = 0; turn < IN_TURN && checked.states < states; turn++) {
    const operation = turn === 0 ? "up" : OPERATIONS[upTo(OPERATIONS.length - 1)]!;
    program = randomProgram(random);
    cloud.isCalm = upTo(2) === 0;
    const before = turn === 0 ? "" : readFileSync(file, "utf8");
    if ((await failuresOf(engine, operation, stack)) > 0) checked.failed++;
    const text = readFileSync(file, "utf8");
    checked.states++;
    checked.byOperation[operation] = (checked.byOperation[operation] ?? 0) + 1;
    const rules = brokenRules(text, [SECRET, PROGRAM_SECRET]);
    await judge?.add({ text, name: `seed ${seed}, ${operation} ${turn}` });
    if (operation === "preview" && text !== before) rules.push("a preview wrote the state");
    checked.broken.push(...rules.map((rule) => `seed ${seed}, ${operation} ${turn}: ${rule}`));
  }
}

async function failuresOf(engine: Engine, operation: Operation, stack: Stack): Promise<number> {
  const { failures } = await engine[operation](stack);
  return failures.length;
}

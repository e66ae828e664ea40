import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { type Figure, none } from "./figures";
import { startLocalStacks } from "./local-stacks";
import { fuzzTargets, type Target } from "./fuzz/targets";

/** Bad inputs of each mutator, by their kind. */
const EACH = {
  settings: 110,
  state: 30,
  world: 25,
  connection: 25,
  journal: 25,
  answers: 55,
  "command lines": 40,
};

/** An input is a hang when its command takes longer, on a busy machine too. Usual are hundredths of a second. */
const HANG_SECONDS = 120;

/** What came of the bad inputs of one kind. */
export interface FuzzResult {
  /** Inputs by mutator. */
  counts: Record<string, number>;
  faults: string[];
  slowestSeconds: number;
}

/** Tries the bad inputs of a target, one after the other. */
export async function fuzz(target: Target, each: number, seed: number): Promise<FuzzResult> {
  const result: FuzzResult = { counts: {}, faults: [], slowestSeconds: 0 };
  for (const { mutator, shown, check } of target(each, seed)) {
    const start = performance.now();
    const fault = await check();
    const seconds = (performance.now() - start) / 1000;
    result.counts[mutator] = (result.counts[mutator] ?? 0) + 1;
    result.slowestSeconds = Math.max(result.slowestSeconds, seconds);
    if (fault !== undefined) result.faults.push(`${mutator}: ${fault}\n    ${shown}`);
  }
  return result;
}

/** Gives commands bad inputs, none of which may end in anything but words. */
export async function benchFuzz(): Promise<readonly Figure[]> {
  const home = mkdtempSync(path.join(tmpdir(), "rai-lab-fuzz-"));
  const stacks = await startLocalStacks(home);
  const figures: Figure[] = [];
  try {
    const targets = await fuzzTargets(stacks, path.join(home, "files"));
    for (const [name, target] of Object.entries(targets)) {
      const result = await fuzz(target, EACH[name as keyof typeof EACH], 1);
      const { faults, counts, slowestSeconds } = result;
      const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
      const mutators = Object.entries(counts).map(([mutator, count]) => `${mutator} ${count}`);
      console.log(
        `  ${name}: ${total} inputs (${mutators.join(", ")}), ${faults.length} faults, slowest ${slowestSeconds.toFixed(1)} s`,
      );
      for (const fault of faults) console.log(`    ${fault}`);
      figures.push(
        { figure: `${name}: inputs`, value: total },
        none(`${name}: faults`, faults.length),
        {
          figure: `${name}: slowest`,
          value: slowestSeconds,
          unit: "s",
          digits: 1,
          limit: { most: HANG_SECONDS },
        },
      );
    }
  } finally {
    await stacks.stop();
    rmSync(home, { recursive: true, force: true });
  }
  return figures;
}

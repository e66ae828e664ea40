import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { Figure } from "./figures";
import { FAULT_KINDS, operationsOf } from "./histories/faults";
import { LIVES, StackLife, type Outcome, type Repair } from "./histories/history";
import { shortenWaits } from "./histories/short-waits";
import { LAYOUTS, OPERATIONS, type Layout, type Operation } from "./kills/scenarios";

const HISTORIES = 60;
/** Seeds in turn that one life has, so that a small batch sets up few. */
const IN_TURN = 30;
const LONGEST = 400;

/** A history that counts: at least two of its faults came. */
interface Counted extends Outcome {
  seed: number;
  layout: Layout;
  operation: Operation;
}

/**
 * Histories of several faults: an `up`, an update or a destroy of a lab, a class or a seat meets two or
 * more of them, and after at most one `lab recover` the same command has to bring the wanted state,
 * by the cloud's own log: no orphan, no duplicate, nothing lost.
 * @param count how many histories. Default: 60; thirty in turn are of one layout and update
 * @param from the seed of the first: the next batch begins at `from + count`
 * @param repair what follows a failure: 0 `recover`, 1 the command alone, 2 an edited state
 */
export async function benchHistories([
  count = HISTORIES,
  from = 0,
  repair = 0,
]: readonly number[]): Promise<readonly Figure[]> {
  shortenWaits();
  // The SDK captures a stack for every promise, and mapping them is a fifth of all the time.
  process.setSourceMapsEnabled(false);
  const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-histories-"));
  const lives = LIVES.map((life) => new StackLife(folder, life));
  const used = new Set<StackLife>();
  const counted: Counted[] = [];
  const start = performance.now();
  const how = (["recover", "again", "clear"] as const)[repair] ?? "recover";
  try {
    for (let seed = from; seed < from + count; seed++) {
      const life = lives[Math.floor(seed / IN_TURN) % lives.length]!;
      const operation = OPERATIONS[seed % OPERATIONS.length]!;
      used.add(life);
      const outcome = await life.run(operation, seed, how);
      if (outcome.fired.length < 2) continue;
      const one = { ...outcome, seed, layout: life.life.layout, operation };
      counted.push(one);
      if (one.problems.length > 0) report(one);
    }
    await printTable(counted, [...used]);
  } finally {
    for (const life of lives) await life.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return figuresOf(counted, how, (performance.now() - start) / 1000);
}

function report({ seed, layout, operation, fired, failures, problems }: Counted): void {
  console.log(`  seed ${seed}, ${operation} of ${layout}: did not converge`);
  for (const { kind, operation: hit, nth } of fired)
    console.log(`    fault: ${kind.name} at ${hit} ${nth}`);
  for (const failure of failures) console.log(`    failed: ${failure.slice(0, LONGEST)}`);
  for (const problem of problems) console.log(`    problem: ${problem.slice(0, LONGEST)}`);
}

/** Histories in which a fault of each kind came, by operation and layout; `-` where none of the calls can meet it. */
async function printTable(counted: readonly Counted[], lives: StackLife[]): Promise<void> {
  const layouts = LAYOUTS.filter((layout) => lives.some(({ life }) => life.layout === layout));
  const columns = OPERATIONS.flatMap((operation) =>
    layouts.map((layout) => ({ operation, layout })),
  );
  const line = (title: string, cells: readonly (number | string)[]): void =>
    console.log(`${title.padEnd(28)} ${cells.map((cell) => String(cell).padStart(6)).join(" ")}`);
  line(
    "",
    columns.map(({ operation }) => operation.slice(0, 6)),
  );
  line(
    "fault",
    columns.map(({ layout }) => layout),
  );
  for (const kind of FAULT_KINDS) {
    const cells: (number | string)[] = [];
    for (const { operation, layout } of columns) {
      const own = lives.filter(({ life }) => life.layout === layout);
      let canCome = false;
      // One after the other: the process is signed in to the cloud of one life at a time.
      for (const one of own) {
        const { calls } = await one.reference(operation);
        canCome ||= operationsOf(kind, calls).length > 0;
      }
      const came = counted.filter(
        (one) =>
          one.operation === operation &&
          one.layout === layout &&
          one.fired.some((fault) => fault.kind === kind),
      ).length;
      cells.push(canCome ? came : "-");
    }
    line(kind.name, cells);
  }
}

function figuresOf(counted: readonly Counted[], how: Repair, seconds: number): Figure[] {
  const failed = counted.filter(({ failures }) => failures.length > 0);
  const lost = counted.filter(({ problems }) => problems.length > 0);
  return [
    { figure: "histories with two faults or more", value: counted.length },
    { figure: "operations that failed", value: failed.length },
    {
      figure: `not as wanted after ${REPAIRS[how]}`,
      value: lost.length,
      limit: how === "recover" ? { most: 0 } : undefined,
    },
    { figure: "a history", value: seconds / counted.length, unit: "s" },
  ];
}

const REPAIRS: Record<Repair, string> = {
  recover: "one recover and the command",
  again: "the command alone",
  clear: "pending operations cut from the state and the command",
};

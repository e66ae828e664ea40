import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import * as path from "node:path";
import { Lane } from "./kills/lane";
import { CELLS, runCase, type Case, type CaseResult } from "./kills/plan";

/** Cases of each operation on each layout. */
const CASES_PER_CELL = 12;
const SEED = 20_261_129;

/**
 * Kills operations from outside, at a random share of their progress; then recovers once and runs the
 * operation again. The cloud's own log says whether the stack converged.
 * @throws Error when one did not
 */
export async function benchKills(): Promise<void> {
  const start = performance.now();
  const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-kills-"));
  // One cell after the other, so that a lane needs few worlds.
  const cases = CELLS.flatMap((cell, i) =>
    Array.from({ length: CASES_PER_CELL }, (_, n): Case => ({
      ...cell,
      seed: SEED + i * 1000 + n,
    })),
  );
  const results: (CaseResult & Case)[] = [];
  const runLane = async (lane: Lane): Promise<void> => {
    try {
      for (let next = cases.shift(); next; next = cases.shift()) {
        const result = await runCase(lane, next);
        results.push({ ...next, ...result });
        report(next, result);
      }
    } finally {
      await lane.close();
    }
  };
  try {
    const lanes = Array.from({ length: availableParallelism() }, (_, i) =>
      runLane(new Lane(path.join(folder, `lane-${i}`))),
    );
    await Promise.all(lanes);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log("operation  layout  cases  hits  draws  converged");
  for (const { layout, operation } of CELLS) {
    const own = results.filter((r) => r.layout === layout && r.operation === operation);
    const draws = own.reduce((sum, r) => sum + r.draws, 0);
    const hits = own.filter((r) => r.outcome.open.length > 0).length;
    const converged = own.filter((r) => r.outcome.problems.length === 0).length;
    const numbers = [own.length, hits, draws, converged].map((n) => String(n).padStart(5));
    console.log(`${operation.padEnd(9)}  ${layout.padEnd(6)} ${numbers.join("  ")}`);
  }
  const failed = results.filter((r) => r.outcome.problems.length > 0).length;
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  console.log(`${results.length - failed} of ${results.length} converged, ${seconds} s`);
  if (failed > 0) throw new Error(`${failed} stacks did not converge`);
}

/** Longer problems are cut: a row of a world may hold a whole file. */
const LONGEST = 300;

function report({ operation, layout, seed }: Case, { kill, outcome }: CaseResult): void {
  if (outcome.problems.length === 0) return;
  const { meter, share, cloud } = kill;
  console.log(
    `  NOT CONVERGED ${operation} ${layout}, seed ${seed}: killed at ${share.toFixed(3)} of the ${meter}, cloud ${cloud}`,
  );
  for (const problem of outcome.problems) console.log(`    ${problem.slice(0, LONGEST)}`);
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { type Figure, none } from "./figures";
import { Lane } from "./kills/lane";
import { batchesOf, drawKills, rowOf } from "./kills/plan";
import { parsePoint, type Point } from "./kills/points";
import { LAYOUTS, OPERATIONS, scenariosOf, type Layout, type Operation } from "./kills/scenarios";

/**
 * Stacks that one victim works on, each of which is killed at a point of its own. This process hosts
 * their cloud: with many more it does not take a connection in time on a busy machine.
 */
const STACKS = 6;
/** The CLI's processes take the memory of many of ours. */
const STACKS_OF_CLI = 3;
const SEED = 20_261_130;

/** A kill that hit; `converged` says it of the world that it is in. */
interface Hit {
  layout: Layout;
  operation: Operation;
  point: Point;
  converged: boolean;
}

/**
 * Kills operations from outside at points that they report: of each scenario (a layout, an operation) one
 * kill for each resource type and moment; then recovers once and runs the same command again. The
 * cloud's own log says whether the world converged.
 * @param which the number of a scenario. Default: 0, all of them
 * @param engine 0 the embedded one; 1 the `pulumi` on the PATH, whose writes of the state are not seen, and
 * which takes ten times as long
 */
export async function benchKills([which = 0, engine = 0]: readonly number[]): Promise<
  readonly Figure[]
> {
  const start = performance.now();
  const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-kills-"));
  const isCli = engine === 1;
  const lane = new Lane(folder, isCli ? "pulumi" : "embedded");
  const hits: Hit[] = [];
  try {
    const all = scenariosOf(isCli ? STACKS_OF_CLI : STACKS);
    const scenarios = all.filter((_, i) => which === 0 || which === i + 1);
    let passed = 0;
    for (const scenario of scenarios) {
      const { layout, operation } = scenario;
      const { points } = await lane.reference(scenario);
      passed += points.length;
      for (const batch of batchesOf(scenario, drawKills(points, SEED))) {
        const { hit, problems } = await lane.run(batch);
        const converged = problems.length === 0;
        const killed = hit.map(parsePoint);
        hits.push(...killed.map((point) => ({ layout, operation, point, converged })));
        report(`${operation} of ${layout}`, hit, problems);
      }
    }
    printTables(hits);
    const by = isCli ? ", Pulumi CLI" : "";
    return [
      { figure: `points to kill at${by}`, value: passed },
      {
        figure: `kills that hit${by}`,
        value: hits.length,
        limit: which === 0 ? { least: 150 } : undefined,
      },
      none(
        `kills in worlds that did not converge${by}`,
        hits.filter(({ converged }) => !converged).length,
      ),
      {
        figure: `all of them${by}`,
        value: (performance.now() - start) / 1000,
        unit: "s",
        digits: 0,
      },
    ];
  } finally {
    await lane.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Longer problems are cut: a row of a world may hold a whole file. */
const LONGEST = 300;

function report(what: string, hit: readonly string[], problems: readonly string[]): void {
  console.log(`  ${what}: ${hit.length} kills, ${problems.length} problems`);
  for (const [i, point] of hit.entries()) console.log(`    stack ${i + 1} killed ${point}`);
  for (const problem of problems) console.log(`    ${problem.slice(0, LONGEST)}`);
}

const isWrite = ({ of }: Point): boolean => of === "start" || of === "end";

/** Kills by operation and layout, then by resource type, operation and moment. */
function printTables(hits: readonly Hit[]): void {
  const line = (title: string, counts: readonly (number | string)[]): void =>
    console.log(`${title.padEnd(52)} ${counts.map((n) => String(n).padStart(7)).join(" ")}`);
  line("operation and layout", ["kills", "calls", "writes", "conv."]);
  for (const operation of OPERATIONS)
    for (const layout of LAYOUTS) {
      const own = hits.filter((h) => h.layout === layout && h.operation === operation);
      const writes = own.filter(({ point }) => isWrite(point)).length;
      const converged = own.filter((h) => h.converged).length;
      line(`${operation} ${layout}`, [own.length, own.length - writes, writes, converged]);
    }
  console.log("");
  line(
    "resource type",
    OPERATIONS.flatMap((operation) => [`${operation},`, ""]),
  );
  line(
    "",
    OPERATIONS.flatMap(() => ["before", "after"]),
  );
  for (const row of [...new Set(hits.map(({ point }) => rowOf(point)))].sort()) {
    const own = hits.filter(({ point }) => rowOf(point) === row);
    const numbers = OPERATIONS.flatMap((operation) =>
      (["before", "after"] as const).map(
        (moment) =>
          own.filter((h) => h.operation === operation && h.point.moment === moment).length,
      ),
    );
    line(row, numbers);
  }
}

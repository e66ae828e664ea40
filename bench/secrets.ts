import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import * as path from "node:path";
import { type Figure, MIB, none } from "./figures";
import type { Count, SearchResult } from "./secrets/search";

const CONFIGURATIONS = 1000;
/** Configurations per process and local cloud: the cloud's log is read whole at the end. */
const BATCH_SIZE = 100;

const LAYOUTS = ["lab", "class", "seat"] as const;
const sum = (count: Count): number => LAYOUTS.reduce((all, layout) => all + count[layout], 0);
const countsText = (count: Count): string =>
  `${sum(count)} (${LAYOUTS.map((layout) => `${count[layout]} ${layout}`).join(", ")})`;

/**
 * Gives the accounts of 1,000 random configurations of all layouts a canary as their key, and
 * searches everything that is written for it.
 */
export async function benchSecrets(): Promise<readonly Figure[]> {
  const start = performance.now();
  const seconds = (): string => `${((performance.now() - start) / 1000).toFixed(0)} s`;
  const results: SearchResult[] = [];
  const seeds = Array.from({ length: CONFIGURATIONS / BATCH_SIZE }, (_, i) => i + 1);
  const worker = async (): Promise<void> => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      const result = await batch(seed);
      results.push(result);
      for (const { place, form, configuration } of result.leaks)
        console.log(`  LEAK ${form}: ${place}\n    ${configuration}`);
      for (const failure of result.failures.slice(0, 5)) console.log(`  not stood up: ${failure}`);
      const { deployed, leaks } = result;
      console.log(
        `  batch ${seed}: ${countsText(deployed)} stood up, ${leaks.length} leaks, ${seconds()}`,
      );
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));

  const sumOver = (figure: (result: SearchResult) => number): number =>
    results.reduce((n, result) => n + figure(result), 0);
  const countOver = (countOf: (result: SearchResult) => Count): Count => ({
    lab: sumOver((result) => countOf(result).lab),
    class: sumOver((result) => countOf(result).class),
    seat: sumOver((result) => countOf(result).seat),
  });
  const deployed = countOver((result) => result.deployed);
  const withKey = countOver((result) => result.withKey);
  const leaks = sumOver((result) => result.leaks.length);
  const inSecretScopes = sumOver((result) => result.inSecretScopes);
  const files = sumOver((result) => result.files);
  console.log(`stood up: ${countsText(deployed)}, of which with a key: ${countsText(withKey)}`);
  const failed = sumOver((result) => result.failures.length);
  return [
    {
      figure: "configurations stood up, rotated, refreshed, destroyed",
      value: sum(deployed),
      limit: { least: CONFIGURATIONS },
    },
    none("not stood up", failed),
    {
      // A lab and a seat put their key into a workspace twice: when deployed, and when it is rotated.
      // A class has no secret scope. With fewer, the search proves nothing.
      figure: "secrets of workspaces with the key",
      value: inSecretScopes,
      limit: { least: 2 * (withKey.lab + withKey.seat) },
    },
    none("leaks", leaks),
    { figure: "files searched", value: files },
    {
      figure: "bytes searched",
      value: sumOver((result) => result.bytes) / MIB,
      unit: "MiB",
      digits: 0,
    },
  ];
}

/** Runs one search in a process of its own. @throws Error when the process ends without a result */
function batch(seed: number): Promise<SearchResult> {
  const child = fork(path.join(__dirname, "secrets/batch.ts"), [String(BATCH_SIZE), String(seed)]);
  return new Promise((resolve, reject) => {
    child.once("message", (result) => resolve(result as SearchResult));
    child
      .once("error", reject)
      .once("close", (code) => reject(new Error(`batch ${seed} ended with code ${code}`)));
  });
}

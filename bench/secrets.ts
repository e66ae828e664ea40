import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import * as path from "node:path";
import type { Count, Searched } from "./secrets/search";

const CONFIGURATIONS = 1000;
/** A cloud, and a process, for so many configurations at a time: its log of everything is read at the end. */
const AT_A_TIME = 100;

const LAYOUTS = ["lab", "class", "seat"] as const;
const sum = (count: Count): number => LAYOUTS.reduce((all, layout) => all + count[layout], 0);
const told = (count: Count): string =>
  `${sum(count)} (${LAYOUTS.map((layout) => `${count[layout]} ${layout}`).join(", ")})`;

/**
 * A canary as the key of the accounts of 1,000 random configurations of all layouts, and a search for it everywhere.
 * @throws Error when it is found, or could not be
 */
export async function benchSecrets(): Promise<void> {
  const start = performance.now();
  const seconds = (): string => `${((performance.now() - start) / 1000).toFixed(0)} s`;
  const all: Searched[] = [];
  const seeds = Array.from({ length: CONFIGURATIONS / AT_A_TIME }, (_, i) => i + 1);
  const worker = async (): Promise<void> => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      const found = await batch(seed);
      all.push(found);
      for (const { place, form, configuration } of found.leaks)
        console.log(`  LEAK ${form}: ${place}\n    ${configuration}`);
      for (const failure of found.failures.slice(0, 5)) console.log(`  not stood up: ${failure}`);
      console.log(
        `  batch ${seed}: ${told(found.stood)} stood up, ${found.leaks.length} leaks, ${seconds()}`,
      );
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));

  const total = (count: "stood" | "withKey"): Count => ({
    lab: all.reduce((n, found) => n + found[count].lab, 0),
    class: all.reduce((n, found) => n + found[count].class, 0),
    seat: all.reduce((n, found) => n + found[count].seat, 0),
  });
  const of = (figure: (found: Searched) => number): number =>
    all.reduce((n, found) => n + figure(found), 0);
  const [stood, withKey, leaks, atHome] = [
    total("stood"),
    total("withKey"),
    of((f) => f.leaks.length),
    of((f) => f.atHome),
  ];
  console.log(
    `random configurations that stood up, were rotated, refreshed and destroyed: ${told(stood)},\n` +
      `of which with a key: ${told(withKey)}; the key was put into ${atHome} secrets of workspaces, and was\n` +
      `found nowhere else: ${leaks} leaks in ${of((f) => f.files)} files and ${(of((f) => f.bytes) / 1024 / 1024).toFixed(0)} MiB, ${seconds()}`,
  );
  const unproven = of((f) => f.failures.length) > 0 || sum(stood) < CONFIGURATIONS;
  // Whoever keeps a key has put it into a workspace twice: made, and rotated. A class keeps none there.
  if (leaks > 0 || unproven || atHome < 2 * (withKey.lab + withKey.seat))
    throw new Error("the search failed, or proves nothing");
}

/** @throws Error when the process ends without a word */
function batch(seed: number): Promise<Searched> {
  const child = fork(path.join(__dirname, "secrets/batch.ts"), [String(AT_A_TIME), String(seed)]);
  return new Promise((resolve, reject) => {
    child.once("message", (found) => resolve(found as Searched));
    child
      .once("error", reject)
      .once("close", (code) => reject(new Error(`batch ${seed} ended with code ${code}`)));
  });
}

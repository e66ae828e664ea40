import { Journal, runFleet } from "../../../scripts/class/fleet";
import { wallClock } from "../../../scripts/base/clock";
import { job, ROOMY } from "./fleet";

/** A run in a process of its own, to be killed. It says `begun` when one stack is made and one half-way. */
const [folder = ""] = process.argv.slice(2);
const journal = Journal.begin(folder, { class: "spring", verb: "up", now: wallClock.now() });
const forEver = new Promise<never>(() => {
  process.stdin.resume();
});
void runFleet(
  [
    job("half"),
    job("a", {
      after: ["half"],
      run: () => {
        process.stdout.write("begun\n");
        return forEver;
      },
    }),
  ],
  {
    limits: ROOMY,
    keepGoing: false,
    clock: wallClock,
    random: Math.random,
    signal: new AbortController().signal,
    onChange: (change) => journal.record(change),
  },
);

/** Commands that end in every bad way, for tests of the shell in a process of its own. */
/* eslint-disable no-restricted-syntax -- they keep a process running until something else ends it */
import { once } from "node:events";
import { SPECS } from "../../scripts/commands/specs";
import type { LabCommand } from "../../scripts/lib/shell/command";
import { main, type Commands } from "../../scripts/lib/shell/shell";

const never = (): Promise<never> => new Promise(() => undefined);

const runs: Partial<Record<keyof Commands, LabCommand["run"]>> = {
  up: () => {
    setImmediate(() => {
      throw new Error("boom");
    });
    return new Promise((resolve) => setTimeout(() => resolve(undefined), 60_000));
  },
  status: () => {
    void Promise.reject(new Error("boom"));
    return new Promise((resolve) => setTimeout(() => resolve(undefined), 60_000));
  },
  recover: never,
  outputs: () =>
    Promise.resolve({ document: { schema: "rai-lab/outputs/1" }, text: "x", exitCode: 0 }),
  probe: async (_, console) => {
    const progress = setInterval(() => console.note("progress"), 1);
    await once(console.signal, "abort");
    clearInterval(progress);
    process.stdout.write("recorded\n");
    console.signal.throwIfAborted();
    return undefined;
  },
};

const commands = Object.fromEntries(
  Object.entries(runs).map(([name, run]): [string, () => LabCommand] => [
    name,
    () => ({ spec: SPECS[name as keyof Commands], run }),
  ]),
);

void main({ specs: SPECS, groups: {} }, commands as Commands, "0.0.0");

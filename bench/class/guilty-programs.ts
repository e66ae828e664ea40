import { ResourceGroup } from "@pulumi/azure-native/resources";
import type { InlineProgram } from "../../scripts/engine/embedded";
import { secondsOf } from "../figures";
import { failedOf, LocalClass } from "./local-class";

/** What became of a class some of whose programs go wrong. */
export interface GuiltyRun {
  /** Seats that failed, by name. */
  failed: readonly string[];
  /** Seats that had to fail. */
  guilty: readonly string[];
  seconds: number;
}

/** A program that does nothing for so long is given up. */
const IDLE_TIMEOUT_MS = 1000;

const innocent: InlineProgram = () => {
  new ResourceGroup("group", { location: "eastus2" });
  return Promise.resolve({});
};

/** The ways of going wrong that a program in this process has without ending or holding it. */
const GUILTY: readonly InlineProgram[] = [
  () => {
    throw new Error("thrown at once");
  },
  async () => {
    setImmediate(() => void Promise.reject(new Error("rejected later")));
    return innocent();
  },
  async () => {
    await innocent();
    return new Promise(() => undefined);
  },
];

/**
 * Of so many seats, at equal distances, some throw, some reject what nothing awaits, and some never
 * settle. What exits or loops is not among them: it ends, or holds, the process of all seats.
 */
export async function runGuiltyPrograms(seats: number, guilty: number): Promise<GuiltyRun> {
  const distance = Math.floor(seats / guilty);
  const wrong = new Map<string, InlineProgram>();
  const local = await LocalClass.open({
    seats,
    idleTimeoutMs: IDLE_TIMEOUT_MS,
    program: ({ name }) => wrong.get(name) ?? innocent,
  });
  try {
    for (let i = 0; i < guilty; i++)
      wrong.set(local.stacks[i * distance]!, GUILTY[i % GUILTY.length]!);
    let failed: string[] = [];
    const seconds = await secondsOf(async () => {
      const result = await local.fleet("up", local.stacks);
      failed = failedOf(result).map(({ stack }) => stack);
    });
    return { failed, guilty: [...wrong.keys()], seconds };
  } finally {
    await local.close();
  }
}

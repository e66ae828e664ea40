/** Thirty programs in one process, some of them guilty. Prints, as JSON, what became of each. Run under tsx. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { embeddedEngine, type InlineProgram } from "../../../scripts/engine/embedded";
import { FakeCloud, fakePlugin } from "./cloud";
import { stackIn } from "./harness";
import { Thing } from "./sdk";

const guilty: Record<string, () => unknown> = {
  "seat-3": () => {
    void Promise.reject(new Error("a stray rejection"));
  },
  // eslint-disable-next-line no-restricted-syntax -- the throw must come from a timer
  "seat-7": () => setTimeout(() => unheard("a throw in a timer"), 1),
  "seat-11": () => new Promise(() => undefined),
  "seat-13": () => process.emitWarning("a warning of seat 13"),
  "seat-17": () => Promise.reject(new Error("its own end")),
};
/** Only a program that hangs has a limit: on a busy machine others do nothing for a while too. */
const IDLE_LIMIT_MS: Record<string, number> = { "seat-11": 3000 };
function unheard(message: string): never {
  throw new Error(message);
}

const program =
  (name: string): InlineProgram =>
  async () => {
    const first = new Thing("first", {});
    const second = new Thing("second", { from: first.key });
    await guilty[name]?.();
    // The throw in the timer must come while the program still runs: timers end in their order.
    // eslint-disable-next-line no-restricted-syntax -- it waits for the other timer, not for a time
    await new Promise((resolve) => setTimeout(resolve, 20));
    return { key: second.key };
  };

async function main(): Promise<void> {
  const backend = mkdtempSync(join(tmpdir(), "rai-lab-engine-"));
  const outcomes = await Promise.all(
    Array.from({ length: 30 }, async (_, i) => {
      const stack = stackIn(backend, `seat-${i}`);
      const plugins = { fake: fakePlugin(new FakeCloud()) };
      const engine = embeddedEngine({
        program: () => program(stack.name),
        plugins,
        localOnly: [],
        idleTimeoutMs: IDLE_LIMIT_MS[stack.name],
      });
      const { failures, counts } = await engine.up(stack);
      return [
        stack.name,
        { created: counts.create, failures: failures.map((f) => f.message) },
      ] as const;
    }),
  );
  console.log(JSON.stringify(Object.fromEntries(outcomes)));
}
void main();

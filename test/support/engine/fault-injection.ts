/** A crash without a process: what `kill -9` would leave at one moment is the state file and the cloud as they are then. */
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { InlineProgram } from "../../../scripts/engine/embedded";
import { FakeCloud } from "./cloud";
import { EngineHarness, newStack, stateFileOf } from "./harness";

/** The nth moment before or after a mutation; a fault strikes before one, since an answer that is lost is no error we know. */
export type Fault =
  { kind: "none" } | { kind: "fault"; at: number } | { kind: "crash"; at: number };

/** Runs `program` with a mishap; the answer is the world to go on in (after a crash: the one it left). */
export async function upWith(
  b: EngineHarness,
  program: InlineProgram,
  mishap: Fault,
): Promise<{ next: EngineHarness; failures: string[] }> {
  let moment = 0;
  let image: EngineHarness | undefined;
  b.cloud.hook = ({ method, moment: side }) => {
    if (
      method === "read" ||
      (mishap.kind === "fault" && side === "after") ||
      mishap.kind === "none" ||
      moment++ !== mishap.at
    )
      return;
    if (mishap.kind === "fault") throw new Error("planned fault");
    image = imageOf(b);
  };
  const { failures } = await b.up(program);
  b.cloud.hook = () => undefined;
  return { next: image ?? b, failures: failures.map((f) => f.message) };
}

function imageOf(b: EngineHarness): EngineHarness {
  const cloud = new FakeCloud();
  for (const [id, props] of b.cloud.objects) cloud.objects.set(id, props);
  const stack = newStack();
  if (existsSync(b.stateFile)) {
    mkdirSync(dirname(stateFileOf(stack)), { recursive: true });
    copyFileSync(b.stateFile, stateFileOf(stack));
  }
  return new EngineHarness(cloud, stack);
}

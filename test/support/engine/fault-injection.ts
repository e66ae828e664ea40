/** A crash without a process: what `kill -9` would leave at one moment is the state file and the cloud as they are then. */
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Inline } from "../../../scripts/engine/embedded";
import { FakeCloud } from "./cloud";
import { Bench, newStack, stateFileOf } from "./harness";

/** The nth moment before or after a mutation; a fault strikes before one, since an answer that is lost is no error we know. */
export type Mishap =
  { kind: "none" } | { kind: "fault"; at: number } | { kind: "crash"; at: number };

/** Runs `program` with a mishap; the answer is the world to go on in (after a crash: the one it left). */
export async function upWith(
  b: Bench,
  program: Inline,
  mishap: Mishap,
): Promise<{ next: Bench; failures: string[] }> {
  let moment = 0;
  let image: Bench | undefined;
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

function imageOf(b: Bench): Bench {
  const cloud = new FakeCloud();
  for (const [id, props] of b.cloud.objects) cloud.objects.set(id, props);
  const stack = newStack();
  if (existsSync(b.stateFile)) {
    mkdirSync(dirname(stateFileOf(stack)), { recursive: true });
    copyFileSync(b.stateFile, stateFileOf(stack));
  }
  return new Bench(cloud, stack);
}

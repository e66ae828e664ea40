/**
 * The embedded engine in a process of its own, with the program of the folder that it is started in: it does what its
 * parent asks, one operation after the other. A process, since vitest rewrites the code of dynamic resources.
 */
import * as path from "node:path";
import { messageOf } from "../../infra/errors";
import { providers } from "../../scripts/cloud/providers";
import { embeddedEngine } from "../../scripts/engine/embedded";
import type { Program } from "../../scripts/engine/embedded/host";
import type { StepEvent } from "../../scripts/engine/engine";
import type { Asked, Done } from "./lifecycle-messages";

async function answer({ id, operation, stack, connection }: Asked): Promise<Done> {
  for (const [name, value] of Object.entries(connection.env)) if (name.startsWith("ARM_")) process.env[name] = value;
  const calls: string[] = [];
  const noted: typeof fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    calls.push(`${init?.method ?? "GET"} ${url}`);
    return fetch(input, init);
  };
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the folder's own copy of the program
  const program = require(path.resolve("infra/index")) as Program;
  const engine = embeddedEngine({
    program: () => program,
    plugins: providers({ connection, fetch: noted }),
    localOnly: [connection.arm, connection.authority],
  });
  const steps: StepEvent[] = [];
  const result = await engine[operation](stack, { onStep: (event) => void steps.push(event) });
  return { id, steps, calls, counts: result.counts, failures: result.failures };
}

process.on("message", (asked: Asked) => {
  void answer(asked)
    .catch((error: unknown): Done => ({ id: asked.id, error: messageOf(error) }))
    .then((done) => process.send?.(done));
});

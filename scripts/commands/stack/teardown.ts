import type { Result } from "../../engine/engine";
import type { Console } from "../../lib/shell/console";
import { Stage, type Say } from "../../lib/shell/stages";
import { completedProofText, prove, type Proof } from "../../proof";
import { engineProgress } from "./engine-report";
import { liftLock } from "./lift-lock";
import type { StackSession } from "./session";

/** Destroys the session's stack, after its delete lock where the configuration has one. */
export async function tearDown(session: StackSession, console: Console, say: Say): Promise<Result> {
  if (session.config.lock) await liftLock(session.config, await session.azure());
  return session.engine.destroy(session.stack, engineProgress(console, say));
}

/** The stage that proves a destroyed stack gone. */
export const proofStage = (session: StackSession): Stage<Proof> =>
  new Stage(
    "proof",
    async () => prove({ config: session.config, session: await session.azure() }),
    completedProofText,
  );

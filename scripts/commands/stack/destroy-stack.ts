import type { Failure } from "../../engine/engine";
import type { Console } from "../../lib/shell/console";
import { Stage } from "../../lib/shell/stages";
import type { Proof } from "../../proof";
import { engineText, resultDocument, type ResultDocument } from "./engine-report";
import type { Evidence } from "./evidence";
import type { StackOperation } from "./operation";
import type { StackHandle } from "./session";
import { destroyedText, proofStage, sweep, sweptText, tearDown } from "./teardown";

/** What came of a destroy. */
export type Destroyed = ResultDocument & { deletedOutside: string[]; proof: Proof };

/** Destroys one stack, then looks in Azure whether anything of it is left. */
export function destroyStack(
  handle: StackHandle,
  evidence: Evidence,
  console: Console,
): StackOperation<Destroyed> {
  const destroying = new Stage(
    `destroy ${handle.stack.name}${engineSuffix(handle, evidence)}`,
    (say) => tearDown(handle, evidence, console, say),
    destroyedText,
  );
  const sweeping = new Stage(
    "what no state records",
    () => sweep(handle, evidence, destroying.result.failures),
    (swept) => sweptText(swept, destroying.result.deleted),
  );
  const proving = proofStage(handle, () => Promise.resolve(evidence));
  return {
    stages: [destroying, sweeping, proving],
    outcome: () => {
      const swept = sweeping.result;
      const failures: Failure[] = [...destroying.result.failures, ...swept.failures];
      return {
        ...resultDocument(handle, { ...destroying.result, failures }),
        deletedOutside: [...destroying.result.deleted, ...swept.deleted],
        proof: proving.result,
      };
    },
  };
}

/** Which engine destroys the stack; empty when it has no state. */
const engineSuffix = (handle: StackHandle, { recorded }: Evidence): string =>
  recorded ? ` with ${engineText(handle)}` : "";

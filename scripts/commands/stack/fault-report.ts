import type { FaultCount } from "../../cloud/core/faults";

/** The calls of the local cloud that failed because `--faults SEED` asked for it. */
export interface FaultReport extends FaultCount {
  seed: number;
}

/** It in one line. */
export function faultsText({ seed, calls, failed }: FaultReport): string {
  const kinds = Object.entries(failed).map(([kind, count]) => `${count} × ${kind}`);
  const all = Object.values(failed).reduce((sum, count) => sum + count, 0);
  const which = kinds.length > 0 ? ` (${kinds.join(", ")})` : "";
  return `--faults ${seed}: ${all} of ${calls} calls failed on purpose${which}`;
}

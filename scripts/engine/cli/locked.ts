import { LabError } from "../../../infra/errors";

/** What the CLI says of a lock in its own backends, of which another run holds it, or a dead one held it. */
const LOCKED =
  /the stack is currently locked by|\[409\] Conflict: Another update is currently in progress/;

/**
 * The line that follows for each lock (pulumi 3.260, pkg/backend/diy/lock.go). Pulumi
 * Cloud says nothing of who it is.
 */
const HOLDER = /^\s*(?<where>\S.*): created by (?<who>.+ \(pid \d+\)) at (?<since>\S+)\s*$/gm;

/** Whether the CLI refused to work because another run holds the stack. */
export const isLockedMessage = (text: string): boolean => LOCKED.test(text);

/** The error for a stack that another run holds. `text` is what the CLI said. */
export function locked(stack: string, text: string, cause: unknown): LabError {
  const holders = [...text.matchAll(HOLDER)].map(({ groups }) => groups!);
  const who = holders.map(({ who, since }) => `${who} since ${since}`).join(", and by ");
  return new LabError(
    "locked",
    `the stack "${stack}" is being changed by ${who || "another run"}`,
    {
      where: holders[0]?.["where"] ?? stack,
      cure: `wait until that run has ended; if it is certain that it is not running any more: pulumi cancel ${stack}`,
      cause,
    },
  );
}

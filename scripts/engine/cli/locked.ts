import { LabError } from "../../../infra/errors";

/** What the CLI says of a lock in a `file://` backend, of which another run holds it, or a dead one held it. */
const LOCKED =
  /the stack is currently locked by|\[409\] Conflict: Another update is currently in progress/;

/** Whether the CLI refused to work because another run holds the stack. */
export const isLockedMessage = (text: string): boolean => LOCKED.test(text);

/** The error for a stack that another run holds. */
export const locked = (stack: string, cause: unknown): LabError =>
  new LabError("locked", `the stack "${stack}" is being changed by another run`, {
    where: stack,
    cure: `wait until that run has ended; if it is certain that it is not running any more: pulumi cancel ${stack}`,
    cause,
  });

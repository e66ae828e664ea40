import { stackRule, type StackResource } from "../rule";
import { BUDGET, FORCED_DELETE, FORCED_LOG_DELETE, LOCK } from "../types";

/** Whether Azure refuses to delete a resource while its group is locked. */
const isLockable = ({ type }: StackResource): boolean =>
  type === FORCED_DELETE ||
  type === FORCED_LOG_DELETE ||
  (type.startsWith("azure-native:") && type !== LOCK && type !== BUDGET);

/** Locks whose inputs do not depend on all that they protect. */
export const lockFirst = stackRule({
  name: "lock-first",
  description:
    "A delete lock goes before anything that it protects is replaced: else the change is refused half-way, with the student's key gone.",
  cure: "Let an input of the lock depend on each resource of its group, as infra/components/lock.ts does.",
  severity: "high",
  *checkStack(resources) {
    for (const lock of resources.filter(({ type }) => type === LOCK)) {
      const first = new Set(lock.inputDependencies);
      const late = resources.filter((one) => isLockable(one) && !first.has(one.urn));
      if (late.length === 0) continue;
      const names = late.map(({ name }) => name).join(", ");
      yield { urn: lock.urn, message: `it stays when one of these is replaced: ${names}` };
    }
  },
});

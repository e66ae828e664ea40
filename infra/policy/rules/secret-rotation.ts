import { resourceRule } from "../rule";
import { SECRET, SECRET_ACL } from "../types";

/**
 * Secrets and their ACLs that are not deleted before they are replaced. The provider replaces both
 * on every change: if the new one were created first, the delete of the old one would remove it
 * too.
 */
export const secretRotation = resourceRule({
  name: "secret-rotation",
  description: "A secret outlives the rotation of its key.",
  cure: "Set deleteBeforeReplace: true in its options.",
  severity: "high",
  appliesTo: [SECRET, SECRET_ACL],
  *check({ deleteBeforeReplace }) {
    if (!deleteBeforeReplace) yield "its next change would delete it";
  },
});

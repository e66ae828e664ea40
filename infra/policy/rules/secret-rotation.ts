import { resourceRule } from "../rule";
import { SECRET, SECRET_ACL } from "../types";

/** The provider replaces both on every change: created first, the old one's delete would take the new one with it. */
export const secretRotation = resourceRule({
  name: "secret-rotation",
  description: "A secret outlives the rotation of its key.",
  cure: "Set deleteBeforeReplace: true in its options.",
  severity: "high",
  appliesTo: [SECRET, SECRET_ACL],
  check: ({ deleteBeforeReplace }) =>
    deleteBeforeReplace ? [] : ["its next change would delete it"],
});

import { resourceRule } from "../rule";
import { SECRET_ACL, SECRET_SCOPE } from "../types";
import { valueAt, display, UNKNOWN } from "../value";

/** The groups that every user of a workspace belongs to. */
const EVERYONE_GROUPS = ["users", "account users"];

/** Secret scopes that others than the student may read, or that anyone may change. */
export const secretGrants = resourceRule({
  name: "secret-grants",
  description: "A secret scope is read by one student, and written by none.",
  cure: "Grant READ to the student by name, and leave initialManagePrincipal out.",
  severity: "high",
  appliesTo: [SECRET_ACL, SECRET_SCOPE],
  *check({ type, props }) {
    if (type === SECRET_SCOPE) {
      if (valueAt(props, "initialManagePrincipal") !== undefined)
        yield "everybody in the workspace may manage the scope";
      return;
    }
    const principal = valueAt(props, "principal");
    const permission = valueAt(props, "permission");
    if (permission !== "READ" && permission !== UNKNOWN)
      yield `${display(principal)} may ${display(permission)} the scope`;
    if (typeof principal === "string" && EVERYONE_GROUPS.includes(principal))
      yield "everybody in the workspace may read the key";
  },
});

import { resourceRule } from "../rule";
import { SECRET_ACL, SECRET_SCOPE } from "../types";
import { valueAt, display, UNKNOWN } from "../value";

/** Groups that everybody in a workspace belongs to. */
const EVERYONE_GROUPS = ["users", "account users"];

export const secretGrants = resourceRule({
  name: "secret-grants",
  description: "A secret scope is read by one student, and written by none.",
  cure: "Grant READ to the student by name, and leave initialManagePrincipal out.",
  severity: "high",
  appliesTo: [SECRET_ACL, SECRET_SCOPE],
  check({ type, props }) {
    if (type === SECRET_SCOPE)
      return valueAt(props, "initialManagePrincipal") === undefined
        ? []
        : ["everybody in the workspace may manage the scope"];
    const principal = valueAt(props, "principal");
    const permission = valueAt(props, "permission");
    return [
      ...(permission === "READ" || permission === UNKNOWN
        ? []
        : [`${display(principal)} may ${display(permission)} the scope`]),
      ...(typeof principal === "string" && EVERYONE_GROUPS.includes(principal)
        ? ["everybody in the workspace may read the key"]
        : []),
    ];
  },
});

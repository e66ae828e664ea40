import { resourceRule } from "../rule";
import { SECRET_ACL, SECRET_SCOPE } from "../types";
import { at, shown, UNKNOWN } from "../value";

/** Groups that everybody in a workspace belongs to. */
const EVERYBODY = ["users", "account users"];

export const secretGrants = resourceRule({
  name: "secret-grants",
  description: "A secret scope is read by one student, and written by none.",
  cure: "Grant READ to the student by name, and leave initialManagePrincipal out.",
  severity: "high",
  on: [SECRET_ACL, SECRET_SCOPE],
  check({ type, props }) {
    if (type === SECRET_SCOPE)
      return at(props, "initialManagePrincipal") === undefined
        ? []
        : ["everybody in the workspace may manage the scope"];
    const principal = at(props, "principal");
    const permission = at(props, "permission");
    return [
      ...(permission === "READ" || permission === UNKNOWN
        ? []
        : [`${shown(principal)} may ${shown(permission)} the scope`]),
      ...(typeof principal === "string" && EVERYBODY.includes(principal)
        ? ["everybody in the workspace may read the key"]
        : []),
    ];
  },
});

import { own } from "../../json-object";
import { resourceRule } from "../rule";
import { ROLE_ASSIGNMENT } from "../types";
import { valueAt } from "../value";

/** Built-in roles that can spend money or grant rights. Their ids are the same in every tenant. */
const EXCESSIVE_ROLES: Readonly<Record<string, string>> = {
  "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
  "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
  "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
  "f58310d9-a9f6-439a-9e8d-f62e7b41a168": "Role Based Access Control Administrator",
  "25fbc0a9-bd7c-42a3-aa1a-3b75d497ee68": "Cognitive Services Contributor",
};

/** Role assignments that give more than the use of the model. */
export const roleRights = resourceRule({
  name: "role-rights",
  description: "A role lets its holder use the model, not change or give away the lab.",
  cure: "Use Cognitive Services OpenAI User (5e0bd9bd-7b93-4f28-af87-19fc36ad61bd).",
  severity: "critical",
  appliesTo: [ROLE_ASSIGNMENT],
  *check({ props }) {
    const definition = valueAt(props, "roleDefinitionId");
    if (typeof definition !== "string") return;
    const role = own(EXCESSIVE_ROLES, definition.toLowerCase().split("/").at(-1)!);
    if (role !== undefined) yield `the role is ${role}`;
  },
});

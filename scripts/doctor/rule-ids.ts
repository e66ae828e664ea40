/**
 * Every rule by its id, with the question that it answers. An id never changes and is never used
 * again: scripts name it, and documents of `lab doctor --json` hold it.
 */
export const RULES = {
  "model-life-cycle": "does Azure take new deployments of the model, and for how long?",
  "sku-in-region": "does the region offer the model in this SKU?",
  "token-quota": "are enough tokens per minute left?",
  "existing-account": "can the lab work with the existing account?",
  "existing-account-rights": "do you have the rights that the lab needs in the existing account?",
  "deployment-cap": "does the existing account take as many deployments?",
  "rate-limit": "has Azure lowered the limit of the deployment for a while?",
  "account-sku": "is this subscription allowed to create Azure OpenAI in the region?",
  "account-cap": "does the region allow one more account?",
  "soft-deleted-name": "does a soft-deleted account hold the name?",
  "name-reserved": "is the account's name free in all of Azure?",
  "managed-group": "is the name of the workspace's own group free?",
  "existing-workspace": "can the lab work with the existing workspace?",
  "workspace-tier": "does the existing workspace have access control?",
  "existing-workspace-rights": "are you an admin of the existing workspace?",
  "vcpu-quota": "does the region have the machine, and cores for every cluster?",
  "providers-registered": "is the subscription registered for what the lab creates?",
  "policy-location": "does an Azure policy forbid the region?",
  "student-named": "is somebody the student?",
  "create-right": "may you create what the lab has?",
  "role-right": "may you assign the role that a lab without keys needs?",
  "role-granted": "does somebody have the lab's role already?",
  "purge-right": "may you purge the account when the lab is destroyed?",
  "budget-start": "does Azure accept the budget?",
  "api-version": "does the service still answer this api-version?",
  "runtime-life": "how long does Databricks support the runtime?",
  "library-pin": "does the openai package work with the runtime?",
  "class-exists": "does the class of the seat exist?",
  "seat-rights": "may you do in the class what a seat needs?",
  "outside-state": "does anything exist that the state does not record?",
} as const satisfies Record<string, string>;

/** The id of a rule: the name of its file. */
export type RuleId = keyof typeof RULES;

export const RULE_IDS = Object.keys(RULES) as RuleId[];

/** Whether a text is the id of a rule. */
export const isRuleId = (text: string): text is RuleId => Object.hasOwn(RULES, text);

import type { LabConfig } from "../../infra/config";
import { refusalOf } from "../lib/azure/errors";
import type { RuleResult } from "./finding";
import type { Rule, RuleContext } from "./rule";
import { rules } from "./rules";

/** Which rules examine a stack of each layout; a whole lab has both halves. */
const PARTS: Record<LabConfig["layout"], readonly Rule["part"][]> = {
  lab: ["any", "shared", "personal"],
  class: ["any", "shared"],
  seat: ["any", "personal", "seat"],
};

/** The rules for what a stack of this layout has, and for what existed before it. */
export function rulesFor({ layout, existing = {} }: LabConfig): Rule[] {
  const parts = [...PARTS[layout]];
  const { openaiAccountId, workspaceId } = existing;
  if (parts.includes("shared")) {
    parts.push(openaiAccountId === undefined ? "new account" : "existing account");
    if (workspaceId !== undefined) parts.push("existing workspace");
    if (openaiAccountId === undefined || workspaceId === undefined) parts.push("group");
  }
  return rules.filter(({ part }) => parts.includes(part));
}

/** Runs one rule. When Azure does not answer, the result is `unknown`; any other error is thrown. */
export async function resultOf(
  rule: Rule,
  context: () => Promise<RuleContext>,
): Promise<RuleResult> {
  try {
    return await rule.check(await context());
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    const { code, reason, cure } = refusal;
    return {
      status: "unknown",
      code,
      message: `could not ask: ${reason}`,
      cure,
      evidence: refusal.status === undefined ? "no answer" : `HTTP ${refusal.status}`,
    };
  }
}

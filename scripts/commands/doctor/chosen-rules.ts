import { LabError } from "../../../infra/errors";
import { didYouMean } from "../../lib/shell/did-you-mean";
import { isRuleId, RULE_IDS, type RuleId } from "../../doctor";

/**
 * The rules that `--rule` names, each once; undefined without it.
 * @throws LabError `usage` with the id that was meant
 */
export function chosenRules(text: string | undefined): RuleId[] | undefined {
  if (text === undefined) return undefined;
  const ids = text.split(",").map((id) => id.trim());
  return [...new Set(ids.map(ruleIdOf))];
}

function ruleIdOf(text: string): RuleId {
  if (isRuleId(text)) return text;
  throw new LabError("usage", `there is no rule "${text}".${didYouMean(text, RULE_IDS)}`, {
    where: "--rule",
    cure: "npx lab doctor --list",
  });
}

/** @throws LabError `usage` when none of the chosen rules examines a stack of its layout */
export function refuseIdle(
  chosen: readonly RuleId[] | undefined,
  asked: readonly RuleId[],
  layout: string,
): void {
  if (!chosen || asked.length > 0) return;
  throw new LabError(
    "usage",
    `${chosen.join(", ")}: nothing to check in this stack of layout ${layout}`,
    { where: "--rule", cure: "omit --rule to ask every rule that checks it" },
  );
}

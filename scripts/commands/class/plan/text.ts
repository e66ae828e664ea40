import type { ClassPlan } from "../../../class/plan";
import type { Roster } from "../../../class/roster";
import type { DoctorReport } from "../../../doctor";
import { fields } from "../../../lib/shell/table";
import { amountText, basisLines } from "../../money-text";

/** A seat as the document of a plan has it. */
export interface ShownSeat {
  slug: string;
  stack: string;
  userName: string;
  name: string;
  /** Null where no region has room for it. */
  location: string | null;
}

/** What `lab class plan` found; without a plan where the roster has errors. */
export interface PlanDocument extends Pick<Roster, "skipped" | "warnings" | "errors"> {
  schema: "rai-lab/class-plan/1";
  class: string;
  local: boolean;
  plan: ClassPlan | undefined;
  doctor: DoctorReport | undefined;
  seats: ShownSeat[];
}

/** The plan for people. */
export function planText(document: PlanDocument): string {
  const { plan, seats, skipped, warnings, errors } = document;
  const lines = [
    ...errors.map(({ line, message, cure }) => `✖ line ${line}: ${message}\n  try:   ${cure}`),
    ...warnings.map(({ line, message }) => `! line ${line}: ${message}`),
    ...skipped.map(({ line, why }) => `– line ${line}: skipped, ${why}`),
  ];
  if (!plan) return [...lines, "the roster has errors: nothing was planned"].join("\n");
  const head = `${document.class}: ${seats.length} seats, ${plan.layout} (${plan.layoutReason})`;
  return [...lines, head, ...detailLines(plan), ...endLines(document, plan)].join("\n");
}

function detailLines(plan: ClassPlan): string[] {
  const { money, minutes } = plan;
  const arithmetic = plan.arithmetic.map((line) => `  ${line}`);
  const rows: [string, string][] = [
    ["  an hour of work", amountText(money.workingHour)],
    ["  an idle hour", amountText(money.idleHour)],
    ["  the class", amountText(money.class)],
    ["  forgotten overnight", amountText(money.forgottenOvernight)],
    ["  forgotten for a weekend", amountText(money.forgottenWeekend)],
    ["  tokens of an hour, at most", amountText(money.tokensHourAtMost)],
    ["  up takes at least", `${Math.ceil(minutes.up)} min (${minutes.upBoundBy})`],
    ["  destroy takes at least", `${Math.ceil(minutes.destroy)} min (${minutes.destroyBoundBy})`],
  ];
  const basis = basisLines(money);
  return ["needs", ...arithmetic, "money and time", fields(rows), ...basis];
}

function endLines(
  { class: name, local }: PlanDocument,
  { feasible, reasons, change }: ClassPlan,
): string[] {
  const why = reasons.map((reason) => `  ${reason}`);
  if (feasible === true) return [`✔ possible: npx lab class up ${name}${local ? " --local" : ""}`];
  if (feasible === null) return ["? not known whether it is possible", ...why];
  const advice = change ? [`  try:   ${change.text}`] : [];
  return ["✖ not possible", ...why, ...advice];
}

import type { SafeFix } from "./fix";
import type { RuleId } from "./rule-ids";

/** `warning` works today; `unknown` could not be checked, and never counts as `ok`. */
export type Status = "ok" | "warning" | "refused" | "unknown";

/** What one rule says about the configuration. */
export interface Finding {
  /** Id of the rule. */
  rule: RuleId;
  status: Status;
  /** Azure's own error code where the rule foretells one, else ours; `ok` when all is well. */
  code: string;
  message: string;
  /** What to change; empty when nothing is wrong. */
  cure: string;
  /**
   * Command lines that cure it, where the cure is safe: it deletes nobody's work and nothing that may
   * be somebody else's. Absent where it is not.
   */
  commands?: string[];
  /** What the rule read, and where, so that the reader can check it. */
  evidence: string;
}

/** The verdict on the whole configuration. */
export type Verdict = "clear" | "refused" | "unknown";

/** The document of `lab doctor --json`. */
export type DoctorReport = {
  schema: "rai-lab/doctor/1";
  verdict: Verdict;
  findings: Finding[];
};

/** Exit code of `lab doctor`. */
export const exitCodeOf = (verdict: Verdict): 0 | 1 | 2 =>
  (({ clear: 0, refused: 1, unknown: 2 }) as const)[verdict];

/**
 * The verdict: `refused` with one refusal, else `unknown` with one unknown finding, else `clear`.
 */
export function verdictOf(findings: Finding[]): Verdict {
  if (findings.some((finding) => finding.status === "refused")) return "refused";
  return findings.some((finding) => finding.status === "unknown") ? "unknown" : "clear";
}

/** What a rule returns; the doctor adds the rule's name, and the command of a safe cure. */
export type RuleResult = Omit<Finding, "rule" | "commands"> & {
  /** The cure, where `lab doctor --fix` may apply it. */
  fix?: SafeFix | undefined;
};

/** A finding without a problem. */
export const ok = (message: string, evidence: string): RuleResult => ({
  status: "ok",
  code: "ok",
  message,
  cure: "",
  evidence,
});

/** A finding with a problem. */
export const problem = (
  status: Exclude<Status, "ok">,
  details: Omit<RuleResult, "status">,
): RuleResult => ({
  status,
  ...details,
});

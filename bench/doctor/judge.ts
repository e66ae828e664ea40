import { parseConfig, validSettings } from "../../infra/config";
import { doctorInputOf } from "../../scripts/commands/stack/doctor-input";
import { gatherEvidence } from "../../scripts/commands/stack/evidence";
import type { StackSession } from "../../scripts/commands/stack/session";
import { doctor, type DoctorReport } from "../../scripts/doctor";
import type { Asked } from "./scenario";
import { PROJECT, TODAY, type Subscription } from "./subscription";
import type { Truth } from "./truth";

/** What the doctor said, as far as it is judged. */
export type Findings = Pick<DoctorReport["findings"][number], "rule" | "status" | "code">[];

/** Asks the doctor about a configuration, as `lab doctor` does. */
export async function askDoctor(subscription: Subscription, asked: Asked): Promise<DoctorReport> {
  const { engine, session, connection: cloud } = subscription;
  const stack = subscription.stack(asked.stack, asked.settings);
  const config = parseConfig(stack.config, PROJECT, asked.stack);
  const unused = (): never => {
    throw new Error("the doctor does not ask this");
  };
  const handle: StackSession = {
    stack,
    config,
    configuration: config,
    settings: validSettings(stack.config, PROJECT),
    settingsOf: () => ({}),
    engine,
    cloud,
    folder: stack.backend,
    azure: () => Promise.resolve(session),
    clock: () => Promise.resolve({ now: () => TODAY, sleep: unused }),
    outputs: unused,
    model: unused,
  };
  return doctor(await doctorInputOf(handle, await gatherEvidence(handle)));
}

/** Codes of warnings that come true at once; all others are about a time to come. */
const SEEN_AT_ONCE = ["RateLimitLowered", "RuntimeEndOfSupport"];
/** The same, of what is seen only when a lab is destroyed. */
const SEEN_AT_DESTROY = ["AuthorizationFailed"];

/** A region's list does not say why it lacks a model, nor which of these refusals it gets. */
const NOT_LISTED = "DeploymentModelNotSupported";
const MODEL_REFUSALS = [
  "ServiceModelDeprecated",
  "ServiceModelDeprecating",
  "InvalidResourceProperties",
];

/** Codes that came true, and that no finding foretold. */
export function missesOf(findings: Findings, truth: Truth, { withheld = false }: Asked): string[] {
  const missed: string[] = [];
  const said = (code: string, ...statuses: string[]): boolean =>
    findings.some((one) => one.code === code && statuses.includes(one.status));
  const unknown = findings.filter(({ status }) => status === "unknown");
  if (truth.refused.length === 0 && !withheld)
    unknown.forEach(({ rule }) => missed.push(`unknown to ${rule}`));
  const foretold = truth.refused.some(
    (code) =>
      said(code, "refused") || (MODEL_REFUSALS.includes(code) && said(NOT_LISTED, "refused")),
  );
  if (!foretold && !(withheld && unknown.length > 0)) missed.push(...truth.refused);
  return [...missed, ...truth.marred.filter((code) => !said(code, "warning", "refused"))];
}

/** Findings that did not come true. What comes after a refusal is not seen. */
export function falseAlarmsOf(findings: Findings, truth: Truth, { destroyed }: Asked): Findings {
  if (truth.refused.length > 0) return [];
  const seen = [...SEEN_AT_ONCE, ...(destroyed ? SEEN_AT_DESTROY : [])];
  return findings.filter(
    ({ status, code }) =>
      status === "refused" ||
      (status === "warning" && seen.includes(code) && !truth.marred.includes(code)),
  );
}

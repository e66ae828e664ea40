import type { LabConfig } from "../../../../infra/config";
import { halfStack } from "../../../class/class-record";
import type { ClassPlan } from "../../../class/plan";
import { doctor, type DoctorReport } from "../../../doctor";
import { gatherEvidence, recoverCommand } from "../../stack/evidence";
import type { OpenCloud } from "../../stack/session";
import type { SeatOfRoster } from "./record";

/** The stack that stands for all of a class. */
export interface AskedClass {
  name: string;
  config: LabConfig;
  plan: ClassPlan;
  seats: readonly SeatOfRoster[];
}

/** Quotas that the plan itself adds up for all seats; the doctor sees one stack. */
const PLANNED = ["account-cap", "token-quota", "vcpu-quota"];

/**
 * Asks the doctor once for the whole class, in its first stack: what Azure would refuse of one, it
 * would refuse of all.
 */
export async function askDoctor(
  cloud: OpenCloud,
  { name, config, plan, seats }: AskedClass,
): Promise<DoctorReport> {
  const first = seats[0]!;
  const isShared = plan.layout === "shared";
  const stack = isShared ? halfStack(name) : first.stack;
  const handle = await cloud.open({ stack });
  const { recorded, unreadState } = await gatherEvidence(handle);
  const { userName } = first.person;
  const report = await doctor({
    config: {
      ...config,
      layout: isShared ? "class" : "lab",
      stack,
      location: plan.seats[0]?.location ?? config.location,
      student: config.student ?? { userName },
    },
    session: await cloud.azure(),
    now: (await cloud.clock()).now(),
    recorded,
    unreadState,
    recover: recoverCommand(handle),
  });
  return { ...report, findings: report.findings.filter(({ rule }) => !PLANNED.includes(rule)) };
}

/** The plan with what the doctor found: what it refuses makes a class impossible. */
export function withDoctor(plan: ClassPlan, { findings }: DoctorReport): ClassPlan {
  const of = (status: string): string[] =>
    findings
      .filter((finding) => finding.status === status)
      .map(({ message, cure }) => [message, cure].filter(Boolean).join("; "));
  const [refused, unknown] = [of("refused"), of("unknown")];
  const reasons = [...plan.reasons, ...refused, ...unknown];
  if (refused.length > 0) return { ...plan, feasible: false, reasons };
  if (unknown.length > 0 && plan.feasible === true) return { ...plan, feasible: null, reasons };
  return { ...plan, reasons };
}

import type { ClassRecord } from "../../../class/class-record";
import { type ArmCalls, armCalls, destroyCalls, upCalls } from "../../../class/plan";
import { templateOrDefaults } from "../open/template";

/** What a verb does to a stack, as far as it calls Resource Manager. */
export type Pass = "up" | "destroy" | "read";

/** Estimated calls of one stack. */
export interface StackEstimates {
  half: ArmCalls;
  seat: ArmCalls;
}

const NONE: ArmCalls = { reads: 0, writes: 0, deletes: 0 };

/** The calls of a verb's passes over one stack of a class: the plan's own figures. */
export function estimatedCalls(record: ClassRecord, passes: readonly Pass[]): StackEstimates {
  const config = templateOrDefaults(record.name);
  const { layout, deploymentPerSeat = false, seats } = record;
  const deployments = deploymentPerSeat ? seats.length : 1;
  const all = passes.map((pass) => callsOf(pass, { config, layout, deployments }));
  return {
    half: all.map(({ half }) => half).reduce(added, NONE),
    seat: all.map(({ seat }) => seat).reduce(added, NONE),
  };
}

function callsOf(pass: Pass, of: Parameters<typeof upCalls>[0]): StackEstimates {
  const { half, seat } = pass === "destroy" ? destroyCalls(of) : upCalls(of);
  const counted = { half: half ? armCalls(half) : NONE, seat: armCalls(seat) };
  if (pass !== "read") return counted;
  return { half: readsOf(counted.half), seat: readsOf(counted.seat) };
}

const readsOf = ({ reads }: ArmCalls): ArmCalls => ({ ...NONE, reads });

const added = (a: ArmCalls, b: ArmCalls): ArmCalls => ({
  reads: a.reads + b.reads,
  writes: a.writes + b.writes,
  deletes: a.deletes + b.deletes,
});

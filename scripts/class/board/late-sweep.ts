import type { ClassStatus } from "../class-status";
import { spanText } from "./moments";

/** That the last sweep is long ago, as far as this machine knows, and what to do. */
export interface LateSweep {
  title: string;
  action: string;
}

/** Undefined where it is not late, or this machine never swept the class. */
export function lateSweep({ class: name, where, sweep, asOf }: ClassStatus): LateSweep | undefined {
  const { last, isLate } = sweep;
  if (last === null || !isLate) return undefined;
  const age = spanText(Date.parse(asOf) - Date.parse(last));
  const flag = where === "local cloud" ? " --local" : "";
  return {
    title: `the last sweep from this machine was ${age} ago; whether another machine sweeps is not known here`,
    action: `look at the scheduler, or run npx lab class destroy ${name} --expired${flag}`,
  };
}

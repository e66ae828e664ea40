import { agency } from "./agency";
import { distinguishability } from "./distinguishability";
import { genderCodedWording } from "./gender-coded-wording";
import { markedness } from "./markedness";
import type { GateMetric } from "./metric";
import { salience } from "./salience";
import { sentiment } from "./sentiment";

/** The metrics that decide, in the order of the specification. Their p values are corrected for all of them. */
export const GATE: readonly GateMetric[] = [
  distinguishability,
  genderCodedWording,
  agency,
  sentiment,
  markedness,
  salience,
];

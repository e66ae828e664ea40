import { genderCodedWording } from "./gender-coded-wording";
import type { TextMetric } from "./metric";
import { sentiment } from "./sentiment";

/** The text metrics that decide, in the order of the specification. Holm corrects over all of them. */
export const GATE: readonly TextMetric[] = [genderCodedWording, sentiment];

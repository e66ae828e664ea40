import type { GateMetric, Measurement } from "../../metrics/metric";

/** A metric with what it measured. */
export interface Measured {
  metric: GateMetric;
  measurement: Measurement;
}

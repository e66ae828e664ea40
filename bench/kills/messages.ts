import type { CloudConnection } from "../../scripts/cloud/connection";
import type { Engine } from "../../scripts/engine/engine";

/** One engine operation on several stacks of a world at once, each of which may stop at a point. */
export interface VictimJob {
  /** The world's folder, which holds settings and state of its stacks, too. */
  folder: string;
  connection: CloudConnection;
  operation: "up" | "destroy";
  engine: Engine["name"];
  stacks: { name: string; stopAt?: string | undefined }[];
}

/** A stack passed a point (or stopped there), or its operation ended with these failures. */
export type VictimReport =
  | { stack: string; point: string; failures?: never }
  | { stack: string; point?: never; failures: string[] };

/** A `lab` command on several stacks of a world, one after the other. */
export interface CommandJob {
  folder: string;
  command: "up" | "destroy" | "recover";
  engine: Engine["name"];
  stacks: string[];
}

/** What the command said of the stacks where it did not exit with 0. */
export interface CommandReport {
  failures: string[];
}

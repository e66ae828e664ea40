import type { CloudConnection } from "../../scripts/cloud/connection";
import type { Stack } from "../../scripts/engine/engine";

/** What a worker is asked to do with a stack of a world. */
export interface Job {
  /** The world's folder, which holds the state of its stacks, too. */
  folder: string;
  /** The cloud that runs in another process; without it, the worker hosts the folder's world itself. */
  connection?: CloudConnection | undefined;
  stack: Pick<Stack, "name" | "config">;
  /** `open` only opens the world, which compacts its log. */
  operation: "open" | "up" | "destroy" | "recover";
}

/** How it ended: the messages of what failed. */
export interface JobResult {
  failures: string[];
}

/** Stands in settings for the object id of the world's student. */
export const OBJECT_ID = "OBJECT-ID-OF-THE-STUDENT";

import type { Collection } from "../../core/store";
import type { World } from "../../core/world";
import { keptNotFound } from "../errors";

/** `status` of a batch. */
export type BatchStatus =
  "validating" | "failed" | "in_progress" | "completed" | "cancelling" | "cancelled";

/** A batch as the API shows it. Times are seconds since the epoch. */
export interface Batch {
  id: string;
  object: "batch";
  endpoint: string;
  input_file_id: string;
  completion_window: string;
  status: BatchStatus;
  metadata: Record<string, string> | null;
  errors: { object: "list"; data: BatchError[] } | null;
  output_file_id: string | null;
  error_file_id: string | null;
  request_counts: { total: number; completed: number; failed: number };
  created_at: number;
  expires_at: number;
  in_progress_at: number | null;
  finalizing_at: number | null;
  completed_at: number | null;
  failed_at: number | null;
  expired_at: null;
  cancelling_at: number | null;
  cancelled_at: number | null;
}

/** Whether nothing of a batch changes any more. */
export const isEnded = ({ status }: Batch): boolean =>
  ["completed", "failed", "cancelled"].includes(status);

/** What is wrong with an input file, and in which line of it, from 1. */
export interface BatchError {
  code: string;
  message: string;
  line?: number;
}

/** The batches of an account. */
export class AccountBatches {
  private readonly kept: Collection<Batch>;

  /** @param account its key, as `AccountCall` has it */
  constructor(
    world: World,
    private readonly account: string,
  ) {
    this.kept = world.store.collection<Batch>("openai/batches");
  }

  /** The newest first. */
  all(): Batch[] {
    return this.kept
      .entries()
      .filter(([key]) => key.startsWith(`${this.account}/`))
      .map(([, batch]) => batch)
      .reverse();
  }

  put(batch: Batch): Batch {
    return this.kept.put(`${this.account}/${batch.id}`, batch);
  }

  /** @throws ApiError 404 */
  require(id: string): Batch {
    const found = this.kept.get(`${this.account}/${id}`);
    if (found) return found;
    throw keptNotFound(`No batch found with id '${id}'.`);
  }
}

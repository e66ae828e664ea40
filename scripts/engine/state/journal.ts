/** The snapshot during a deployment: new resources first, then those that it has not reached. */
import { promisify } from "node:util";
import { integrityErrors } from "./integrity";
import type { StateFile } from "./checkpoint";
import type { PendingOperation, Resource, Snapshot } from "./resource";

/** What one step changes in the snapshot. */
export interface Change {
  /** Appended to the new resources. */
  add?: Resource;
  /** Removed from the snapshot. */
  remove?: Resource;
  /** Needs no write of its own: nothing is lost if the process ends before the next write. */
  quiet?: boolean;
}

const turn = promisify(setImmediate);
const OVER = "the deployment is over";

/**
 * A step waits until its pending operation is on disk; its result is on disk before any later step calls
 * a provider. Requests during a write share the next write.
 * After a failed write nothing is written any more: every later step fails with the same error.
 */
export class Journal {
  readonly base: readonly Resource[];
  private readonly produced: Resource[] = [];
  private readonly removed = new Set<Resource>();
  private readonly pending = new Map<Resource, PendingOperation["type"]>();
  /** Operations of an earlier run that could not be resolved. */
  private unresolved: readonly PendingOperation[];
  private writing: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;
  private dirty = false;
  private closed = false;

  /** Without a file (in a preview) nothing is written. */
  constructor(
    before: Snapshot,
    private readonly file: StateFile | undefined,
  ) {
    this.base = before.resources;
    this.unresolved = before.pending;
  }

  /** The state as it is now, with pending operations. */
  snapshot(): Snapshot {
    return {
      resources: [...this.produced, ...this.base].filter((r) => !this.removed.has(r)),
      pending: [
        ...this.unresolved,
        ...[...this.pending].map(([resource, type]) => ({ resource, type })),
      ],
    };
  }

  /** Records a pending operation. Resolves when it is on disk. */
  begin(subject: Resource, type: PendingOperation["type"]): Promise<void> {
    // What happens now to the same resource says how the earlier operation ended.
    this.unresolved = this.unresolved.filter(
      ({ resource }) => resource.urn !== subject.urn || resource.id !== subject.id,
    );
    this.pending.set(subject, type);
    return this.write();
  }

  /** Replaces the pending operation by its result. */
  end(subject: Resource, change: Change): Promise<void> {
    this.pending.delete(subject);
    if (change.remove) this.removed.add(change.remove);
    if (change.add) this.produced.push(change.add);
    return change.quiet ? this.note() : this.write();
  }

  /** Something has changed that the next run would change again: the next write has it. */
  note(): Promise<void> {
    if (this.closed) return Promise.reject(new Error(OVER));
    this.dirty = true;
    return Promise.resolve();
  }

  /**
   * Resolves when a write that began after this call is on disk. Writes do not overlap. Each begins a
   * turn of the event loop later: what the program asks for because of a result shares its write.
   */
  write(): Promise<void> {
    if (this.closed) return Promise.reject(new Error(OVER));
    this.dirty = true;
    return (this.next ??= this.writing.then(turn).then(() => {
      this.next = undefined;
      this.writing = this.flush();
      return this.writing;
    }));
  }

  private async flush(): Promise<void> {
    this.dirty = false;
    const snapshot = this.snapshot();
    const errors = integrityErrors(snapshot.resources);
    if (errors.length > 0)
      throw new Error(`refusing to write an invalid snapshot: ${errors.join("; ")}`);
    await this.file?.save(snapshot);
  }

  /** Writes what is left, then rejects later writes: a program may outlive its deployment. */
  async close(): Promise<void> {
    try {
      if (this.dirty) await this.write();
      await this.writing;
    } finally {
      this.closed = true;
    }
  }
}

/** The snapshot under construction: what this run has produced, then what it has not touched yet. */
import { integrityErrors } from "./integrity";
import type { StateFile } from "./checkpoint";
import type { PendingOperation, Resource, Snapshot } from "./resource";

export interface Change {
  /** Joins the snapshot behind everything this run has produced. */
  add?: Resource;
  /** Leaves the snapshot. */
  remove?: Resource;
  /** The write may ride on a later one: nothing is lost if it never happens. */
  quiet?: boolean;
}

/**
 * A step waits until a write that holds its intent is on disk; writes asked for meanwhile share the next one.
 * After the first write that fails nothing is written any more: every later step fails with the same error.
 */
export class Journal {
  readonly base: readonly Resource[];
  private readonly produced: Resource[] = [];
  private readonly removed = new Set<Resource>();
  private readonly pending = new Map<Resource, PendingOperation["type"]>();
  private writing: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;
  private dirty = false;
  private closed = false;

  /** Without a file (previews) everything happens in memory only. */
  constructor(
    before: Snapshot,
    private readonly file: StateFile | undefined,
  ) {
    this.base = before.resources;
  }

  snapshot(): Snapshot {
    return {
      resources: [...this.produced, ...this.base].filter((r) => !this.removed.has(r)),
      pending: [...this.pending].map(([resource, type]) => ({ resource, type })),
    };
  }

  begin(subject: Resource, type: PendingOperation["type"]): Promise<void> {
    this.pending.set(subject, type);
    return this.write();
  }

  end(subject: Resource, change: Change): Promise<void> {
    this.pending.delete(subject);
    if (change.remove) this.removed.add(change.remove);
    if (change.add) this.produced.push(change.add);
    if (!change.quiet) return this.write();
    this.dirty = true;
    return Promise.resolve();
  }

  /** Resolves when a write that began after this call is on disk. Writes never overlap. */
  write(): Promise<void> {
    if (this.closed) return Promise.reject(new Error("the deployment is over"));
    this.dirty = true;
    return (this.next ??= this.writing.then(() => {
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

  /** Writes what is still unwritten, then fences: a program that outlives its run cannot touch the state. */
  async close(): Promise<void> {
    try {
      if (this.dirty) await this.write();
      await this.next;
    } finally {
      this.closed = true;
    }
  }
}

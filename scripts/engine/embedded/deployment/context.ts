/** What the parts of one deployment share: old and new state, and the word to stop. */
import type { StepEvent } from "../../engine";
import type { Plugins } from "../../plugin";
import type { StateFile } from "../../state/checkpoint";
import { asError, Stopped } from "./failure";
import { Journal } from "../../state/journal";
import { Progress, type Step } from "./progress";
import { Registry } from "../providers/registry";
import type { Resource, Snapshot } from "../../state/resource";
import { Scheduler } from "./scheduler";

export interface DeploymentOptions {
  project: string;
  stack: string;
  plugins: Plugins;
  /** `namespace:key` to text. */
  config: Record<string, string>;
  secretKeys: readonly string[];
  dryRun: boolean;
  /** Steps that may run at once. */
  parallel: number;
  /** A failed resource is reported to the program as such, and independent ones go on. */
  continueOnError: boolean;
  onStep?: (event: StepEvent) => void;
}

export class Context {
  readonly journal: Journal;
  readonly registry: Registry;
  readonly progress: Progress;
  readonly scheduler: Scheduler;
  /** Live resources of the state before, by URN. */
  readonly olds = new Map<string, Resource>();
  /** What this run has settled, by URN. */
  readonly news = new Map<string, Resource>();
  /** URNs that the program has asked for. */
  readonly registered = new Set<string>();
  /** URNs that this run replaces, or has deleted for a replacement. */
  readonly replaced = new Set<string>();
  /** URNs whose old copy this run deletes at the provider: what was deployed inside them goes with them. */
  readonly deletedUrns = new Set<string>();
  /** Deletions that a replacement of something else makes, by URN: who is created anew waits for its own. */
  readonly pendingDeletes = new Map<string, Promise<void>>();
  /** URNs whose registration failed: what the program then says about them is no news. */
  readonly failedRegistrations = new Set<string>();
  /** Rejects when the deployment must go no further. */
  readonly stopped: Promise<never>;
  /** The state could not be written: nothing else matters any more. */
  writeError: Error | undefined;
  private halted: Error | undefined;
  private stop: (reason: Error) => void = () => undefined;

  constructor(
    readonly options: DeploymentOptions,
    before: Snapshot,
    file: StateFile,
  ) {
    this.journal = new Journal(before, options.dryRun ? undefined : file);
    for (const r of before.resources) if (!r.delete) this.olds.set(r.urn, r);
    this.registry = new Registry(options.plugins, options.dryRun, before.resources);
    this.progress = new Progress(options.onStep);
    this.scheduler = new Scheduler(options.parallel, () => this.assertRunning());
    this.stopped = new Promise((_, reject) => (this.stop = reject));
    this.stopped.catch(() => undefined);
  }

  get base(): readonly Resource[] {
    return this.journal.base;
  }

  /** Running steps finish and are recorded; no new one starts. */
  halt(reason: Error): void {
    this.halted ??= reason;
    this.stop(this.halted);
  }

  assertRunning(): void {
    if (this.halted) throw new Stopped(this.halted.message);
  }

  /** Waits for a write; one that fails ends the deployment, since nothing could be recorded after it. */
  async awaitWrite(write: Promise<void>): Promise<void> {
    try {
      await write;
    } catch (e) {
      this.writeError ??= asError(e);
      this.halt(new Stopped(this.writeError.message));
      throw new Stopped(this.writeError.message);
    }
  }

  reportFailure(step: Step, subject: { urn: string; type: string }, reason: unknown): void {
    if (reason instanceof Stopped) return;
    this.progress.failed(step, subject, reason);
    if (!this.options.continueOnError) this.halt(new Stopped(asError(reason).message));
  }
}

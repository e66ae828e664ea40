/** What the parts of one deployment share. */
import { asError } from "../../../base/as-error";
import type { StepEvent } from "../../engine";
import type { Plugins } from "../../plugin";
import type { ProgramOptions } from "../program/options";
import type { StateFile } from "../../state/checkpoint";
import { Stopped } from "./failure";
import { Journal } from "../../state/journal";
import { Progress, type Step } from "./progress";
import { Registry } from "../providers/registry";
import type { PendingOperation, Resource, Snapshot } from "../../state/resource";
import { Scheduler } from "./scheduler";

/** Options of one deployment. `parallel` also bounds the steps that run at once. */
export interface DeploymentOptions extends ProgramOptions {
  plugins: Plugins;
  /** Resources without a state are looked for and taken over; nothing is changed in the cloud. */
  adopting: boolean;
  /** The program receives the failure of a resource, and independent resources continue. */
  continueOnError: boolean;
  onStep?: (event: StepEvent) => void;
}

/** Old and new state of one deployment, its providers and steps, and whether it is halted. */
export class Context {
  readonly journal: Journal;
  readonly registry: Registry;
  readonly progress: Progress;
  readonly scheduler: Scheduler;
  /** Resources of the old state by URN, without those to delete. */
  readonly olds = new Map<string, Resource>();
  /** Resources whose step has succeeded, by URN. */
  readonly news = new Map<string, Resource>();
  /** URNs that the program has registered. */
  readonly registered = new Set<string>();
  /** URNs that this deployment replaces, or deletes before a replacement. */
  readonly replaced = new Set<string>();
  /** URNs that are deleted at their provider, which deletes what is `deletedWith` them. */
  readonly deletedUrns = new Set<string>();
  /** Deletions of dependents before a replacement, by URN. Their own replacement waits for them. */
  readonly pendingDeletes = new Map<string, Promise<void>>();
  /** URNs whose registration failed; the program's errors about them are not reported again. */
  readonly failedRegistrations = new Set<string>();
  /** Rejects when the deployment is halted. */
  readonly stopped: Promise<never>;
  /** The error of a failed write of the state, which ends the deployment. */
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

  /** Running steps finish and are recorded; no new step starts. */
  halt(reason: Error): void {
    this.halted ??= reason;
    this.stop(this.halted);
  }

  /** @throws Stopped when the deployment is halted */
  assertRunning(): void {
    if (this.halted) throw new Stopped(this.halted.message);
  }

  /** Waits for a write. A failed write halts the deployment, since no step could be recorded. */
  async awaitWrite(write: Promise<void>): Promise<void> {
    try {
      await write;
    } catch (e) {
      this.writeError ??= asError(e);
      this.halt(new Stopped(this.writeError.message));
      throw new Stopped(this.writeError.message);
    }
  }

  /** Reports an interrupted operation of an earlier run, unless it has been resolved since. */
  reportUnrecovered(interrupted: PendingOperation, error: Error): void {
    if (!this.journal.snapshot().pending.includes(interrupted)) return;
    const operation = interrupted.type === "deleting" ? "delete" : "refresh";
    this.reportFailure({ operation }, interrupted.resource, error);
  }

  reportFailure(step: Step, subject: { urn: string; type: string }, reason: unknown): void {
    if (reason instanceof Stopped) return;
    this.progress.failed(step, subject, reason);
    if (!this.options.continueOnError) this.halt(new Stopped(asError(reason).message));
  }
}

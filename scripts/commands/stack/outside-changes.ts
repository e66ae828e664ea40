import type { RecordedState, RunOptions, StepEvent } from "../../engine/engine";
import { typeOf } from "../../engine/state/urn";

/** One resource that was changed. */
export interface OutsideChange {
  name: string;
  /** Property paths; `deleted` alone for a resource that is gone. */
  paths: string[];
}

/** What somebody changed outside the stack, and what the next `up` made of it. */
export class OutsideChanges {
  private readonly drifted = new Map<string, OutsideChange>();
  private readonly restored = new Map<string, OutsideChange>();
  private readonly gone = new Set<string>();
  /** Whether the state is not what the cloud has: also where only outputs differ. */
  isStateOld = false;

  /** Adds what a refresh reports to `watch`. */
  refreshing = (watch: RunOptions): RunOptions =>
    this.observing(watch, (event) => this.note(event));

  /** Lets a preview refresh first, and adds what that reports. The preview's own steps are not shown. */
  previewing = ({ onStep, ...watch }: RunOptions): RunOptions => ({
    ...watch,
    refresh: (event) => {
      this.note(event);
      onStep?.(event);
    },
  });

  /** A state without the resources that are gone. */
  withoutGone = (recorded: RecordedState): RecordedState => ({
    ...recorded,
    resources: recorded.resources.filter(({ urn }) => !this.gone.has(urn)),
  });

  /** Adds what an `up` changes to `watch`. */
  deploying = (watch: RunOptions): RunOptions =>
    this.observing(watch, (event) => this.settle(event));

  /** In the order in which they were found. */
  get changed(): OutsideChange[] {
    return [...this.drifted.values()];
  }

  /** Those that `up` put back. */
  get putBack(): OutsideChange[] {
    return [...this.restored.values()];
  }

  /** Leaves out the resources of a type, which the command itself has deleted. */
  forget(type: string): void {
    for (const urn of this.drifted.keys()) if (typeOf(urn) === type) this.drifted.delete(urn);
  }

  private observing(watch: RunOptions, observe: (event: StepEvent) => void): RunOptions {
    return {
      ...watch,
      onStep: (event) => {
        observe(event);
        watch.onStep?.(event);
      },
    };
  }

  private note({ urn, name, phase, operation, drift = [] }: StepEvent): void {
    if (phase !== "done") return;
    if (operation !== "same") this.isStateOld = true;
    if (operation === "delete") this.gone.add(urn);
    if (operation === "delete") this.drifted.set(urn, { name, paths: ["deleted"] });
    else if (drift.length > 0) this.drifted.set(urn, { name, paths: drift });
  }

  private settle({ urn, phase, operation, keys = [] }: StepEvent): void {
    const change = this.drifted.get(urn);
    if (!change || phase !== "done") return;
    const all = operation === "create" || operation === "replace";
    const inKeys = (path: string): boolean => keys.some((key) => rootOf(key) === rootOf(path));
    const paths = all ? change.paths : change.paths.filter(inKeys);
    if (paths.length > 0 && operation !== "same")
      this.restored.set(urn, { name: change.name, paths });
  }
}

/** The top-level property of a path. */
const rootOf = (path: string): string => path.split(/[.[]/)[0] ?? path;

/** `openai-deployment (properties.raiPolicyName), lab-group (tags.owner)` */
export const changesText = (changes: readonly OutsideChange[]): string =>
  changes.map(({ name, paths }) => `${name} (${paths.join(", ")})`).join(", ");

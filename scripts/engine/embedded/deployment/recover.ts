/** Settles what an interrupted run left in doubt, by asking the providers; nothing is created, changed or deleted. */
import type { Registry } from "../providers/registry";
import {
  adopt,
  removeReferences,
  type PendingOperation,
  type Resource,
  type Snapshot,
} from "../../state/resource";
import { isProviderType, targetOf } from "../../state/urn";

export interface Recovered {
  snapshot: Snapshot;
  /** Found at the provider and taken into the state. */
  adopted: Resource[];
  /** Gone at the provider and dropped from the state. */
  dropped: Resource[];
  /** Interrupted creates that the provider has no way to look for: whether they happened is not known. */
  unknown: Resource[];
}

const now = (): string => new Date().toISOString();

class Recovery {
  readonly adopted: Resource[] = [];
  readonly dropped: Resource[] = [];
  readonly unknown: Resource[] = [];
  private resources: Resource[];

  constructor(
    private readonly before: Snapshot,
    private readonly registry: Registry,
  ) {
    this.resources = [...before.resources];
  }

  async run(): Promise<Recovered> {
    for (const operation of this.before.pending) {
      // Providers exist only inside the engine; reads and imports change nothing outside.
      if (!operation.resource.custom || isProviderType(operation.resource.type)) continue;
      if (operation.type === "creating") await this.recoverCreate(operation.resource);
      else if (operation.type === "updating" || operation.type === "deleting")
        await this.recoverChange(operation);
    }
    const { adopted, dropped, unknown } = this;
    return { snapshot: { resources: this.resources, pending: [] }, adopted, dropped, unknown };
  }

  /** Adopts what the provider finds under the id that the inputs give; forgets what is not there. */
  private async recoverCreate(created: Resource): Promise<void> {
    const client = await this.registry.clientOf(created);
    const id = await client.identify(targetOf(created), created.inputs ?? {});
    if (id === undefined) {
      this.unknown.push(created);
      return;
    }
    const copies = this.resources.filter((r) => r.urn === created.urn);
    const recorded = copies.find((r) => r.id === id && !r.pendingReplacement);
    // The create of a replacement hit the very object that is recorded: only its contents are in doubt.
    if (recorded) return this.refreshRecorded(recorded);
    const live = await client.read(targetOf(created), id, created.inputs ?? {}, {}, true);
    if (!live) return;
    const { outputs, inputs = created.inputs } = live;
    // It exists, but nobody saw it become ready: the next run updates it to what the program wants, as after a failure.
    const initErrors = ["the run that created it was interrupted"];
    const adopted: Resource = {
      ...created,
      id: live.id,
      inputs,
      outputs,
      initErrors,
      created: now(),
      modified: now(),
    };
    adopt(this.resources, adopted);
    this.adopted.push(adopted);
  }

  /** The recorded object of an interrupted update or delete may have changed, or be gone. */
  private async recoverChange({ resource }: PendingOperation): Promise<void> {
    const recorded = this.resources.find((r) => r.urn === resource.urn && r.id === resource.id);
    if (recorded && !recorded.external && !recorded.pendingReplacement)
      await this.refreshRecorded(recorded);
  }

  private async refreshRecorded(r: Resource): Promise<void> {
    const client = await this.registry.clientOf(r);
    const live = await client.read(targetOf(r), r.id ?? "", r.inputs ?? {}, r.outputs ?? {}, true);
    if (live) {
      Object.assign(r, {
        id: live.id,
        outputs: live.outputs,
        inputs: live.inputs ?? r.inputs,
        modified: now(),
      });
      return;
    }
    this.resources.splice(this.resources.indexOf(r), 1);
    if (!this.resources.some((other) => other.urn === r.urn))
      removeReferences(this.resources, r.urn);
    this.dropped.push(r);
  }
}

export const recover = (before: Snapshot, registry: Registry): Promise<Recovered> =>
  new Recovery(before, registry).run();

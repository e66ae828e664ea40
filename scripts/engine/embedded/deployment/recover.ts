/** Resolves the pending operations of an interrupted run by reads at the providers. */
import { LabError, messageOf } from "../../../../infra/errors";
import { belongsTo, goneWorkspaces, withoutGone, workspaceRefsOf } from "../../gone-workspaces";
import type { Registry } from "../providers/registry";
import {
  adopt,
  markSecretOutputs,
  removeReferences,
  type PendingOperation,
  type Resource,
  type Snapshot,
} from "../../state/resource";
import { isProviderType, nameOf, packageOf, targetOf } from "../../state/urn";

/** The result of a recovery. */
export interface Recovered {
  snapshot: Snapshot;
  /** Found at the provider and added to the state. */
  adopted: Resource[];
  /** Not found at the provider and removed from the state. */
  dropped: Resource[];
  /** Creates whose id the provider cannot tell from the inputs: they may have happened. */
  unknown: Resource[];
  /** Operations whose result no provider could tell. They stay pending. */
  failed: { operation: PendingOperation; error: LabError }[];
}

const WORKSPACE = "azure-native:databricks:Workspace";

const now = (): string => new Date().toISOString();

class Recovery {
  readonly adopted: Resource[] = [];
  readonly dropped: Resource[] = [];
  readonly unknown: Resource[] = [];
  readonly failed: Recovered["failed"] = [];
  private resources: Resource[];

  constructor(
    private readonly before: Snapshot,
    private readonly registry: Registry,
  ) {
    this.resources = [...before.resources];
  }

  async run(): Promise<Recovered> {
    for (const operation of await this.dropLost()) {
      try {
        await this.resolve(operation);
      } catch (cause) {
        this.failed.push({ operation, error: unreadable(operation, cause) });
      }
    }
    const { resources, adopted, dropped, unknown, failed } = this;
    const pending = failed.map(({ operation }) => operation);
    return { snapshot: { resources, pending }, adopted, dropped, unknown, failed };
  }

  /**
   * Removes what was in workspaces that are gone: their hosts would not answer. Returns the pending
   * operations on other resources.
   */
  private async dropLost(): Promise<PendingOperation[]> {
    const gone = await goneWorkspaces(workspaceRefsOf(this.resources), (id) =>
      this.readWorkspace(id),
    );
    const { kept, dropped } = withoutGone(this.resources, gone);
    this.resources = kept;
    this.dropped.push(...dropped);
    return this.before.pending.filter(
      ({ resource }) => !gone.some((workspace) => belongsTo(workspace, resource)),
    );
  }

  private async readWorkspace(
    id: string,
  ): Promise<{ workspaceUrl?: string } | undefined | LabError> {
    try {
      const client = await this.registry.clientOfPackage(packageOf(WORKSPACE));
      if (!client) return {};
      const live = await client.read({ urn: "", type: WORKSPACE, name: "" }, id, {}, {}, true);
      if (!live) return undefined;
      const { workspaceUrl } = live.outputs;
      return typeof workspaceUrl === "string" ? { workspaceUrl } : {};
    } catch (cause) {
      return new LabError("cloud", `Looking for ${id} failed: ${messageOf(cause)}`, { cause });
    }
  }

  private async resolve(operation: PendingOperation): Promise<void> {
    // Provider resources are not in the cloud; reads and imports change nothing there.
    if (!operation.resource.custom || isProviderType(operation.resource.type)) return;
    if (operation.type === "creating") await this.recoverCreate(operation.resource);
    else if (operation.type === "updating" || operation.type === "deleting")
      await this.recoverChange(operation);
  }

  /** Adds the resource to the state if the provider finds it under the id that its inputs give. */
  private async recoverCreate(created: Resource): Promise<void> {
    const client = await this.registry.clientOf(created);
    const id = await client.identify(targetOf(created), created.inputs ?? {});
    if (id === undefined) {
      this.unknown.push(created);
      return;
    }
    const copies = this.resources.filter((r) => r.urn === created.urn);
    const recorded = copies.find((r) => r.id === id && !r.pendingReplacement);
    // The replacement has the id of the recorded resource, whose properties may have changed.
    if (recorded) return this.refreshRecorded(recorded);
    const live = await client.read(targetOf(created), id, created.inputs ?? {}, {}, true);
    if (!live) return;
    const { outputs, inputs = created.inputs } = live;
    // It may not be ready: as after a failed create, the next run updates it. What is made in one
    // call is ready, and may refuse to be written again (a role assignment does).
    const initErrors = live.isWhole ? undefined : ["the run that created it was interrupted"];
    const adopted: Resource = {
      ...created,
      id: live.id,
      inputs,
      outputs,
      initErrors,
      created: now(),
      modified: now(),
    };
    markSecretOutputs(adopted);
    adopt(this.resources, adopted);
    this.adopted.push(adopted);
  }

  /** After an interrupted update or delete the resource may have changed, or be gone. */
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
      markSecretOutputs(r);
      return;
    }
    this.resources.splice(this.resources.indexOf(r), 1);
    if (!this.resources.some((other) => other.urn === r.urn))
      removeReferences(this.resources, r.urn);
    this.dropped.push(r);
  }
}

const unreadable = ({ type, resource }: PendingOperation, cause: unknown): LabError =>
  new LabError(
    "deployment",
    `an earlier run was interrupted while ${type} ${nameOf(resource.urn)}, and what became of it cannot be read: ${messageOf(cause)}`,
    { cure: "run the same command again once the cause is gone", cause },
  );

/** Resolves pending operations. Nothing is created, changed or deleted in the cloud. */
export const recover = (before: Snapshot, registry: Registry): Promise<Recovered> =>
  new Recovery(before, registry).run();

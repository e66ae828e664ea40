/**
 * Takes what exists in the cloud into a state that does not record it. The CLI's own import wants an
 * id for each resource, and inputs that are equal to what exists. Here a preview says what the
 * program would create, and the repair looks for it as for the creates of an interrupted run.
 */
import { randomUUID } from "node:crypto";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { UNKNOWN, type Props } from "../plugin";
import type { PendingOperation, Resource } from "../state/resource";
import { isProviderType, urnOfReference } from "../state/urn";
import { asFarAsWanted } from "../state/wanted-inputs";
import { REFRESH, UP } from "./operations";
import type { ExportedState } from "./state";

/** A resource that a preview would create. */
export type PlannedCreate = Pick<Resource, "urn" | "type" | "custom" | "parent" | "provider"> & {
  inputs: Props;
};

/** What an event of a preview would create; undefined for any other event. */
export function plannedCreate({ resourcePreEvent }: EngineEvent): PlannedCreate | undefined {
  const { op, new: wanted } = resourcePreEvent?.metadata ?? {};
  if (op !== "create" || !wanted) return undefined;
  const { urn, type, custom = false, parent, provider } = wanted;
  const inputs = wanted.inputs as Props;
  return {
    ...{ urn, type, custom, inputs },
    parent: parent || undefined,
    provider: provider || undefined,
  };
}

/**
 * Adds to a state what a preview would create: components and providers, which are in no cloud, and
 * the rest as creates with an unknown end. Leaves out what depends on values that are not known yet.
 * @returns the URNs of those creates
 */
export function addPlanned(state: ExportedState, planned: readonly PlannedCreate[]): string[] {
  const resources = (state.deployment.resources ??= []);
  const pending = (state.deployment.pending_operations ??= []);
  const known = new Set(resources.map(({ urn }) => urn));
  const providerIds = new Map<string, string>();
  const added: string[] = [];
  for (const wanted of planned) {
    const provider = wanted.provider && knownReference(wanted.provider, providerIds);
    const isPlaced = wanted.parent === undefined || known.has(wanted.parent);
    const isManaged = provider === undefined || known.has(urnOfReference(provider));
    if (!isPlaced || !isManaged || !isKnown(wanted)) continue;
    const resource: Resource = { ...wanted, provider, dependencies: namedIn(wanted, resources) };
    if (wanted.custom && !isProviderType(wanted.type)) {
      const operation: PendingOperation = { resource, type: "creating" };
      pending.push(operation);
      added.push(wanted.urn);
      continue;
    }
    if (wanted.custom) {
      resource.id = randomUUID();
      providerIds.set(wanted.urn, resource.id);
    }
    resources.push(resource);
    known.add(wanted.urn);
  }
  return added;
}

/**
 * The recorded resources of Azure that a planned one names by id. A preview says nothing of dependencies,
 * and without them a destroy deletes a workspace before what is in it.
 */
function namedIn({ inputs }: PlannedCreate, resources: readonly Resource[]): string[] {
  const text = JSON.stringify(inputs);
  const isNamed = (id: string): boolean =>
    id.startsWith("/subscriptions/") && text.includes(JSON.stringify(id));
  return resources.flatMap(({ urn, id }) => (id !== undefined && isNamed(id) ? urn : []));
}

/** In the place of a secret: the CLI's events keep secrets to themselves. */
const HIDDEN = '"ciphertext":"[secret]"';

/** Whether all inputs are known, so that they can be recorded. */
function isKnown({ inputs }: PlannedCreate): boolean {
  const text = JSON.stringify(inputs);
  return !text.includes(UNKNOWN) && !text.includes(HIDDEN);
}

/** Waits until a workspace accepts calls. It is in no cloud, and what is in the workspace is not known before. */
const isReadiness = ({ type }: PlannedCreate): boolean =>
  type === "pulumi-nodejs:dynamic/rai-lab:Readiness";

/** A provider's reference, with the id that it was given here. A preview has none. */
function knownReference(reference: string, ids: ReadonlyMap<string, string>): string {
  const urn = urnOfReference(reference);
  const id = ids.get(urn);
  return id === undefined ? reference : `${urn}::${id}`;
}

/**
 * Narrows the inputs of adopted resources, which a refresh has read, to those that the program sets.
 * Else the next preview would change them, and so would not know their outputs.
 */
export function keepWanted(state: ExportedState, adopted: readonly PlannedCreate[]): void {
  const wanted = new Map(adopted.map(({ urn, inputs }) => [urn, inputs]));
  for (const resource of state.deployment.resources ?? []) {
    const inputs = wanted.get(resource.urn);
    if (inputs && resource.inputs) resource.inputs = asFarAsWanted(inputs, resource.inputs);
  }
}

/** Far more than the longest chain of resources of a lab. */
const MAX_ROUNDS = 12;

/** What `adoptInRounds` does a round with. */
export interface Adopting {
  /** Runs an operation of the CLI, and reports its events. */
  run: (args: readonly string[]) => Promise<unknown>;
  /** The events of a preview, also those of default providers. They are not reported. */
  preview: () => Promise<readonly EngineEvent[]>;
  /** Takes into the state what exists of what a preview would create, and returns that. */
  adopt: (planned: readonly PlannedCreate[]) => Promise<readonly PlannedCreate[]>;
  /** Changes the state by `keepWanted`. */
  keepWanted: (adopted: readonly PlannedCreate[]) => Promise<void>;
}

/**
 * Previews and adopts until nothing new is found: each round knows the outputs of the last one's. Once
 * a workspace is adopted, waits for it as the program does, to find what is in it.
 */
export async function adoptInRounds({
  run,
  preview,
  adopt,
  keepWanted: keep,
}: Adopting): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const planned = (await preview()).flatMap((event) => plannedCreate(event) ?? []);
    const adopted = await adopt(planned);
    if (adopted.length > 0) {
      await run(REFRESH);
      await keep(adopted);
    }
    const urns = planned.filter((one) => isReadiness(one) && isKnown(one)).map(({ urn }) => urn);
    if (urns.length > 0) await run([...UP, ...urns.flatMap((urn) => ["--target", urn])]);
    if (adopted.length === 0 && urns.length === 0) return;
  }
}

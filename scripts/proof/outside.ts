/**
 * What exists outside the state: resources with a stack's names that its state does not record. The
 * state was lost, somebody made or deleted something by hand, or Azure kept something. Doctor, `up`,
 * `recover` and `destroy` all go by this.
 */
import { azureClients } from "../lib/azure/clients";
import type { FoundResource } from "./advice";
import { innerChecks, type InnerSettings } from "./inner-checks";
import { isTheirs, recordedTest } from "./ownership";
import { existingResources, type ProofInput } from "./prove";
import type { ResourceKind, UncheckedResource } from "./report";

/** What exists outside a state. */
export interface Outside {
  /** Whether anything of the stack exists that a state can record, recorded or not. */
  exists: boolean;
  /** Exists: a state can record it. */
  existing: FoundResource[];
  /** Has a name of the stack and is somebody else's, in what existed before the stack. */
  theirs: FoundResource[];
  /** Was left over by a deletion or a failed creation: it is in the way until it is deleted. */
  leftOver: FoundResource[];
  /** Is being deleted, and unrecorded: what has its name cannot be created before its end. */
  deleting: FoundResource[];
  /** What could not be looked for, with the reasons. */
  unknown: UncheckedResource[];
}

const SOFT_DELETED: readonly ResourceKind[] = [
  "soft-deleted account",
  "soft-deleted log workspace",
];

/** What is looked for outside a state. */
export interface OutsideInput extends Pick<ProofInput, "session" | "recorded"> {
  config: ProofInput["config"] & InnerSettings;
}

/** What belongs to a resource, and outlives it in Azure when that is deleted. */
export const EXTENSIONS: readonly ResourceKind[] = ["role assignment", "diagnostic setting"];

/** The id of what a role or a diagnostic setting belongs to, in lower case. */
const scopeOf = ({ id }: FoundResource): string => {
  const lower = id.toLowerCase();
  return lower.slice(0, lower.lastIndexOf("/providers/"));
};

const KIND_OF: readonly (readonly [part: string, kind: ResourceKind])[] = [
  ["/microsoft.cognitiveservices/", "account"],
  ["/microsoft.databricks/", "workspace"],
];

/** Looks for what a stack has in Azure besides what its state records. */
export async function resourcesOutside(input: OutsideInput): Promise<Outside> {
  const { config, session } = input;
  const inner = config.layout === "seat" ? [] : innerChecks(config, session, azureClients(session));
  const { found, unknown } = await existingResources(input, inner);
  const isRecorded = recordedTest(input.recorded);
  // A failed one that a state records is mended by the next `up`; another one is deleted, and so is a
  // deployment: Azure wants that before it makes it again.
  const isLost = (one: FoundResource): boolean =>
    one.failed === true && (one.kind === "deployment" || !isRecorded(one));
  const hasWorkspace =
    found.some((one) => one.kind === "workspace" && !isLost(one)) ||
    unknown.some(({ kind }) => kind === "workspace");
  const unrecorded = found.filter((one) => !isRecorded(one));
  const outside = found.filter((one) => one.deleting !== true && (isLost(one) || !isRecorded(one)));
  const isOther = (one: FoundResource): boolean => isTheirs(one, input);
  const ids = new Set(found.filter((one) => !isLost(one)).map(({ id }) => id.toLowerCase()));
  const isLeftOver = (one: FoundResource): boolean =>
    SOFT_DELETED.includes(one.kind) ||
    isLost(one) ||
    (one.kind === "managed group" && !hasWorkspace) ||
    (EXTENSIONS.includes(one.kind) &&
      !ids.has(scopeOf(one)) &&
      !isUnknown(scopeOf(one)) &&
      !isExisting(scopeOf(one)));
  const isExisting = (id: string): boolean =>
    Object.values(config.existing ?? {}).some((other) => other.toLowerCase() === id);
  const isUnknown = (id: string): boolean =>
    unknown.some(({ kind }) => KIND_OF.some(([part, of]) => of === kind && id.includes(part)));
  const isGroup = ({ kind }: FoundResource): boolean => kind === "managed group";
  return {
    exists: found.some((one) => one.deleting !== true && !isLeftOver(one) && !isOther(one)),
    // A managed group comes and goes with its workspace.
    existing: outside.filter((one) => !isLeftOver(one) && !isGroup(one) && !isOther(one)),
    theirs: outside.filter(isOther),
    leftOver: outside.filter(isLeftOver),
    deleting: unrecorded.filter((one) => one.deleting === true && !isGroup(one)),
    unknown,
  };
}

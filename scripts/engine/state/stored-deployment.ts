/** The content of a state file, checked before anything relies on it. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { LabError, messageOf } from "../../../infra/errors";
import { parseStrictJson } from "../../base/strict-json";
import type { PendingOperation, Resource } from "./resource";

/** The schema of a state file that this engine writes. */
export const SCHEMA = 3;
/** Schema 4 is schema 3 with a list of features that a reader must support. */
export const SCHEMA_WITH_FEATURES = 4;
/** The one feature that this engine supports. */
export const REPLACE_WITH = "replaceWith";

/** The deployment in a state file. Secrets are encrypted. */
export interface StoredDeployment {
  manifest?: { version?: string };
  secrets_providers?: { type?: string; state?: { salt?: string } };
  resources?: Resource[];
  pending_operations?: PendingOperation[];
}

/** Of each field only its form is checked. Go writes null for an empty list or map. */
const texts = z.array(z.string());
const properties = z.record(z.string(), z.unknown());

const resource = z.looseObject({
  urn: z.string().regex(/^urn:pulumi:[^:]+::[^:]+::[^:].*::./s),
  type: z.string().min(1),
  custom: z.boolean(),
  delete: z.boolean().optional(),
  id: z.string().optional(),
  inputs: properties.nullish(),
  outputs: properties.nullish(),
  parent: z.string().optional(),
  protect: z.boolean().optional(),
  external: z.boolean().optional(),
  dependencies: texts.nullish(),
  initErrors: texts.nullish(),
  provider: z.string().optional(),
  propertyDependencies: z.record(z.string(), texts.nullable()).nullish(),
  pendingReplacement: z.boolean().optional(),
  additionalSecretOutputs: texts.nullish(),
  customTimeouts: z.record(z.string(), z.number()).nullish(),
  retainOnDelete: z.boolean().optional(),
  deletedWith: z.string().optional(),
  replaceWith: texts.nullish(),
  created: z.string().optional(),
  modified: z.string().optional(),
  ignoreChanges: texts.nullish(),
  replaceOnChanges: texts.nullish(),
});

const OPERATIONS = ["creating", "updating", "deleting", "reading", "importing"] as const;

const deployment = z.looseObject({
  manifest: z.looseObject({ version: z.string().optional() }).nullish(),
  secrets_providers: z
    .looseObject({
      type: z.string().optional(),
      state: z.looseObject({ salt: z.string().optional() }).nullish(),
    })
    .nullish(),
  resources: z.array(resource).nullish(),
  pending_operations: z.array(z.looseObject({ resource, type: z.enum(OPERATIONS) })).nullish(),
});

const stateDocument = z.looseObject({
  features: texts.nullish(),
  checkpoint: z.looseObject({ latest: deployment.nullish() }),
});

/** Property values are trees; a tree deeper than this is no state. */
const MAX_DEPTH = 200;

const RESTORE =
  "restore the file from a copy (the Pulumi CLI keeps FILE.bak beside it); nothing was changed";

/** What resolves that a later version wrote a state. */
export const OTHER_WRITER =
  "use the version of rai-lab, or of the Pulumi CLI, that wrote it; nothing was changed";

/** The error for a state file that cannot be used; `reason` completes "the state of the stack cannot be read: …". */
export const unreadableState = (
  file: string,
  reason: string,
  { cure = RESTORE, cause }: { cure?: string; cause?: unknown } = {},
): LabError =>
  new LabError("state-unreadable", `the state of the stack cannot be read: ${reason}`, {
    ...{ where: file, cure, cause },
  });

/** Reads a state file. Undefined when there is no such file. @throws LabError `state-unreadable` */
export async function readStoredDeployment(file: string): Promise<StoredDeployment | undefined> {
  let document: unknown;
  try {
    document = parseStrictJson(await readFile(file, "utf8"));
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw unreadableState(file, messageOf(e), { cause: e });
  }
  if (isDeeperThan(document, MAX_DEPTH))
    throw unreadableState(file, `it is nested more than ${MAX_DEPTH} levels deep`);
  return deploymentIn(file, document);
}

function deploymentIn(file: string, document: unknown): StoredDeployment {
  const { version } = z.looseObject({ version: z.unknown() }).safeParse(document).data ?? {};
  if (version !== SCHEMA && version !== SCHEMA_WITH_FEATURES)
    throw unreadableState(
      file,
      `its schema is ${JSON.stringify(version)}, and this version of rai-lab reads ${SCHEMA} and ${SCHEMA_WITH_FEATURES}`,
      typeof version === "number" ? { cure: OTHER_WRITER } : {},
    );
  const { data, error } = stateDocument.safeParse(document);
  if (error) {
    const [issue] = error.issues;
    const place = issue?.path.map(String).join(".") || "its top level";
    throw unreadableState(file, `${place}: ${issue?.message ?? "invalid"}`, { cause: error });
  }
  const unknown = (data.features ?? []).filter((feature) => feature !== REPLACE_WITH);
  if (unknown.length)
    throw unreadableState(
      file,
      `it uses ${unknown.join(", ")}, which the embedded engine does not know`,
      { cure: OTHER_WRITER },
    );
  // As it was written, since what is saved again must not differ in form.
  return ((document as typeof data).checkpoint.latest ?? {}) as StoredDeployment;
}

/** Whether a parsed document has more levels than `limit`. Not recursive: it is what is in doubt. */
function isDeeperThan(document: unknown, limit: number): boolean {
  let level: unknown[] = [document];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    level = level.flatMap((value): unknown[] =>
      typeof value === "object" && value !== null ? Object.values(value) : [],
    );
  }
  return false;
}

/**
 * The checkpoint of a stack in Pulumi's `file://` backend, schema 3 or 4:
 * `.pulumi/stacks/<project>/<stack>.json`.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { LabError } from "../../../infra/errors";
import { isPropertyMap, type Props, type Value } from "../plugin";
import { createIfMissing, replaceFile } from "../../base/atomic-file";
import { Crypter } from "./passphrase";
import type { Resource, Snapshot } from "./resource";
import {
  OTHER_WRITER,
  readStoredDeployment,
  REPLACE_WITH,
  SCHEMA,
  SCHEMA_WITH_FEATURES,
  unreadableState,
  type StoredDeployment,
} from "./stored-deployment";
import { mapSecrets, encryptedSecret, secret, textOf } from "./wire";

/** Version in every manifest that this engine writes. A CLI writes its release, such as `v3.260.0`. */
export const MANIFEST_VERSION = "v3.0.0-rai-lab-embedded";

/** Schema version and features that these resources need, as in the CLI. */
const schemaOf = (resources: readonly Resource[]): { version: number; features?: string[] } =>
  resources.some((r) => (r.replaceWith?.length ?? 0) > 0)
    ? { version: SCHEMA_WITH_FEATURES, features: [REPLACE_WITH] }
    : { version: SCHEMA };

interface StackAddress {
  backend: string;
  project: string;
  name: string;
  passphrase: string;
}

/** Path of the state file of a stack in a `file://` backend. */
export const stateFileOf = ({ backend, project, name }: Omit<StackAddress, "passphrase">): string =>
  join(backend, ".pulumi", "stacks", project, `${name}.json`);

/** Copies a resource and maps its secrets. Empty maps are left out, as by the CLI. */
function withProps(
  { inputs, outputs, replacementTrigger, ...rest }: Resource,
  visit: (node: Props) => Value,
): Resource {
  const result: Resource = rest;
  if (replacementTrigger !== undefined)
    result.replacementTrigger = mapSecrets(replacementTrigger, visit);
  for (const [key, props] of [["inputs", inputs] as const, ["outputs", outputs] as const]) {
    if (!props || Object.keys(props).length === 0) continue;
    const mapped = mapSecrets(props, visit);
    if (isPropertyMap(mapped)) result[key] = mapped;
  }
  return result;
}

/** Without lists of their keys: it is asked for every resource of every write. */
function hasSameFields(a: Resource, b: Resource): boolean {
  for (const key in a) if (!(key in b)) return false;
  for (const key in b) if (a[key as keyof Resource] !== b[key as keyof Resource]) return false;
  return true;
}

/** JSON in pieces: text, and bytes that are written many times. */
type Json = readonly (string | Buffer)[];

/** The JSON of an object that has members, and of more members; those that are undefined are left out. */
function objectJson(own: object, members: Record<string, Json | undefined>): Json {
  const pieces = Object.entries(members).flatMap(([name, json]) =>
    json ? [`,${JSON.stringify(name)}:`, ...json] : [],
  );
  return [JSON.stringify(own).slice(0, -1), ...pieces, "}"];
}

const listJson = (items: readonly Json[]): Json => [
  "[",
  ...items.flatMap((item, i) => (i === 0 ? item : [",", ...item])),
  "]",
];

const bytesOf = (json: Json): Buffer =>
  Buffer.concat(json.map((piece) => (typeof piece === "string" ? Buffer.from(piece) : piece)));

const MAGIC = createHash("sha256").update(MANIFEST_VERSION).digest("hex");

/** Without this file the CLI assumes an older layout of the folder. */
const layoutFileOf = (backend: string): string => join(backend, ".pulumi", "meta.yaml");
const LAYOUT = "version: 1\n";

/** @throws LabError `state-unreadable` when the folder of the states has another layout than ours */
async function refuseOtherLayout(backend: string): Promise<void> {
  const file = layoutFileOf(backend);
  const text = existsSync(file) ? await readFile(file, "utf8") : LAYOUT;
  if (/^version:\s*1\s*$/m.test(text)) return;
  throw unreadableState(file, "the folder of the states is not of layout version 1", {
    cure: OTHER_WRITER,
  });
}

/** The stored deployment, whose secrets must be kept by a passphrase. @throws LabError `state-unreadable` */
async function readPassphraseState(file: string): Promise<StoredDeployment | undefined> {
  const latest = await readStoredDeployment(file);
  const kind = latest?.secrets_providers?.type ?? "passphrase";
  if (kind === "passphrase") return latest;
  throw unreadableState(file, `its secrets are kept by "${kind}", not by a passphrase`);
}

/** The state file of one stack. Keeps the ciphertext of every secret that does not change. */
export class StateFile {
  private readonly ciphertexts = new WeakMap<Props, Props>();
  /**
   * The JSON of resources, secrets encrypted, and what each then was: every step writes the whole
   * state, in which few of them are new. Their fields are replaced, and nothing in these is changed.
   */
  private readonly written = new WeakMap<Resource, { as: Resource; json: Buffer }>();

  private layout: Promise<void> | undefined;

  private constructor(
    readonly file: string,
    /** False until the first save of a new stack. */
    readonly exists: boolean,
    private readonly address: StackAddress,
    private readonly crypter: Crypter,
    private readonly latest: StoredDeployment,
  ) {}

  /** @throws LabError `state-unreadable`: damaged file, unknown schema, wrong passphrase. */
  static async open(address: StackAddress): Promise<StateFile> {
    const file = stateFileOf(address);
    await refuseOtherLayout(address.backend);
    const latest = await readPassphraseState(file);
    const crypter = await Crypter.open(address.passphrase, latest?.secrets_providers?.state?.salt);
    return new StateFile(file, latest !== undefined, address, crypter, latest ?? {});
  }

  /** Version of the engine that wrote the file; undefined for a new stack. */
  get writer(): string | undefined {
    return this.latest.manifest?.version;
  }

  /** The snapshot that the file had when it was opened, with secrets in clear. */
  load(): Snapshot {
    const open = (n: Props): Props => {
      const inner = JSON.parse(this.decrypt(n.ciphertext)) as Value;
      const clear = secret(
        mapSecrets(inner, (x) => secret(JSON.parse(textOf(x.ciphertext)) as Value)),
      );
      this.ciphertexts.set(clear, n);
      return clear;
    };
    return {
      resources: (this.latest.resources ?? []).map((r) => withProps(r, open)),
      pending: (this.latest.pending_operations ?? []).map((o) => ({
        ...o,
        resource: withProps(o.resource, open),
      })),
    };
  }

  private decrypt(ciphertext: Value | undefined): string {
    try {
      return this.crypter.decrypt(textOf(ciphertext));
    } catch (cause) {
      throw new LabError("state-unreadable", "a secret in the state of the stack is damaged", {
        where: this.file,
        cure: "restore the file from a copy; nothing was changed",
        cause,
      });
    }
  }

  private readonly seal = (n: Props): Props => {
    const known = this.ciphertexts.get(n);
    if (known) return known;
    const inner = mapSecrets(n.value ?? null, (x) =>
      encryptedSecret(JSON.stringify(x.value ?? null)),
    );
    const fresh = encryptedSecret(this.crypter.encrypt(JSON.stringify(inner)));
    this.ciphertexts.set(n, fresh);
    return fresh;
  };

  private resourceJson(resource: Resource): Json {
    const known = this.written.get(resource);
    if (known && hasSameFields(known.as, resource)) return [known.json];
    const json = Buffer.from(JSON.stringify(withProps(resource, this.seal)));
    this.written.set(resource, { as: { ...resource }, json });
    return [json];
  }

  /** A snapshot as `pulumi stack export` prints it and `pulumi stack import` reads it. */
  private deploymentJson({ resources, pending }: Snapshot): Json {
    const manifest = { time: new Date().toISOString(), magic: MAGIC, version: MANIFEST_VERSION };
    const operations = pending.map(({ resource, ...rest }) =>
      objectJson(rest, { resource: this.resourceJson(resource) }),
    );
    return objectJson(
      {
        manifest,
        secrets_providers: { type: "passphrase", state: { salt: this.crypter.salt } },
        metadata: {},
      },
      {
        resources: listJson(resources.map((r) => this.resourceJson(r))),
        pending_operations: operations.length > 0 ? listJson(operations) : undefined,
      },
    );
  }

  /** Replaces the file as a whole. @throws LabError `state-unwritable`; the file is then unchanged */
  async save(s: Snapshot): Promise<void> {
    const stack = `organization/${this.address.project}/${this.address.name}`;
    const all = [...s.resources, ...s.pending.map((o) => o.resource)];
    const checkpoint = objectJson({ stack }, { latest: this.deploymentJson(s) });
    await (this.layout ??= createIfMissing(layoutFileOf(this.address.backend), LAYOUT));
    await replaceFile(this.file, bytesOf(objectJson(schemaOf(all), { checkpoint })));
  }
}

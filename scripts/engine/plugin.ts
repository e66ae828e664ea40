/**
 * The interface between the embedded engine and a provider. It has the methods of Pulumi's gRPC
 * protocol for provider plugins (pulumi/pulumi, proto/pulumi/provider.proto).
 */

/** A property value in Pulumi's wire format: JSON, and maps with a signature (`state/wire.ts`). */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
/** A property map: inputs or outputs of a resource, by name. */
export type Props = Record<string, Value>;

/** Whether a property value is a map: neither a list, nor null, nor a plain value. */
export const isPropertyMap = (v: Value | undefined): v is Props =>
  typeof v === "object" && v !== null && !Array.isArray(v);

/** Pulumi's wire form of a value that a preview does not know. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The resource that a call is about. */
export interface Target {
  urn: string;
  type: string;
  name: string;
}
/** An input that a provider rejects, and why. */
export interface CheckFailure {
  property: string;
  reason: string;
}
/** Keys are top-level input names. Without `changes` the engine compares old and new inputs itself. */
export interface Diff {
  changes?: boolean;
  changed?: string[];
  /** Where in them the values differ, as property paths; a provider may not tell. */
  paths?: string[];
  replaces?: string[];
  deleteBeforeReplace?: boolean;
}
/** A resource as the provider reports it after a create or a read. */
export interface LiveState {
  id: string;
  outputs: Props;
  inputs?: Props;
  /** After an interrupted create: it is made in one call, so that what exists is ready. */
  isWhole?: boolean;
}
/** `timeout` in seconds, from customTimeouts. */
export interface CallOptions {
  timeout?: number;
  signal?: AbortSignal;
}

/** A configured provider. Values have no secret marks; in a preview they may contain UNKNOWN. */
export interface Provider {
  check?(
    r: Target & { olds: Props; news: Props },
  ): Promise<{ inputs: Props; failures?: CheckFailure[] }>;
  diff?(
    r: Target & {
      id: string;
      olds: Props;
      oldInputs: Props;
      news: Props;
      ignoreChanges: readonly string[];
    },
  ): Promise<Diff>;
  create(r: Target & { inputs: Props; preview: boolean } & CallOptions): Promise<LiveState>;
  update?(
    r: Target & {
      id: string;
      olds: Props;
      oldInputs: Props;
      news: Props;
      preview: boolean;
    } & CallOptions,
  ): Promise<{ outputs: Props }>;
  /**
   * Undefined when the resource does not exist. `interrupted`: a run was killed during an operation on
   * this resource, and the operation may still be running: the provider answers after its end.
   */
  read?(
    r: Target & { id: string; inputs: Props; outputs: Props; interrupted?: boolean },
  ): Promise<LiveState | undefined>;
  /** The id that a create with these inputs gives, if ids are deterministic. Recovers interrupted creates. */
  identify?(r: Target & { inputs: Props }): string | undefined | Promise<string | undefined>;
  delete?(r: Target & { id: string; inputs: Props; outputs: Props } & CallOptions): Promise<void>;
  invoke?(r: {
    token: string;
    args: Props;
  }): Promise<{ result?: Props; failures?: CheckFailure[] }>;
}

/** A provider before configuration. */
export interface Plugin {
  /** Version in GetPluginInfo: that of the npm SDK. */
  readonly version: string;
  checkConfig?(
    r: Target & { olds: Props; news: Props },
  ): Promise<{ inputs: Props; failures?: CheckFailure[] }>;
  diffConfig?(r: Target & { olds: Props; news: Props }): Promise<Diff>;
  configure(r: Target & { id: string; config: Props }): Provider | Promise<Provider>;
}

/** Plugins by package name: `azure-native`, `databricks`. */
export type Plugins = Record<string, Plugin>;

/** Pulumi's InitError: the resource exists but is not ready. The state records it with `initErrors`. */
export class InitFailed extends Error {
  constructor(
    readonly id: string,
    readonly outputs: Props,
    readonly reasons: string[],
  ) {
    super(reasons.join("; "));
  }
}

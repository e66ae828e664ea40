/** The contract between the embedded engine and a provider: what a plugin binary's gRPC protocol is to the Pulumi CLI. */

/** Property values as they travel on Pulumi's wire: plain JSON, plus maps that carry a signature (see `state/wire.ts`). */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Props = Record<string, Value>;

/** Whether a property value is a map: neither a list, nor null, nor a plain value. */
export const isPropertyMap = (v: Value | undefined): v is Props =>
  typeof v === "object" && v !== null && !Array.isArray(v);

/** What an unknown string, number or whole value looks like on the wire in a preview. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Which resource a call is about. */
export interface Target {
  urn: string;
  type: string;
  name: string;
}
export interface CheckFailure {
  property: string;
  reason: string;
}
/** `changes` undefined lets the engine compare old and new inputs itself. Keys are top-level input names. */
export interface Diff {
  changes?: boolean;
  changed?: string[];
  replaces?: string[];
  deleteBeforeReplace?: boolean;
}
export interface LiveState {
  id: string;
  outputs: Props;
  inputs?: Props;
}
/** `timeout` in seconds, from customTimeouts. */
export interface CallOptions {
  timeout?: number;
  signal?: AbortSignal;
}

/** A configured provider. Values arrive without secret marks; in a preview they may hold UNKNOWN. */
export interface Provider {
  check?(
    r: Target & { olds: Props; news: Props },
  ): Promise<{ inputs: Props; failures?: CheckFailure[] }>;
  diff?(
    r: Target & { id: string; olds: Props; oldInputs: Props; news: Props; ignoreChanges: string[] },
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
   * Undefined: the resource is gone. `interrupted`: a run was killed while it created, changed or deleted this resource,
   * so an operation on it may still be under way: the answer comes after that operation's end.
   */
  read?(
    r: Target & { id: string; inputs: Props; outputs: Props; interrupted?: boolean },
  ): Promise<LiveState | undefined>;
  /** The id that a create with these inputs gives, where ids are deterministic: makes an interrupted create recoverable. */
  identify?(r: Target & { inputs: Props }): string | undefined | Promise<string | undefined>;
  delete?(r: Target & { id: string; inputs: Props; outputs: Props } & CallOptions): Promise<void>;
  invoke?(r: {
    token: string;
    args: Props;
  }): Promise<{ result?: Props; failures?: CheckFailure[] }>;
}

/** A provider before configuration. */
export interface Plugin {
  /** As GetPluginInfo tells it: the npm SDK's version. */
  readonly version: string;
  checkConfig?(
    r: Target & { olds: Props; news: Props },
  ): Promise<{ inputs: Props; failures?: CheckFailure[] }>;
  diffConfig?(r: Target & { olds: Props; news: Props }): Promise<Diff>;
  configure(r: Target & { id: string; config: Props }): Provider | Promise<Provider>;
}

/** Plugins by package name: `azure-native`, `databricks`. */
export type Plugins = Record<string, Plugin>;

/** Created, but not fit for use: the resource is recorded with `initErrors` although the step failed. */
export class InitFailed extends Error {
  constructor(
    readonly id: string,
    readonly outputs: Props,
    readonly reasons: string[],
  ) {
    super(reasons.join("; "));
  }
}

import type { CheckFailure, LiveState, Props } from "../../engine/plugin";
import type { DatabricksClient } from "./client";

/**
 * One resource type: what is the same for all (previews, comparison, workspace id) is in plugin.ts.
 */
export interface ResourceHandler {
  /** As error messages name it: `cannot create cluster: …`. */
  noun: string;
  /** Outputs that are unknown until the resource exists. */
  computed: readonly string[];
  /** Inputs whose change replaces. */
  forceNew: readonly string[];
  /**
   * The input that names it, made up when omitted. A replacement under an unchanged name deletes
   * first.
   */
  nameInput?: string;
  /** Defaults, and what must be looked up in the project's `folder`; no call to the workspace. */
  check?(news: Props, folder: string): { inputs: Props; failures?: CheckFailure[] };
  /** True when the two values mean the same to the service. */
  equal?(name: string, olds: Props, news: Props): boolean;
  create(
    client: DatabricksClient,
    inputs: Props,
    options: { timeout?: number },
  ): Promise<LiveState>;
  /** Undefined: gone. */
  read(
    client: DatabricksClient,
    id: string,
    inputs: Props,
    outputs: Props,
  ): Promise<LiveState | undefined>;
  update?(client: DatabricksClient, change: Change): Promise<Props>;
  delete(client: DatabricksClient, id: string, inputs: Props): Promise<void>;
  /** The id a create gives, where it can be known from the inputs or found by them. */
  identify?(
    client: DatabricksClient,
    inputs: Props,
  ): string | undefined | Promise<string | undefined>;
}

export interface Change {
  id: string;
  olds: Props;
  oldInputs: Props;
  news: Props;
}

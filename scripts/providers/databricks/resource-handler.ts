import type { CheckFailure, LiveState, Props } from "../../engine/plugin";
import type { DatabricksClient } from "./client";

/** One resource type. What all types share (previews, comparison, workspace id) is in plugin.ts. */
export interface ResourceHandler {
  /** As error messages name it: `cannot create cluster: …`. */
  noun: string;
  /** Outputs that are unknown until the resource exists. */
  computed: readonly string[];
  /** Inputs whose change replaces. */
  forceNew: readonly string[];
  /**
   * The input that names it; without it the name is generated. A replacement with the same name
   * deletes first.
   */
  nameInput?: string;
  /**
   * Completes inputs with defaults and with what the project's `folder` holds, without a request.
   */
  check?(news: Props, folder: string): { inputs: Props; failures?: CheckFailure[] };
  /** Whether the old and the new value of an input mean the same to the service. */
  equal?(name: string, olds: Props, news: Props): boolean;
  create(
    client: DatabricksClient,
    inputs: Props,
    options: { timeout?: number },
  ): Promise<LiveState>;
  /** Reads the resource; undefined when it does not exist. */
  read(
    client: DatabricksClient,
    id: string,
    inputs: Props,
    outputs: Props,
  ): Promise<LiveState | undefined>;
  update?(client: DatabricksClient, change: Change): Promise<Props>;
  /** Deletes the resource. Succeeds also when it does not exist. */
  delete(client: DatabricksClient, id: string, inputs: Props): Promise<unknown>;
  /**
   * The id of the resource with these inputs, where they determine it or it can be found by them.
   */
  identify?(
    client: DatabricksClient,
    inputs: Props,
  ): string | undefined | Promise<string | undefined>;
}

/** An update of one resource. */
export interface Change {
  id: string;
  olds: Props;
  oldInputs: Props;
  news: Props;
}

import { LabError } from "../../../infra/errors";
import type { Props } from "../../engine/plugin";
import { asString } from "../values";

/** Settable, answered but read-only, or an object with such properties of its own. */
export type Field = "in" | "out" | Shape;
export interface Shape {
  readonly [property: string]: Field;
}

/** Everything the stand-in must know about one resource type; behaviour follows from it. */
export interface ArmType {
  apiVersion: string;
  /** ARM path; `{subscriptionId}` comes from the provider, the rest are inputs. */
  path: string;
  /** The input that names the resource: made up when omitted. */
  nameInput: string;
  /** Made-up names are a guid instead of the logical name plus eight hex digits. */
  guidNames?: boolean;
  /** Properties at the top of ARM's body, which the SDK has at its top too. */
  top: Shape;
  /** Properties of ARM's `properties` that the SDK lifts to its top. Absent: `properties` is an input like any other. */
  lifted?: Shape;
  /** Inputs beside the path's whose change replaces the resource. */
  forceNew: readonly string[];
  /** The API's specification marks the operation as long-running. */
  longRunning: { put: boolean; delete: boolean };
}

/** Inputs that are whole paths themselves: put in as they are, less the leading slash. */
const UNENCODED_INPUTS = new Set(["scope", "resourceUri"]);

/** Inputs that are part of the path: changing one is another resource. */
export function pathInputs(type: ArmType): string[] {
  const names = [...type.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  return names.filter((name) => name !== "subscriptionId");
}

/** The resource's ARM id, or undefined while one of its parts is not known. */
export function pathOf(type: ArmType, subscriptionId: string, inputs: Props): string | undefined {
  const values = Object.fromEntries(pathInputs(type).map((name) => [name, asString(inputs[name])]));
  if (Object.values(values).includes(undefined)) return undefined;
  return type.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = name === "subscriptionId" ? subscriptionId : (values[name] ?? "");
    return UNENCODED_INPUTS.has(name) ? value.replace(/^\/+/, "") : encodeURIComponent(value);
  });
}

/** The path's inputs, read back from an id (import). @throws LabError `not-found` when the id is of another shape. */
export function inputsOfPath(type: ArmType, id: string): Props {
  const pattern = type.path.replace(
    /\{(\w+)\}/g,
    (_, name: string) => `(?<${name}>${UNENCODED_INPUTS.has(name) ? ".+" : "[^/]+"})`,
  );
  const groups = new RegExp(`^${pattern}$`, "i").exec(id)?.groups;
  if (!groups) throw new LabError("not-found", `${id} is not the id of a resource at ${type.path}`);
  const entries = pathInputs(type).map((name) => [name, decodeURIComponent(groups[name] ?? "")]);
  return Object.fromEntries(entries) as Props;
}

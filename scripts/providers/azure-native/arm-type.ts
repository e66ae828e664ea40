import { LabError } from "../../../infra/errors";
import type { Props } from "../../engine/plugin";
import { asString } from "../values";

/** An input, a read-only output, or an object of such fields. */
export type Field = "in" | "out" | Shape;
/** Fields of an object by name. */
export interface Shape {
  readonly [property: string]: Field;
}

/** Everything that the stand-in knows about one resource type. */
export interface ArmType {
  apiVersion: string;
  /** ARM path; `{subscriptionId}` comes from the provider, the rest are inputs. */
  path: string;
  /** The input that names the resource. Without it, the name is generated. */
  nameInput: string;
  /** Generated names are a GUID instead of the logical name and eight hex digits. */
  guidNames?: boolean;
  /** Properties at the top of both ARM's body and the SDK's object. */
  top: Shape;
  /**
   * Members of ARM's `properties` that the SDK has at its top. Absent when `properties` is an input
   * itself.
   */
  lifted?: Shape;
  /** Inputs, besides those of the path, whose change replaces the resource. Default: none. */
  forceNew?: readonly string[];
  /** Whether the API's specification marks the operation as long-running. Default: neither. */
  longRunning?: { put: boolean; delete: boolean };
}

/**
 * Inputs that are paths themselves. They are inserted without encoding and without their leading
 * slash.
 */
const UNENCODED_INPUTS = new Set(["scope", "resourceUri"]);

/** Names of the inputs in the path. Another value of one means another resource. */
export function pathInputs(type: ArmType): string[] {
  const names = [...type.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  return names.filter((name) => name !== "subscriptionId");
}

/** The resource's ARM id; undefined while one of its parts is unknown. */
export function pathOf(type: ArmType, subscriptionId: string, inputs: Props): string | undefined {
  const values = Object.fromEntries(pathInputs(type).map((name) => [name, asString(inputs[name])]));
  if (Object.values(values).includes(undefined)) return undefined;
  return type.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = name === "subscriptionId" ? subscriptionId : (values[name] ?? "");
    return UNENCODED_INPUTS.has(name) ? value.replace(/^\/+/, "") : encodeURIComponent(value);
  });
}

/**
 * Reads the inputs in the path back from an id, for an import.
 * @throws LabError `not-found` when the id has another form
 */
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

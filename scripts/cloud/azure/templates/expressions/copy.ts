import { isJsonObject, type JsonObject } from "../../../../../infra/json-object";
import { int, type Functions } from "./arguments";

/*
 * @parity
 * - Copy loops of resources (parallel, or serial by `batchSize`), properties, variables and outputs;
 *   up to 800 copies; `dependsOn` of a loop is of all its copies; a property's loop is meant by its
 *   name alone — documented
 */

/** A loop of values: its name, how many, and what each of them is. */
export interface Loop {
  name: string;
  count: unknown;
  input: unknown;
}

/** One of the resources, or of the values, that a loop makes. */
export interface Copy {
  /** The loop's name. */
  name: string;
  /** From 0. */
  index: number;
}

const isLoop = (value: unknown): value is Loop =>
  isJsonObject(value) && typeof value["name"] === "string" && "count" in value && "input" in value;

/** The loops of an object, which stand under its name `copy`; none for another value of that name. */
export function loopsIn(object: JsonObject): Loop[] {
  const loops = object["copy"];
  return Array.isArray(loops) && loops.every(isLoop) ? loops : [];
}

/** Functions in which `copyIndex` knows a copy, beside those of the loops around it. */
export const withCopy = (
  functions: Functions,
  copy: Copy | undefined,
  isNamed = false,
): Functions => {
  if (!copy) return functions;
  const copyIndex = (...args: unknown[]): unknown => {
    const [first, second] = args;
    const [loop, offset] = typeof first === "string" ? [first, second] : [undefined, first];
    const isMeant = loop === undefined ? !isNamed : loop.toLowerCase() === copy.name.toLowerCase();
    return isMeant ? copy.index + int(offset ?? 0) : functions("copyindex")?.(...args);
  };
  return (name) => (name === "copyindex" ? copyIndex : functions(name));
};

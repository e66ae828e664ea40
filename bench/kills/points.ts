/** Points of an operation at which its process may be killed. */

/** What a provider does to a resource. */
export const METHODS = ["create", "update", "delete"] as const;
export type Method = (typeof METHODS)[number];

/**
 * A moment of one step. `of` is the call of the provider; one of its requests that change something,
 * whose answer did not come any more; or the write of the state that records the start or the end
 * of the step.
 */
export interface Point {
  moment: "before" | "after";
  of: "call" | `request ${number}` | "start" | "end";
  method: Method;
  type: string;
  name: string;
}

/** A point as one line, the same one in each run of an operation. */
export const pointId = ({ moment, of, method, type, name }: Point): string =>
  `${moment} ${of} of ${method} ${type} ${name}`;

/** The point of a line. */
export function parsePoint(id: string): Point {
  const found = /^(before|after) (.+) of (create|update|delete) (\S+) (\S+)$/.exec(id);
  if (!found) throw new Error(`no point: ${id}`);
  const [, moment, of, method, type, name] = found;
  return { moment, of, method, type, name } as Point;
}

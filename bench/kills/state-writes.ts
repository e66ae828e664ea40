import { isJsonObject, type JsonObject } from "../../infra/json-object";
import type { Method, Point } from "./points";

type Step = Pick<Point, "method" | "type" | "name">;

const METHOD_OF: Record<string, Method> = {
  creating: "create",
  updating: "update",
  deleting: "delete",
};

/** Follows the writes of a stack's state: which steps each of them records as started or ended. */
export class StateWrites {
  private pending = new Map<string, Step>();

  /** The steps in the text of the next state. */
  next(text: string): { of: "start" | "end"; step: Step }[] {
    const before = this.pending;
    this.pending = new Map(
      pendingIn(JSON.parse(text)).map((step) => [Object.values(step).join(" "), step]),
    );
    const difference = (a: Map<string, Step>, b: Map<string, Step>): Step[] =>
      [...a].filter(([key]) => !b.has(key)).map(([, step]) => step);
    return [
      ...difference(this.pending, before).map((step) => ({ of: "start" as const, step })),
      ...difference(before, this.pending).map((step) => ({ of: "end" as const, step })),
    ];
  }
}

const at = (object: unknown, key: string): unknown =>
  isJsonObject(object) ? object[key] : undefined;

/** The latest deployment in the text of a state. */
export const latestIn = (state: unknown): unknown => at(at(state, "checkpoint"), "latest");

/** The entries of a list in a deployment; none where it has no such list. */
export function entriesOf(latest: unknown, key: string): JsonObject[] {
  const list = at(latest, key);
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

const pendingIn = (state: unknown): Step[] =>
  entriesOf(latestIn(state), "pending_operations").flatMap(({ type, resource }) => {
    const method = METHOD_OF[String(type)];
    const [urn, kind] = [String(at(resource, "urn")), String(at(resource, "type"))];
    return method ? [{ method, type: kind, name: urn.split("::").at(-1)! }] : [];
  });

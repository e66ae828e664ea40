import { OBJECT_ID, type Job } from "./messages";

export type Layout = "lab" | "class" | "seat";
export type Operation = "up" | "update" | "destroy";
export const LAYOUTS: readonly Layout[] = ["lab", "class", "seat"];
export const OPERATIONS: readonly Operation[] = ["up", "update", "destroy"];

type Settings = Record<string, unknown>;

/** One operation that gets killed. */
export interface Scenario {
  layout: Layout;
  operation: Operation;
  /** Jobs that make the world in which the operation begins. */
  before: Pick<Job, "operation" | "stack">[];
  /** The operation itself. */
  job: Pick<Job, "operation" | "stack">;
}

const STUDENT = { userName: "student@rai-lab.example" };
const EXPIRES = "2027-01-31";
const CLASS = "spring";
const NAMES: Record<Layout, string> = { lab: "dev", class: CLASS, seat: "s01" };

/** The settings of the first `up`. */
const FIRST: Record<Layout, Settings> = {
  lab: { student: STUDENT, diagnostics: true, policy: {} },
  class: { layout: "class", policy: {} },
  seat: { layout: "seat", classStack: CLASS, student: STUDENT },
};

/**
 * The settings of an update, several for each layout. Together they create, change, replace and
 * delete: a workspace with all that is in it, an account that is purged, single parts.
 */
const CHANGES: Record<Layout, Settings[]> = {
  lab: [
    { diagnostics: false, model: { capacity: 6 }, databricks: { autoterminationMinutes: 30 } },
    { databricks: { noPublicIp: false } },
    { location: "swedencentral" },
    { openai: { auth: "entra" }, policy: undefined, student: { ...STUDENT, objectId: OBJECT_ID } },
  ],
  class: [
    { model: { capacity: 6 }, diagnostics: true },
    { seats: ["s01", "s02", "s03"] },
    { databricks: { noPublicIp: false }, policy: undefined },
    { location: "swedencentral" },
  ],
  seat: [
    { databricks: { autoterminationMinutes: 30 } },
    { databricks: { nodeType: "Standard_D4ds_v5", library: "openai==1.42.0" } },
  ],
};

const stackOf = (layout: Layout, settings: Settings): Job["stack"] => ({
  name: NAMES[layout],
  config: Object.fromEntries(
    Object.entries<unknown>({ expires: EXPIRES, ...settings })
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [
        `rai-lab:${key}`,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
  ),
});

const upOf = (layout: Layout, change: Settings = {}): Scenario["job"] => ({
  operation: "up",
  stack: stackOf(layout, { ...FIRST[layout], ...change }),
});

/** Every operation on every layout; an update for each of its changes. */
export function scenariosOf(layout: Layout, operation: Operation): Scenario[] {
  const classUp = layout === "seat" ? [upOf("class")] : [];
  if (operation === "up") return [{ layout, operation, before: classUp, job: upOf(layout) }];
  const before = [...classUp, upOf(layout)];
  if (operation === "destroy") {
    const job = { operation: "destroy", stack: stackOf(layout, FIRST[layout]) } as const;
    return [{ layout, operation, before, job }];
  }
  return CHANGES[layout].map((change) => ({
    layout,
    operation,
    before,
    job: upOf(layout, change),
  }));
}

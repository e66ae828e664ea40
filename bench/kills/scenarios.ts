/** The operations that get killed. Each runs on several equal stacks at once. */
import type { CloudConnection } from "../../scripts/cloud/connection";

export type Layout = "lab" | "class" | "seat";
export type Operation = "up" | "update" | "destroy";
export const LAYOUTS: readonly Layout[] = ["lab", "class", "seat"];
export const OPERATIONS: readonly Operation[] = ["up", "update", "destroy"];

export type Settings = Record<string, unknown>;

/** A stack with its settings. */
export interface StackSettings {
  name: string;
  settings: Settings;
}

/** One operation on some stacks, and the stacks that are up when it begins. */
export interface Scenario {
  layout: Layout;
  operation: Operation;
  before: StackSettings[];
  stacks: StackSettings[];
}

/** Stands in settings for the object id of the world's student. */
const OBJECT_ID = "OBJECT-ID-OF-THE-STUDENT";

/** The settings of a stack in a world. */
export const settingsIn = (
  { student }: Pick<CloudConnection, "student">,
  { settings }: StackSettings,
): Settings =>
  JSON.parse(JSON.stringify(settings).replaceAll(OBJECT_ID, student.objectId)) as Settings;

const STUDENT = { userName: "student@rai-lab.example" };
const EXPIRES = "2027-01-31";
const CLASS = "spring";

/** The settings of the first `up`. */
const FIRST: Record<Layout, Settings> = {
  lab: {
    student: STUDENT,
    diagnostics: true,
    policy: {},
    budget: { amount: 10, emails: ["a@b.example"], start: "2027-01-01" },
  },
  class: { layout: "class", policy: {}, diagnostics: true },
  seat: { layout: "seat", classStack: CLASS, student: STUDENT },
};

/**
 * What an `up` also creates and a `destroy` deletes. A lock keeps an update from deleting anything until
 * `lab up` has lifted it.
 */
const WHOLE: Record<Layout, Settings> = { lab: { lock: true }, class: { lock: true }, seat: {} };

/**
 * The settings of an update, several for each layout. Together they create, change, replace and
 * delete: a workspace with all that is in it, an account that is purged, single parts.
 */
const CHANGES: Record<Layout, Settings[]> = {
  lab: [
    { diagnostics: undefined, model: { capacity: 6 }, databricks: { autoterminationMinutes: 30 } },
    { location: "swedencentral" },
    { openai: { auth: "entra" }, policy: undefined, student: { ...STUDENT, objectId: OBJECT_ID } },
  ],
  class: [
    { model: { capacity: 6 }, diagnostics: undefined },
    { databricks: { noPublicIp: false }, policy: undefined },
  ],
  seat: [{ databricks: { autoterminationMinutes: 30 } }],
};

/** Every operation on every layout, for so many stacks at once; an update for each of its changes. */
export const scenariosOf = (count: number): Scenario[] =>
  LAYOUTS.flatMap((layout) => {
    const stacks = (change: Settings = {}): StackSettings[] =>
      Array.from({ length: count }, (_, i) => ({
        name: `${layout}${i + 1}`,
        settings: { expires: EXPIRES, ...FIRST[layout], ...change },
      }));
    const spring = { name: CLASS, settings: { expires: EXPIRES, ...FIRST.class } };
    const shared = layout === "seat" ? [spring] : [];
    const before = [...shared, ...stacks()];
    const whole = stacks(WHOLE[layout]);
    return [
      { layout, operation: "up", before: shared, stacks: whole },
      ...CHANGES[layout].map((change): Scenario => ({
        layout,
        operation: "update",
        before,
        stacks: stacks(change),
      })),
      { layout, operation: "destroy", before: [...shared, ...whole], stacks: whole },
    ];
  });

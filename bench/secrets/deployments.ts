import fc from "fast-check";
import { isJsonObject, type JsonObject } from "../../infra/json-object";
import { agreed, configuration } from "../properties/configurations";

/** One stack of a deployment, and its configuration. */
export interface Deployable {
  name: string;
  layout: Layout;
  values: JsonObject;
}
export type Layout = "lab" | "class" | "seat";

/** What a configuration must know in advance. */
interface Known {
  /** A user of the tenant. */
  student: { userName: string; objectId: string };
  /** Ends the names of the stacks: no two deployments share one. */
  run: string;
}

/** A runtime and a version of the library that exist, and how a local run signs in. */
const TAKEN = {
  runtime: "16.4.x-cpu-ml-scala2.12",
  library: "openai==2.54.0",
  authType: "azure-client-secret",
};

const part = (values: JsonObject, key: string): JsonObject =>
  isJsonObject(values[key]) ? values[key] : {};
const set = (value: unknown, over: JsonObject): JsonObject =>
  isJsonObject(value) ? { ...value, ...over } : over;

/** What exists on the local cloud, one of each. */
const choice = fc.record({
  location: fc.constantFrom("eastus2", "swedencentral"),
  model: fc.constantFrom<JsonObject>(
    {},
    { sku: "GlobalStandard" },
    { name: "gpt-5.1", version: "2025-11-13" },
    { name: "gpt-5-mini", version: "2025-08-07", sku: "GlobalStandard" },
  ),
  nodeType: fc.constantFrom("Standard_D4ds_v5", "Standard_D8ds_v5"),
  dbus: fc.integer({ min: 4, max: 40 }),
});
type Choice = typeof choice extends fc.Arbitrary<infer T> ? T : never;

/** `values` as the local cloud takes them in a stack of this layout, with nothing to restore. */
function taken(
  values: JsonObject,
  layout: Layout,
  { location, model, nodeType, dbus }: Choice,
): JsonObject {
  const { budget, policy, openai } = values;
  // In a class the size belongs to its policy.
  const size = layout === "class" && !isJsonObject(policy) ? undefined : nodeType;
  return {
    ...values,
    layout,
    profile: "current",
    location,
    model: { ...model, capacity: 1 },
    openai: set(openai, { restore: false }),
    databricks: { ...part(values, "databricks"), ...TAKEN, nodeType: size },
    ...(isJsonObject(budget) && { budget: { ...budget, start: "2098-01-01" } }),
    ...(isJsonObject(policy) && { policy: { ...policy, maxDbusPerHour: dbus } }),
  };
}

/**
 * Random deployments that the local cloud takes, in the order in which their stacks are stood up: a whole lab, or a
 * class and a seat in it. Regions, models and users exist.
 */
export const deployable = ({ student, run }: Known): fc.Arbitrary<Deployable[]> => {
  const studentOf = (shared: JsonObject): JsonObject =>
    part(shared, "openai")["auth"] === "entra"
      ? { ...student, principalType: "User" }
      : { userName: student.userName };

  const lab = fc.tuple(configuration, choice).map(([values, chosen]): Deployable[] => [
    {
      name: `lab-${run}`,
      layout: "lab",
      values: agreed({ ...taken(values, "lab", chosen), student: studentOf(values) }),
    },
  ]);

  const pair = fc
    .tuple(
      configuration,
      configuration,
      choice,
      fc.array(fc.constantFrom("ada", "grace", "joan"), { maxLength: 2 }),
    )
    .map(([ofClass, ofSeat, chosen, others]): Deployable[] => {
      const [classStack, seat] = [`class-${run}`, `seat-${run}`];
      const seats = ofClass["seats"] ? { seats: [...new Set([seat, ...others])] } : {};
      const shared = agreed({ ...taken(ofClass, "class", chosen), ...seats });
      const mine = taken(ofSeat, "seat", chosen);
      const { maxAutoterminationMinutes: most = 120 } = part(shared, "policy");
      const databricks = {
        ...part(mine, "databricks"),
        autoterminationMinutes: Math.min(20, Number(most)),
      };
      return [
        { name: classStack, layout: "class", values: shared },
        {
          name: seat,
          layout: "seat",
          values: agreed({ ...mine, classStack, databricks, student: studentOf(shared) }),
        },
      ];
    });
  return fc.oneof(lab, pair);
};

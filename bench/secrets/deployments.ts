import fc from "fast-check";
import { isJsonObject, type JsonObject } from "../../infra/json-object";
import { CATALOGUE_DATE, CATALOGUE_HORIZON } from "../../scripts/cloud/azure/catalogue";
import { configuration, consistent, objectAt } from "../properties/configurations";

/** One stack of a deployment, with its configuration. */
export interface StackConfig {
  name: string;
  layout: Layout;
  values: JsonObject;
}
export type Layout = "lab" | "class" | "seat";

/** Values that the configurations of one deployment share. */
interface DeploymentContext {
  /** A user of the tenant. */
  student: { userName: string; objectId: string };
  /** Suffix of the stack names; differs between deployments. */
  run: string;
}

/** A runtime and a library version that exist, and the sign-in of a local run. */
const AVAILABLE = {
  runtime: "16.4.x-cpu-ml-scala2.12",
  library: "openai==2.54.0",
  authType: "azure-client-secret",
};

/** The first day of the month on the local cloud's clock: a budget starts there at the earliest. */
function thisMonth(): string {
  const now = Date.now() < CATALOGUE_HORIZON ? Date.now() : Date.parse(CATALOGUE_DATE);
  return `${new Date(now).toISOString().slice(0, 7)}-01`;
}

/** Values that exist on the local cloud, one for each key. */
const choices = fc.record({
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
type Choices = typeof choices extends fc.Arbitrary<infer T> ? T : never;

/** `values` with only what exists on the local cloud, for a stack of this layout. */
function adapted(
  values: JsonObject,
  layout: Layout,
  { location, model, nodeType, dbus }: Choices,
): JsonObject {
  const { budget, policy } = values;
  // In a class the node type is part of the cluster policy.
  const size = layout === "class" && !isJsonObject(policy) ? undefined : nodeType;
  const changed: JsonObject = {
    ...values,
    // No such account or workspace is on the local cloud.
    existing: undefined,
    layout,
    profile: "current",
    location,
    model: { ...model, capacity: 1 },
    openai: { ...objectAt(values, "openai"), restore: false },
    databricks: { ...objectAt(values, "databricks"), ...AVAILABLE, nodeType: size },
  };
  if (isJsonObject(budget)) changed["budget"] = { ...budget, start: thisMonth() };
  if (isJsonObject(policy)) changed["policy"] = { ...policy, maxDbusPerHour: dbus };
  return changed;
}

/**
 * Random deployments for the local cloud: a lab, or a class and then a seat in it. Their regions,
 * models and users exist.
 */
export const deployments = ({ student, run }: DeploymentContext): fc.Arbitrary<StackConfig[]> => {
  const studentOf = (shared: JsonObject): JsonObject =>
    objectAt(shared, "openai")["auth"] === "entra"
      ? { ...student, principalType: "User" }
      : { userName: student.userName };

  const lab = fc.tuple(configuration, choices).map(([values, chosen]): StackConfig[] => [
    {
      name: `lab-${run}`,
      layout: "lab",
      values: consistent({ ...adapted(values, "lab", chosen), student: studentOf(values) }),
    },
  ]);

  const classAndSeat = fc
    .tuple(
      configuration,
      configuration,
      choices,
      fc.array(fc.constantFrom("ada", "grace", "joan"), { maxLength: 2 }),
    )
    .map(([classConfig, seatConfig, chosen, others]): StackConfig[] => {
      const [classStack, seat] = [`class-${run}`, `seat-${run}`];
      const adaptedClass = adapted(classConfig, "class", chosen);
      if (classConfig["seats"]) adaptedClass["seats"] = [...new Set([seat, ...others])];
      const shared = consistent(adaptedClass);
      const seatValues = adapted(seatConfig, "seat", chosen);
      const { maxAutoterminationMinutes: most = 120 } = objectAt(shared, "policy");
      const databricks = {
        ...objectAt(seatValues, "databricks"),
        autoterminationMinutes: Math.min(20, Number(most)),
      };
      return [
        { name: classStack, layout: "class", values: shared },
        {
          name: seat,
          layout: "seat",
          values: consistent({ ...seatValues, classStack, databricks, student: studentOf(shared) }),
        },
      ];
    });
  return fc.oneof(lab, classAndSeat);
};

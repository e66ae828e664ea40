import fc from "fast-check";
import { isValues, type Values } from "../../../infra/config-values";
import { agreed, configuration } from "../properties/configurations";

/** Ready to be stood up: what a cloud must know in advance. */
interface Known {
  /** A user of the tenant. */
  student: { userName: string; objectId: string };
}

/** A runtime and a version of the library that exist, and how a local run signs in. */
const TAKEN = { runtime: "16.4.x-cpu-ml-scala2.12", library: "openai==2.54.0", authType: "azure-client-secret" };

const part = (values: Values, key: string): Values => (isValues(values[key]) ? values[key] : {});
const set = (value: unknown, over: Values): Values => (isValues(value) ? { ...value, ...over } : over);

/**
 * Configurations of whole labs that the local cloud takes: random, but with regions, models and users that exist, and
 * nothing to restore.
 */
export const deployable = ({ student }: Known): fc.Arbitrary<Values> =>
  fc
    .tuple(
      configuration,
      fc.constantFrom("eastus2", "swedencentral"),
      fc.constantFrom<Values>(
        {},
        { sku: "GlobalStandard" },
        { name: "gpt-5.1", version: "2025-11-13" },
        { name: "gpt-5-mini", version: "2025-08-07", sku: "GlobalStandard" },
      ),
      fc.constantFrom("Standard_D4ds_v5", "Standard_D8ds_v5"),
      fc.integer({ min: 4, max: 40 }),
    )
    .map(([values, location, model, nodeType, dbus]) => {
      const { budget, policy, openai } = values;
      const entra = part(values, "openai")["auth"] === "entra";
      return agreed({
        ...values,
        layout: "lab",
        profile: "current",
        location,
        model: { ...model, capacity: 1 },
        student: { ...student, ...(entra && { principalType: "User" }) },
        openai: set(openai, { restore: false }),
        databricks: { ...part(values, "databricks"), ...TAKEN, nodeType },
        ...(isValues(budget) && { budget: { ...budget, start: "2098-01-01" } }),
        ...(isValues(policy) && { policy: { ...policy, maxDbusPerHour: dbus } }),
      });
    });

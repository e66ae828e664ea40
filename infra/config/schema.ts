import { z } from "zod";
import {
  allowanceField,
  budgetField,
  existingField,
  policyField,
  seatsField,
} from "./optional-parts";
import { address, flag, guid, isDate, oneOf, tagValue, text, wholeNumber } from "./fields";

/**
 * The schema of everything under `rai-lab:`. Each field's error says what it must be and what to
 * write; `index.ts` adds the key and the value. With `optional-parts.ts` the only place where
 * defaults are written down: Pulumi.yaml repeats the flat ones, and a test holds the two together.
 */

/** The kinds of deployment that Azure knows for its models. */
const MODEL_SKUS = [
  "Standard",
  "GlobalStandard",
  "DataZoneStandard",
  "ProvisionedManaged",
  "GlobalProvisionedManaged",
  "DataZoneProvisionedManaged",
  "DeveloperTier",
  "LowPriority",
] as const;
type ModelSku = (typeof MODEL_SKUS)[number];

/** The defaults that depend on the profile. */
interface Defaults {
  model: { name: string; version: string; sku: ModelSku; capacity: number };
  apiVersion: string;
  runtime: string;
  library: string;
}

/**
 * `current` works today; `seed` has the values of the original lab, to teach why they no longer
 * work.
 */
export const PROFILES = {
  current: {
    // The model that lives longest: docs/decisions/014 weighs it, and says what to do then.
    model: { name: "gpt-5.6-luna", version: "2026-07-09", sku: "GlobalStandard", capacity: 20 },
    // Dated api-versions up to 2024-10-21 do not know `reasoning_effort`, which that model needs.
    apiVersion: "v1",
    runtime: "16.4.x-cpu-ml-scala2.12",
    library: "openai==2.54.0",
  },
  seed: {
    model: { name: "gpt-35-turbo", version: "0125", sku: "Standard", capacity: 5 },
    apiVersion: "2023-03-15-preview",
    runtime: "13.3.x-cpu-ml-scala2.12",
    library: "openai==1.42.0",
  },
} as const satisfies Record<string, Defaults>;

/** A set of defaults. */
export type Profile = keyof typeof PROFILES;
/** Whether a text names a profile. */
export const isProfile = (text: string | undefined): text is Profile =>
  text !== undefined && Object.hasOwn(PROFILES, text);

/** A virtual machine size; those that begin with Standard_N have a GPU. */
const nodeType = text(
  /^Standard_[A-Z]\w*$/,
  "a virtual machine size such as Standard_D4ds_v5",
).refine((size) => !size.startsWith("Standard_N"), {
  error: "must be a size without a GPU: the lab computes nothing on one. Write Standard_D4ds_v5",
});

/**
 * Whether the runtime exists: 16.x has both Scala versions, later ones only 2.13, earlier ones only
 * 2.12.
 */
const scalaFits = (runtime: string): boolean => {
  const major = Number.parseInt(runtime, 10);
  return major === 16 || runtime.endsWith(major > 16 ? "2.13" : "2.12");
};
const runtime = text(
  /^\d+(\.\d+)?\.x-cpu-ml-scala2\.1[23]$/,
  "an ML runtime for CPUs without Photon, such as 16.4.x-cpu-ml-scala2.12",
).refine(scalaFits, {
  error:
    "names a runtime that does not exist: up to 15.x they end in scala2.12, from 17.x in scala2.13",
});

/** The schema with the given defaults. */
export const configSchema = (defaults: Defaults) =>
  z.strictObject({
    layout: oneOf(["lab", "class", "seat"]).default("lab"),
    profile: oneOf(["current", "seed"]).default("current"),
    student: z
      .strictObject(
        {
          userName: address(
            "the user name that the student signs in with, such as name@school.example",
          ),
          objectId: guid(
            "the object id that Entra ID gave them: az ad user show --id NAME --query id",
          ).optional(),
          principalType: oneOf(["User", "Group", "ServicePrincipal"]).optional(),
        },
        { error: "must be an object with userName" },
      )
      .optional(),
    owner: tagValue().optional(),
    class: tagValue().optional(),
    classStack: text(
      /^([\w.-]+\/){0,2}[\w.-]{1,100}$/,
      "the class's stack, as STACK or ORGANIZATION/PROJECT/STACK",
    ).optional(),
    seats: seatsField(),
    existing: existingField(),
    expires: text(
      /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$/,
      "a date such as 2027-01-31, or a time with its zone such as 2027-01-31T18:00+01:00",
    )
      .refine((value) => isDate(value.slice(0, 10)) && !Number.isNaN(Date.parse(value)), {
        error: "must be a date that exists, and a time of that day",
      })
      .optional(),
    location: text(
      /^[a-z][a-z0-9]+$/,
      "an Azure region in its short form, such as eastus2",
    ).default("eastus2"),
    deploymentName: text(
      /^[A-Za-z0-9][\w.-]{1,63}$/,
      "2 to 64 letters, digits, '.', '_' or '-'",
    ).default("gpt-35-turbo"),
    model: z
      .strictObject({
        name: text(/^[\w.-]+$/, "a model name such as gpt-5.6-luna").default(defaults.model.name),
        version: text(/^[\w.-]+$/, "a model version such as 2026-07-09").default(
          defaults.model.version,
        ),
        sku: oneOf(MODEL_SKUS).default(defaults.model.sku),
        capacity: wholeNumber(1, 1_000_000, "thousands of tokens per minute").default(
          defaults.model.capacity,
        ),
        upgrade: oneOf([
          "NoAutoUpgrade",
          "OnceCurrentVersionExpired",
          "OnceNewDefaultVersionAvailable",
        ]).default("NoAutoUpgrade"),
        raiPolicy: text(
          /^[A-Za-z0-9][\w.-]{1,63}$/,
          "the name of a content filter of the account, such as Microsoft.DefaultV2",
        ).optional(),
      })
      .prefault({}),
    openai: z
      .strictObject({
        auth: oneOf(["key", "entra"]).default("key"),
        apiVersion: text(
          /^(v1|\d{4}-\d{2}-\d{2}(-preview)?)$/,
          "v1 or a dated version such as 2024-10-21",
        ).default(defaults.apiVersion),
        restore: flag().default(false),
      })
      .prefault({}),
    databricks: z
      .strictObject({
        computeMode: z
          .literal("Hybrid", {
            error: "must be Hybrid: in another mode a workspace cannot run the lab's cluster",
          })
          .default("Hybrid"),
        runtime: runtime.default(defaults.runtime),
        nodeType: nodeType.default("Standard_D4ds_v5"),
        autoterminationMinutes: wholeNumber(
          10,
          10_000,
          "a cluster that never stops costs money all night",
        ).default(20),
        noPublicIp: flag().default(true),
        library: text(
          /^openai==\d+(\.\d+)+$/,
          "the openai package at one exact version, such as openai==2.54.0",
        ).default(defaults.library),
        authType: oneOf([
          "azure-cli",
          "azure-client-secret",
          "azure-msi",
          "github-oidc-azure",
        ]).default("azure-cli"),
      })
      .prefault({}),
    budget: budgetField(),
    lock: flag().default(false),
    diagnostics: flag().default(false),
    policy: policyField(),
    allowance: allowanceField(),
  });

/** The schema with the defaults of one profile. */
export const schemaOf = (profile: Profile) => configSchema(PROFILES[profile]);
/** The zod schema of a configuration. */
export type ConfigSchema = ReturnType<typeof configSchema>;

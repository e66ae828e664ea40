import fc from "fast-check";
import { isJsonObject, type JsonObject } from "../../infra/json-object";
import {
  address,
  addresses,
  date,
  type Field,
  flag,
  guid,
  line,
  names,
  number,
  oneOf,
  text,
} from "./fields";

/** The id of a resource in a group that no stack of these tests has. */
const armId = (type: string): RegExp =>
  new RegExp(
    `^/subscriptions/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/resourceGroups/school-[a-z0-9]{1,20}/providers/${type.replace(".", "\\.")}/[A-Za-z0-9-]{1,40}$`,
  );

/** Every key of the configuration, as documented for users. Written independently of the schema under test. */
export const FIELDS: Record<string, Field> = {
  layout: oneOf("lab", "class", "seat"),
  profile: oneOf("current", "seed"),
  "student.userName": address(),
  "student.objectId": guid(),
  "student.principalType": oneOf("User", "Group", "ServicePrincipal"),
  owner: line(),
  class: line(),
  classStack: text(/^([\w.-]+\/){0,2}[\w.-]{1,100}$/, undefined, true),
  seats: names(),
  "existing.openaiAccountId": text(armId("Microsoft.CognitiveServices/accounts")),
  "existing.workspaceId": text(armId("Microsoft.Databricks/workspaces")),
  expires: date(),
  location: text(/^[a-z][a-z0-9]{1,20}$/, undefined, true),
  deploymentName: text(/^[A-Za-z0-9][\w.-]{1,63}$/, undefined, true),
  "model.name": text(/^[\w.-]+$/),
  "model.version": text(/^[\w.-]+$/),
  "model.sku": oneOf(
    "Standard",
    "GlobalStandard",
    "DataZoneStandard",
    "ProvisionedManaged",
    "GlobalProvisionedManaged",
  ),
  "model.capacity": number(1, 1_000_000),
  "model.upgrade": oneOf(
    "NoAutoUpgrade",
    "OnceCurrentVersionExpired",
    "OnceNewDefaultVersionAvailable",
  ),
  "model.raiPolicy": text(/^[A-Za-z0-9][\w.-]{1,63}$/),
  "openai.auth": oneOf("key", "entra"),
  "openai.apiVersion": text(/^(v1|\d{4}-\d{2}-\d{2}(-preview)?)$/),
  "openai.restore": flag(),
  "databricks.computeMode": oneOf("Hybrid"),
  "databricks.runtime": text(
    /^\d+(\.\d+)?\.x-cpu-ml-scala2\.1[23]$/,
    fc.constantFrom(
      "13.3.x-cpu-ml-scala2.12",
      "16.4.x-cpu-ml-scala2.12",
      "16.4.x-cpu-ml-scala2.13",
      "18.x-cpu-ml-scala2.13",
    ),
  ),
  "databricks.nodeType": text(/^Standard_[A-MO-Z]\w*$/),
  "databricks.autoterminationMinutes": number(10, 10_000),
  "databricks.noPublicIp": flag(),
  "databricks.library": text(/^openai==\d+(\.\d+)+$/),
  "databricks.authType": oneOf(
    "azure-cli",
    "azure-client-secret",
    "azure-msi",
    "github-oidc-azure",
  ),
  "budget.amount": number(1, 1_000_000),
  "budget.emails": addresses(),
  "budget.start": date(true),
  lock: flag(true),
  diagnostics: flag(true),
  "policy.maxDbusPerHour": number(0.1, 1000, false),
  "policy.maxAutoterminationMinutes": number(10, 10_000),
  "allowance.minutesADay": number(1, 1440),
  "allowance.zone": text(
    /^(UTC|[A-Z][a-z]+\/[A-Za-z_]+)$/,
    fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"),
  ),
};

/** Required keys of the objects. */
const REQUIRED = [
  "student.userName",
  "budget.amount",
  "budget.emails",
  "budget.start",
  "allowance.minutesADay",
  "allowance.zone",
];

const OBJECTS = [...new Set(Object.keys(FIELDS).flatMap((path) => path.split(".").slice(0, -1)))];
const record = (prefix: string): fc.Arbitrary<JsonObject> => {
  const fields = Object.entries(FIELDS)
    .filter(([path]) => path.startsWith(prefix))
    .map(([path, field]) => [path.slice(prefix.length), field.good] as const)
    .filter(([key]) => !key.includes("."));
  const requiredKeys = REQUIRED.filter((path) => path.startsWith(prefix)).map((path) =>
    path.slice(prefix.length),
  );
  return fc.record(Object.fromEntries(fields), { requiredKeys: prefix === "" ? [] : requiredKeys });
};

/** The object at a key; empty when there is none. */
export const objectAt = (values: JsonObject, key: string): JsonObject =>
  isJsonObject(values[key]) ? values[key] : {};

/** Keys that a layout does not use. */
const UNUSED: Record<string, readonly string[]> = {
  lab: ["classStack", "seats"],
  class: [
    "classStack",
    "student",
    "databricks.runtime",
    "databricks.autoterminationMinutes",
    "databricks.library",
    "allowance",
  ],
  seat: [
    "seats",
    "existing",
    "location",
    "deploymentName",
    "model",
    "openai",
    "budget",
    "lock",
    "diagnostics",
    "policy",
    "databricks.computeMode",
    "databricks.noPublicIp",
  ],
};

/** Whether the configuration's layout uses a key. What exists already has no budget. */
export const isUsed = ({ layout = "lab", existing }: JsonObject, path: string): boolean =>
  !(existing !== undefined && path.split(".")[0] === "budget") &&
  !UNUSED[String(layout)]?.some((unused) => path === unused || path.startsWith(`${unused}.`));

/** The configuration without the keys that its layout does not use. */
export function withoutUnusedKeys(all: JsonObject, values = all, prefix = ""): JsonObject {
  const entries = Object.entries(values).filter(([key]) => isUsed(all, prefix + key));
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      isJsonObject(value) ? withoutUnusedKeys(all, value, `${prefix}${key}.`) : value,
    ]),
  );
}

/** Removes what contradicts the ids of what exists already, and an object that names neither. */
function withoutWhatExistingRefuses(values: JsonObject): void {
  const { openaiAccountId, workspaceId } = objectAt(values, "existing");
  if (openaiAccountId === undefined && workspaceId === undefined) {
    delete values["existing"];
    return;
  }
  values["diagnostics"] = false;
  if (openaiAccountId !== undefined && workspaceId !== undefined) {
    values["lock"] = false;
    delete values["location"];
  }
  if (openaiAccountId !== undefined && isJsonObject(values["openai"]))
    values["openai"] = { ...values["openai"], restore: false };
  if (workspaceId !== undefined && isJsonObject(values["databricks"])) {
    values["databricks"] = { ...values["databricks"], noPublicIp: true };
  }
}

/** The configuration with keys changed that would contradict each other, so that it is valid as a whole. */
export function consistent(all: JsonObject): JsonObject {
  const values = withoutUnusedKeys(all);
  const { layout = "lab" } = values;
  withoutWhatExistingRefuses(values);
  const model = objectAt(values, "model");
  if (model["name"] !== undefined) values["model"] = { version: "1", ...model };
  const entra = objectAt(values, "openai")["auth"] === "entra";
  if (layout === "seat") values["classStack"] ??= "class";
  if (layout === "seat") values["student"] ??= { userName: "ada@school.example" };
  if (layout === "lab" && isJsonObject(values["student"])) {
    const { objectId: _objectId, principalType: _type, ...named } = values["student"];
    const withId = { objectId: "00000000-0000-4000-8000-00000000000a", ...values["student"] };
    values["student"] = entra ? withId : named;
  }
  if (layout === "lab" && isJsonObject(values["policy"])) {
    const { maxAutoterminationMinutes: most = 120 } = values["policy"];
    const { autoterminationMinutes: minutes = 20, ...others } = objectAt(values, "databricks");
    values["databricks"] = {
      ...others,
      autoterminationMinutes: Math.min(Number(minutes), Number(most)),
    };
  }
  if (layout === "class") {
    if (objectAt(values, "databricks")["nodeType"] !== undefined) values["policy"] ??= {};
    if (entra) values["lock"] = false;
    // A seat's deployment is named after the base and the seat: together at most 64 characters.
    const { deploymentName: base } = values;
    if (values["seats"] && typeof base === "string") values["deploymentName"] = base.slice(0, 30);
  }
  return values;
}

/** A valid configuration, with numbers and flags as such. */
export const configuration: fc.Arbitrary<JsonObject> = fc
  .tuple(
    record(""),
    fc.record(Object.fromEntries(OBJECTS.map((key) => [key, record(`${key}.`)])), {
      requiredKeys: [],
    }),
  )
  .map(([flat, objects]) => consistent({ ...flat, ...objects }));

import assert from "node:assert/strict";
import fc from "fast-check";
import { parseConfig } from "../../infra/config";
import { isJsonObject, type JsonObject } from "../../infra/json-object";
import { LabError } from "../../infra/errors";
import { toPulumiConfig } from "../pulumi-config";
import {
  consistent,
  configuration,
  FIELDS,
  objectAt,
  withoutUnusedKeys,
  isUsed,
} from "./configurations";

const project = "rai-lab";
const parse = (raw: Record<string, string>) => parseConfig(raw, project, "dev");

/** Asserts that the parsed configuration has every given value. */
function assertHolds(parsed: unknown, given: JsonObject): void {
  assert.ok(isJsonObject(parsed));
  for (const [key, value] of Object.entries(given))
    if (isJsonObject(value)) assertHolds(parsed[key], value);
    else assert.deepEqual(parsed[key], value);
}

/** The configuration with the value at a dotted path changed; missing objects are created. */
function withValueAt(values: JsonObject, path: string, value: unknown): JsonObject {
  const [key = "", ...rest] = path.split(".");
  const next = rest.length > 0 ? withValueAt(objectAt(values, key), rest.join("."), value) : value;
  return Object.fromEntries([
    ...Object.entries(values).filter(([name]) => name !== key),
    [key, next],
  ]);
}

/** The error of an invalid configuration. @throws Error when it is accepted, or fails with another error */
function refusalOf(raw: Record<string, string>): LabError {
  try {
    parse(raw);
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
  throw new Error(`accepted: ${JSON.stringify(raw)}`);
}

const REMEDY = / (must be .|is missing: it must be .|is not a key\. (Did you mean|Keys are) .)/;

/** Asserts that the error has one problem, at this key, with a remedy. */
function assertOneProblem(raw: Record<string, string>, path: string): void {
  const { code, message, where } = refusalOf(raw);
  const [head, line = "", ...more] = message.split("\n");
  assert.deepEqual([code, where, more], ["config", "Pulumi.dev.yaml", []], message);
  assert.ok(head?.includes("has 1 problem "), message);
  assert.ok(line.startsWith(`  ${project}:${path}`), message);
  assert.match(line, REMEDY);
}

/** Required keys of an object in which a test sets one key. */
const REQUIRED_BESIDE: Record<string, JsonObject> = {
  student: { userName: "ada@school.example" },
  budget: { amount: 50, emails: ["ada@school.example"], start: "2027-01-01" },
  allowance: { minutesADay: 240, zone: "UTC" },
  existing: {
    workspaceId:
      "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/school/providers/Microsoft.Databricks/workspaces/dbw",
  },
};
const withObject = (values: JsonObject, path: string): JsonObject => {
  const [key = ""] = path.split(".");
  return path.includes(".") && !isJsonObject(values[key])
    ? consistent({ ...values, [key]: REQUIRED_BESIDE[key] ?? {} })
    : values;
};

const OBJECTS = [...new Set(Object.keys(FIELDS).flatMap((path) => path.split(".").slice(0, -1)))];
const wrongValue = fc.oneof(
  ...Object.entries(FIELDS).map(([path, { wrong }]) => wrong.map((value) => ({ path, value }))),
);
const textForObject = fc.record({
  path: fc.constantFrom(...OBJECTS),
  value: fc.constantFrom("", "x", "5", "[]", "null", "{"),
});
const unknownKey = fc
  .record({
    object: fc.constantFrom("", ...OBJECTS),
    key: fc.oneof(
      fc.stringMatching(/^[A-Za-z_]\w{0,20}$/),
      fc.constantFrom("__proto__", "constructor", "toString", "hasOwnProperty"),
    ),
  })
  .map(({ object, key }) => (object === "" ? key : `${object}.${key}`))
  .filter((path) => !Object.hasOwn(FIELDS, path) && !OBJECTS.includes(path));

/** A configuration with one thing wrong in it. */
export const invalidConfiguration: fc.Arbitrary<JsonObject> = fc
  .tuple(
    configuration,
    fc.oneof(
      wrongValue,
      textForObject,
      unknownKey.map((path) => ({ path, value: "x" })),
    ),
  )
  .filter(([values, { path }]) => isUsed(values, path))
  .map(([values, { path, value }]) => withValueAt(withObject(values, path), path, value));

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.json(),
  fc.constantFrom("", "null", "{}", "[]", "true"),
);
const keys = fc.oneof(
  fc.constantFrom(...new Set([...Object.keys(FIELDS), ...OBJECTS])),
  fc.string({ unit: "binary" }),
  fc.constantFrom("__proto__", "constructor", ""),
);

/** Properties of every configuration, valid or not. */
export const CONFIG_PROPERTIES: Record<string, fc.IRawProperty<unknown>> = {
  "a right configuration is accepted, each value as it was meant": fc.property(
    configuration,
    fc.boolean(),
    (values, loose) => assertHolds(parse(toPulumiConfig(values, { loose })), values),
  ),
  "what was accepted is accepted again, and is the same": fc.property(configuration, (values) => {
    // A class without a policy does not use the node type, but its default has one.
    fc.pre(values["layout"] !== "class" || values["policy"] !== undefined);
    const { project: _project, stack: _stack, ...first } = parse(toPulumiConfig(values));
    const given = Object.fromEntries(
      Object.entries(withoutUnusedKeys(first)).filter(([, value]) => value !== undefined),
    );
    assert.deepEqual(parse(toPulumiConfig(given)), { ...first, project, stack: "dev" });
  }),
  "one wrong value is one problem, with its cure": fc.property(
    configuration,
    wrongValue,
    (values, { path, value }) => {
      fc.pre(isUsed(values, path));
      assertOneProblem(toPulumiConfig(withValueAt(withObject(values, path), path, value)), path);
    },
  ),
  "a text in place of an object is one problem, with its cure": fc.property(
    configuration,
    textForObject,
    (values, { path, value }) => {
      fc.pre(isUsed(values, path));
      assertOneProblem(toPulumiConfig(withValueAt(values, path, value)), path);
    },
  ),
  "a key that is none is one problem, with its cure": fc.property(
    configuration,
    unknownKey,
    (values, path) => {
      fc.pre(isUsed(values, path));
      assertOneProblem(toPulumiConfig(withValueAt(withObject(values, path), path, "x")), path);
    },
  ),
  "whatever is written, it is accepted or refused in words": fc.property(
    fc.array(fc.tuple(keys, anyText), { maxLength: 8 }),
    (entries) => {
      const raw = Object.fromEntries(entries.map(([key, value]) => [`${project}:${key}`, value]));
      try {
        parse(raw);
      } catch (error) {
        assert.ok(error instanceof LabError, String(error));
        assert.match(error.message, /has \d+ problems? /);
      }
    },
  ),
};

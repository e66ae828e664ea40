/**
 * Stack resources of a class. The operator's own schema (its definition of Stack resources, at
 * 475dbc6c) is not ours to keep: it was asked by hand, and here
 * the fields are held to the part of it that is used.
 */
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { operatorStacks } from "../../../scripts/class/export/pulumi-operator";

const RECORD = { name: "a2345678901234567", expires: "2027-01-31" };
const LONGEST = `${RECORD.name}-${"s".repeat(24)}`;
const SOURCE = {
  project: "rai-lab",
  repository: "https://github.com/school/rai-lab",
  commit: "0123456",
  backend: "azblob://state?storage_account=school",
};

interface Stack {
  apiVersion: string;
  kind: string;
  metadata: { name: string; labels: Record<string, string>; annotations: Record<string, string> };
  spec: Record<string, unknown>;
}

function stacksOf(names: readonly string[]): Stack[] {
  const settings = new Map(names.map((name) => [name, { "rai-lab:expires": "2027-01-31" }]));
  // As Kubernetes reads it: a plain date would be a time.
  const documents = parseAllDocuments(operatorStacks(RECORD, settings, SOURCE), { version: "1.1" });
  return documents.map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as Stack;
  });
}

/** The fields of `spec`, with the type of each in the operator's schema. */
const SPEC: Record<string, string> = {
  stack: "string",
  backend: "string",
  projectRepo: "string",
  commit: "string",
  shallow: "boolean",
  config: "object",
  envRefs: "object",
  prerequisites: "array",
  destroyOnFinalize: "boolean",
  retryOnUpdateConflict: "boolean",
  continueResyncOnCommitMatch: "boolean",
  retryMaxBackoffDurationSeconds: "number",
  workspaceReclaimPolicy: "string",
  updateTemplate: "object",
  workspaceTemplate: "object",
};

const typeOf = (value: unknown): string => (Array.isArray(value) ? "array" : typeof value);

test("a resource for each stack, with fields that the operator has, and names that it allows", () => {
  const stacks = stacksOf([`${RECORD.name}-class`, LONGEST]);
  expect(LONGEST).toHaveLength(42);
  for (const { apiVersion, kind, metadata, spec } of stacks) {
    expect([apiVersion, kind]).toEqual(["pulumi.com/v1", "Stack"]);
    expect(metadata.name).toMatch(/^[a-z0-9-]{1,42}$/);
    for (const [field, value] of Object.entries(spec))
      expect([field, typeOf(value)]).toEqual([field, SPEC[field]]);
    for (const text of Object.values({ ...metadata.labels, ...metadata.annotations }))
      expect(typeof text).toBe("string");
    // Kubernetes' own rule for values of labels.
    for (const text of Object.values(metadata.labels)) expect(text).toMatch(/^[\w.-]{1,63}$/);
  }
  expect(stacks.map(({ spec }) => spec["stack"])).toEqual([
    `organization/rai-lab/${RECORD.name}-class`,
    `organization/rai-lab/${LONGEST}`,
  ]);
});

test("seats wait for what they share, and try again within ten minutes", () => {
  const [half, seat] = stacksOf([`${RECORD.name}-class`, LONGEST]);
  expect(half!.spec).not.toHaveProperty("prerequisites");
  expect(seat!.spec).toMatchObject({
    prerequisites: [{ name: half!.metadata.name, requirement: { succeededWithinDuration: "24h" } }],
    retryMaxBackoffDurationSeconds: 600,
    config: { "rai-lab:expires": "2027-01-31" },
  });
  const [alone] = stacksOf([LONGEST]);
  expect(alone!.spec).not.toHaveProperty("prerequisites");
});

test("secrets stay in the cluster: each variable names a key of one Secret", () => {
  const [{ spec }] = stacksOf([LONGEST]) as [Stack];
  for (const [name, reference] of Object.entries(spec["envRefs"] as object))
    expect(reference).toEqual({ type: "Secret", secret: { name: "rai-lab", key: name } });
});

import { expect, test } from "vitest";
import { crossFieldProblems } from "../../../infra/config/cross-field";
import { schemaOf } from "../../../infra/config/schema";

const keysOf = (values: Record<string, unknown>): string[] =>
  crossFieldProblems(schemaOf("current"), values).map(({ key }) => key);

test("nothing set is no problem", () => expect(keysOf({})).toEqual([]));

test("a cap is held against what is written and against the default", () => {
  expect(keysOf({ policy: { maxAutoterminationMinutes: 20 } })).toEqual([]);
  expect(keysOf({ policy: { maxAutoterminationMinutes: 19 } })).toEqual([
    "databricks.autoterminationMinutes",
  ]);
  expect(keysOf({ policy: {}, databricks: { autoterminationMinutes: "121" } })).toEqual([
    "databricks.autoterminationMinutes",
  ]);
});

test("what is wrong by itself is not held against anything", () => {
  expect(
    keysOf({
      policy: { maxAutoterminationMinutes: 1 },
      databricks: { autoterminationMinutes: 30 },
    }),
  ).toEqual([]);
});

test("every combination is told", () => {
  expect(keysOf({ model: { name: "gpt-5.1" }, policy: { maxAutoterminationMinutes: 10 } })).toEqual(
    ["model.name", "databricks.autoterminationMinutes"],
  );
});

test("a student of entra has an object id, and one of key has none", () => {
  const student = { userName: "a@b.example" };
  const known = { ...student, objectId: "x", principalType: "User" };
  const entra = { auth: "entra" };
  expect(keysOf({ openai: entra })).toEqual([]);
  expect(keysOf({ openai: entra, student })).toEqual(["student.objectId"]);
  expect(keysOf({ openai: entra, student: known })).toEqual([]);
  expect(keysOf({ student: known })).toEqual(["student.objectId", "student.principalType"]);
  expect(keysOf({ openai: { auth: "none" }, student: known })).toEqual([]);
});

test("a class uses a node type for its policy alone, and no lock where roles must be taken away again", () => {
  const nodeType = { nodeType: "Standard_D8ds_v5" };
  expect(keysOf({ layout: "class", databricks: nodeType })).toEqual(["databricks.nodeType"]);
  expect(
    keysOf({ layout: "class", databricks: nodeType, policy: { maxAutoterminationMinutes: 15 } }),
  ).toEqual([]);
  expect(keysOf({ layout: "class", lock: "true" })).toEqual([]);
  expect(keysOf({ layout: "class", lock: "true", openai: { auth: "entra" } })).toEqual(["lock"]);
});

test("the deployment of a seat has a name that Azure takes", () => {
  const seats = ["s01", "s".repeat(60)];
  expect(keysOf({ layout: "class", seats })).toEqual(["seats"]);
  expect(keysOf({ layout: "class", seats, deploymentName: "gpt" })).toEqual([]);
});

test("a seat needs a class and a student, who may have an object id: the class decides on keys", () => {
  expect(keysOf({ layout: "seat" })).toEqual(["classStack", "student"]);
  const student = { userName: "a@b.example", objectId: "x" };
  expect(keysOf({ layout: "seat", classStack: "spring", student })).toEqual([]);
});

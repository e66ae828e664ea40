import { expect, test } from "vitest";
import { keysOfOtherLayouts, usedByLayout } from "../../../infra/config/layout-keys";
import { schemaOf } from "../../../infra/config/schema";

const keysOf = (values: Record<string, unknown>): string[] =>
  keysOfOtherLayouts(schemaOf("current"), values).map(({ key }) => key);

test("each layout refuses what only the others use, all at once", () => {
  const all = {
    classStack: "spring",
    seats: ["s01"],
    student: { userName: "a@b.example" },
    model: {},
    openai: {},
    budget: {},
    policy: {},
    databricks: {
      computeMode: "Hybrid",
      noPublicIp: true,
      runtime: "x",
      autoterminationMinutes: 20,
      library: "y",
    },
  };
  expect(keysOf(all)).toEqual(["classStack", "seats"]);
  expect(keysOf({ ...all, layout: "class" })).toEqual([
    "classStack",
    "student",
    "databricks.runtime",
    "databricks.autoterminationMinutes",
    "databricks.library",
  ]);
  expect(keysOf({ ...all, layout: "seat" })).toEqual([
    "seats",
    "model",
    "openai",
    "budget",
    "policy",
    "databricks.computeMode",
    "databricks.noPublicIp",
  ]);
});

test("a flat key that says the default says nothing: Pulumi.yaml gives it to every stack", () => {
  const flat = {
    layout: "seat",
    location: "eastus2",
    deploymentName: "gpt-35-turbo",
    lock: "false",
    diagnostics: "false",
  };
  expect(keysOf(flat)).toEqual([]);
  const other = {
    layout: "seat",
    location: "uksouth",
    deploymentName: "chat",
    lock: "true",
    diagnostics: "true",
  };
  expect(keysOf(other)).toEqual(["location", "deploymentName", "lock", "diagnostics"]);
});

test("a layout that is wrong by itself refuses nothing more", () => {
  expect(keysOf({ layout: "room", seats: [], classStack: "x" })).toEqual([]);
});

test("of the settings of a whole class, each layout gets what it accepts, and the class loses nothing", () => {
  const common = {
    student: { userName: "a@b.example" },
    location: "swedencentral",
    model: { capacity: 5 },
    databricks: { runtime: "x", nodeType: "y", noPublicIp: true },
  };
  const kept = structuredClone(common);
  for (const layout of ["lab", "class", "seat"] as const)
    expect(keysOf({ ...usedByLayout(common, layout), layout })).toEqual([]);
  const both = [usedByLayout(common, "class"), usedByLayout(common, "seat")];
  expect(both).toEqual([
    {
      location: "swedencentral",
      model: { capacity: 5 },
      databricks: { nodeType: "y", noPublicIp: true },
    },
    { student: { userName: "a@b.example" }, databricks: { runtime: "x", nodeType: "y" } },
  ]);
  expect(common).toEqual(kept);
});

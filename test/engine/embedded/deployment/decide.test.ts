import { describe, expect, test } from "vitest";
import {
  decide,
  type Decision,
  type DecisionFacts,
} from "../../../../scripts/engine/embedded/deployment/decide";
import { bareGoal, type Goal } from "../../../../scripts/engine/embedded/deployment/goal";
import { UNKNOWN } from "../../../../scripts/engine/plugin";
import { secret } from "../../../../scripts/engine/state/wire";
import type { Resource } from "../../../../scripts/engine/state/resource";

const URN = "urn:pulumi:dev::demo::fake:index:Thing::a";
const goal = (options: Partial<Goal> = {}): Goal => ({
  ...bareGoal("fake:index:Thing", "a", { size: 1 }),
  ...options,
});
const old = (options: Partial<Resource> = {}): Resource => ({
  urn: URN,
  custom: true,
  type: "fake:index:Thing",
  id: "1",
  inputs: { size: 1 },
  ...options,
});
const component = goal({ custom: false });
const none = new Set<string>();
const changes = (...changed: string[]) => ({ changes: true, changed });
const replaces = (...keys: string[]) => ({ changes: true, changed: keys, replaces: keys });

const table: [string, Partial<DecisionFacts>, Decision][] = [
  ["a new component", { goal: component, old: undefined }, { do: "create" }],
  ["an equal component", { goal: component }, { do: "same" }],
  [
    "a component with a negative zero, which the state file keeps as zero",
    { goal: goal({ custom: false, props: { size: -0 } }), old: old({ inputs: { size: 0 } }) },
    { do: "same" },
  ],
  [
    "a changed component",
    { goal: component, old: old({ inputs: {} }) },
    { do: "update", keys: [] },
  ],
  ["a new resource", { old: undefined }, { do: "create" }],
  ["no difference", { diff: { changes: false } }, { do: "same" }],
  ["a difference", { diff: changes("size") }, { do: "update", keys: ["size"] }],
  [
    "not ready when created",
    { old: old({ initErrors: ["x"] }), diff: { changes: false } },
    { do: "update", keys: [] },
  ],
  [
    "a replacing difference",
    { diff: replaces("label") },
    { do: "replace", first: "create", keys: ["label"] },
  ],
  [
    "the provider deletes before it replaces",
    { diff: { ...replaces("label"), deleteBeforeReplace: true } },
    { do: "replace", first: "delete", keys: ["label"] },
  ],
  [
    "the program deletes before it replaces",
    { goal: goal({ deleteBeforeReplace: true }), diff: replaces("label") },
    { do: "replace", first: "delete", keys: ["label"] },
  ],
  [
    "the program overrules the provider",
    {
      goal: goal({ deleteBeforeReplace: false }),
      diff: { ...replaces("label"), deleteBeforeReplace: true },
    },
    { do: "replace", first: "create", keys: ["label"] },
  ],
  [
    "replaceOnChanges names a changed key",
    { goal: goal({ replaceOnChanges: ["size"] }), diff: changes("size") },
    { do: "replace", first: "create", keys: ["size"] },
  ],
  [
    "replaceOnChanges by a deeper path and by *",
    { goal: goal({ replaceOnChanges: ["tags.owner", "*"] }), diff: changes("tags") },
    { do: "replace", first: "create", keys: ["tags"] },
  ],
  [
    "replaceOnChanges names another key",
    { goal: goal({ replaceOnChanges: ["label"] }), diff: changes("size") },
    { do: "update", keys: ["size"] },
  ],
  [
    "replaceOnChanges without a change",
    { goal: goal({ replaceOnChanges: ["*"] }), diff: { changes: false, changed: ["size"] } },
    { do: "same" },
  ],
  [
    "another provider",
    { providerReplaced: true },
    { do: "replace", first: "create", keys: ["provider"] },
  ],
  [
    "replaceWith, and the other one was replaced",
    {
      goal: goal({ replaceWith: ["urn:other"] }),
      diff: { changes: false },
      replaced: new Set(["urn:other"]),
    },
    { do: "replace", first: "create", keys: ["replaceWith"] },
  ],
  [
    "replaceWith, and the other one was replaced, gone first by the program's wish",
    {
      goal: goal({ replaceWith: ["urn:x", "urn:other"], deleteBeforeReplace: true }),
      replaced: new Set(["urn:other"]),
    },
    { do: "replace", first: "delete", keys: ["replaceWith"] },
  ],
  [
    "deletedWith, and the other one was replaced",
    { goal: goal({ deletedWith: "urn:other" }), replaced: new Set(["urn:other"]) },
    { do: "replace", first: "create", keys: ["deletedWith"] },
  ],
  [
    "a changed trigger",
    { goal: goal({ replacementTrigger: "two" }), old: old({ replacementTrigger: "one" }) },
    { do: "replace", first: "create", keys: ["replacementTrigger"] },
  ],
  [
    "a changed trigger, gone first by the program's wish",
    {
      goal: goal({ replacementTrigger: 2, deleteBeforeReplace: true }),
      old: old({ replacementTrigger: false }),
    },
    { do: "replace", first: "delete", keys: ["replacementTrigger"] },
  ],
  [
    "a trigger that is changed deep inside",
    {
      goal: goal({ replacementTrigger: [{ a: secret(2) }] }),
      old: old({ replacementTrigger: [{ a: secret(1) }] }),
    },
    { do: "replace", first: "create", keys: ["replacementTrigger"] },
  ],
  [
    "a trigger not known yet",
    { goal: goal({ replacementTrigger: UNKNOWN }) },
    { do: "replace", first: "create", keys: ["replacementTrigger"] },
  ],
  [
    "a trigger that has only become a secret",
    { goal: goal({ replacementTrigger: [secret("x")] }), old: old({ replacementTrigger: ["x"] }) },
    { do: "same" },
  ],
  ["a first trigger", { goal: goal({ replacementTrigger: "one" }) }, { do: "same" }],
  ["a trigger taken away", { old: old({ replacementTrigger: "one" }) }, { do: "same" }],
  [
    "a trigger set to null",
    { goal: goal({ replacementTrigger: null }), old: old({ replacementTrigger: "one" }) },
    { do: "same" },
  ],
  [
    "a changed trigger of what is protected",
    {
      goal: goal({ replacementTrigger: "two", protect: true }),
      old: old({ replacementTrigger: "one", protect: true }),
    },
    { do: "refuse", reason: `${URN} is protected and cannot be replaced: remove protect first` },
  ],
  [
    "a changed trigger of what is deleted already",
    {
      goal: goal({ replacementTrigger: "two" }),
      old: old({ replacementTrigger: "one", pendingReplacement: true }),
    },
    { do: "recreate" },
  ],
  [
    "replaceWith, and the other one stays",
    { goal: goal({ replaceWith: ["urn:other"] }), diff: { changes: false } },
    { do: "same" },
  ],
  ["deleted in this run for its replacement", { replaced: new Set([URN]) }, { do: "recreate" }],
  [
    "deleted in an earlier run for its replacement",
    { old: old({ pendingReplacement: true }) },
    { do: "recreate" },
  ],
  ["external before, managed now", { old: old({ external: true }) }, { do: "recreate" }],
  [
    "protected before and now",
    { old: old({ protect: true }), goal: goal({ protect: true }), diff: replaces("label") },
    { do: "refuse", reason: `${URN} is protected and cannot be replaced: remove protect first` },
  ],
  [
    "protected before, not any more",
    { old: old({ protect: true }), diff: replaces("label") },
    { do: "replace", first: "create", keys: ["label"] },
  ],
];

describe("decide", () => {
  test.each(table)("%s", (_, facts, decision) => {
    expect(decide({ goal: goal(), old: old(), replaced: none, ...facts })).toEqual(decision);
  });
});

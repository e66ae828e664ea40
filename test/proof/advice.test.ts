import { expect, test } from "vitest";
import { adviceOn, type FoundResource, pictureOf } from "../../scripts/proof/advice";
import type { CheckedResource, ResourceKind } from "../../scripts/proof/report";

const DESTROY = "npx lab destroy dev";
const row = (kind: ResourceKind): FoundResource => ({ kind, id: `/subscriptions/s/${kind}/x` });

/** What is advised on each of these kinds, when they alone are left. */
function advice(kinds: ResourceKind[], recorded = 0, looked: CheckedResource[] = []): string[] {
  const found = kinds.map(row);
  const picture = pictureOf(found, looked, recorded);
  return found.map((one) => adviceOn(one, picture, DESTROY));
}

test("a stack that exists is not said to have outlived anything", () => {
  const all: ResourceKind[] = ["resource group", "managed group", "account", "workspace"];
  expect(new Set(advice(all, 31))).toEqual(new Set([`exists: ${DESTROY}`]));
  expect(new Set(advice(all))).toEqual(new Set([`exists: ${DESTROY}`]));
});

test("az group delete is advised where groups alone are left", () => {
  expect(advice(["managed group"])[0]).toContain("az group delete");
  expect(advice(["resource group"])[0]).toContain("az group delete");
});

test.each<ResourceKind[][]>([
  [["resource group", "soft-deleted account"]],
  [["managed group", "workspace"]],
  [["managed group", "soft-deleted account"]],
])("az group delete is never advised beside %j", (kinds) => {
  expect(advice(kinds).join()).not.toContain("az group delete");
});

test("nor while it is unknown whether an account would be soft-deleted with the group", () => {
  const unknown: CheckedResource = { kind: "account", id: "/a", state: "unknown" };
  expect(advice(["resource group"], 0, [unknown])[0]).not.toContain("az group delete");
});

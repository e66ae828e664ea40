import { expect, test } from "vitest";
import { placeOf, sameId } from "../../../infra/azure/arm-id";

const ID = "/subscriptions/S/resourcegroups/G/providers/Microsoft.CognitiveServices/accounts/A";

test("an id has a subscription, a group and a name, in any case", () => {
  expect(placeOf(ID)).toEqual({ subscriptionId: "S", resourceGroup: "G", name: "A" });
});

test.each(["", "/subscriptions/S/resourceGroups/G", `${ID}/deployments/d`, `x${ID}`])(
  "%j is not the id of a resource directly in a group",
  (id) => expect(() => placeOf(id)).toThrow("is not the ARM id"),
);

test("ids ignore case", () => {
  expect(sameId(ID, ID.toUpperCase())).toBe(true);
  expect(sameId(ID, `${ID}2`)).toBe(false);
});

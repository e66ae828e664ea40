import { expect, test } from "vitest";
import { allowedLocations, type PolicyAssignment } from "../../scripts/doctor/policies";

const GROUP = "/subscriptions/S/resourceGroups/rg-lab";
const policy = (change: PolicyAssignment["properties"] = {}): PolicyAssignment => ({
  properties: {
    policyDefinitionId:
      "/providers/Microsoft.Authorization/policyDefinitions/E56962A6-4747-49CD-B67B-BF8B01975C4C",
    parameters: { listOfAllowedLocations: { value: ["Sweden Central", "eastus2"] } },
    ...change,
  },
});

test.each([
  ["as assigned", {}],
  ["for groups", { policyDefinitionId: "x/e765b5de-1225-4ba3-bd56-1ac6695af988" }],
  ["enforced", { enforcementMode: "Default" }],
  ["with another group left in peace", { notScopes: ["/subscriptions/s/resourceGroups/rg"] }],
])("names what it allows %s", (_how, change) => {
  expect(allowedLocations(policy(change), GROUP)).toEqual(["swedencentral", "eastus2"]);
});

test.each([
  ["is another definition's", { policyDefinitionId: "x/y" }],
  ["only reports", { enforcementMode: "DoNotEnforce" }],
  ["leaves the group in peace", { notScopes: ["/subscriptions/s/resourcegroups/RG-LAB"] }],
  ["leaves the subscription in peace", { notScopes: ["/subscriptions/s"] }],
  ["has no list", { parameters: {} }],
])("says nothing where it %s", (_how, change) => {
  expect(allowedLocations(policy(change), GROUP)).toBeUndefined();
});

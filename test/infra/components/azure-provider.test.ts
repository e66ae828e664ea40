import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { inSubscription } from "../../../infra/components/azure-provider";
import { graphOf } from "../../support/graph";

const providersFor = async (subscriptionId: string): Promise<string[]> => {
  const { registered } = await graphOf(() => {
    const parent = new pulumi.ComponentResource("rai-lab:index:Test", "test");
    const { provider } = inSubscription("test", { subscriptionId, signedIn: "own" }, parent);
    return { isOther: provider !== undefined };
  });
  return registered.filter(({ custom }) => custom).map(({ name }) => name);
};

test("the default provider has the deployer's subscription, and another one needs its own", async () => {
  expect(await providersFor("OWN")).toEqual([]);
  expect(await providersFor("other")).toEqual(["test-azure"]);
});

import { expect, test } from "vitest";
import { parseConfig } from "../../../infra/config";
import { namesOf } from "../../../infra/names/physical-names";
import { stackContextOf } from "../../../infra/layouts/stack-context";
import { graphOf } from "../../support/graph";
import { azure, SUBSCRIPTION, TENANT } from "../../support/graph/azure";

test("is where azure-native signed in to, with the stack's names there", async () => {
  const { outputs } = await graphOf(() => ({
    ...stackContextOf(parseConfig({}, "rai-lab", "dev")),
  }));
  expect(outputs).toEqual({
    subscriptionId: SUBSCRIPTION,
    tenantId: TENANT,
    deployer: { objectId: "object", type: "ServicePrincipal" },
    names: namesOf({ subscriptionId: SUBSCRIPTION, project: "rai-lab", stack: "dev" }),
  });
});

test("who signed in through the Azure CLI is a person", async () => {
  const clientId = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
  const who = { clientId, objectId: "o", subscriptionId: SUBSCRIPTION, tenantId: TENANT };
  const answers = azure({ "azure-native:authorization:getClientConfig": who });
  const { outputs } = await graphOf(
    () => ({ ...stackContextOf(parseConfig({}, "rai-lab", "dev")) }),
    {
      answers,
    },
  );
  expect(outputs["deployer"]).toEqual({ objectId: "o", type: "User" });
});

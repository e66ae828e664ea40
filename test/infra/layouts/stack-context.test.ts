import { expect, test } from "vitest";
import { parseConfig } from "../../../infra/config";
import { namesOf } from "../../../infra/names/physical-names";
import { readStackContext } from "../../../infra/layouts/stack-context";
import { graphOf } from "../../support/graph";
import { azure, PERSON_DEPLOYS, SUBSCRIPTION, TENANT } from "../../support/graph/azure";

test("is where azure-native signed in to, with the stack's names there", async () => {
  const { outputs } = await graphOf(async () => ({
    ...(await readStackContext(parseConfig({}, "rai-lab", "dev"))),
  }));
  expect(outputs).toEqual({
    subscriptionId: SUBSCRIPTION,
    tenantId: TENANT,
    deployer: { objectId: "object", clientId: "client", type: "ServicePrincipal" },
    names: namesOf({ subscriptionId: SUBSCRIPTION, project: "rai-lab", stack: "dev" }),
  });
});

test("who signed in through the Azure CLI is a person", async () => {
  const answers = azure(PERSON_DEPLOYS);
  const { outputs } = await graphOf(
    async () => ({ ...(await readStackContext(parseConfig({}, "rai-lab", "dev"))) }),
    {
      answers,
    },
  );
  expect(outputs["deployer"]).toMatchObject({ objectId: "object", type: "User" });
});

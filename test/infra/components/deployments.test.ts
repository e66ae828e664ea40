import { expect, test } from "vitest";
import * as pulumi from "@pulumi/pulumi";
import { createDeployments, namesIn, readKey } from "../../../infra/components/deployments";
import { graphOf } from "../../support/graph";
import { azure, KEY } from "../../support/graph/azure";

const settings = {
  deployments: { "deployment-s01": "gpt-s01", "deployment-s02": "gpt-s02" },
  model: { name: "gpt-4o", version: "1", sku: "Standard", capacity: 5, upgrade: "NoAutoUpgrade" },
};
const place = { resourceGroupName: "group", accountName: "oai" };
const graph = (answers = azure()) =>
  graphOf(
    () => {
      const parent = new pulumi.ComponentResource("rai-lab:index:Test", "test");
      const made = createDeployments("test", settings, place, { parent });
      return { names: namesIn(made), key: readKey(place, made, { parent }) };
    },
    { answers },
  );

test("deployments come one after the other, and say their names once they exist", async () => {
  const { of, outputs } = await graph();
  const [first, second] = of("Deployment");
  expect(second!.dependencies).toEqual([first!.urn]);
  expect(first!.inputs).not.toHaveProperty("tags");
  expect(outputs["names"]).toEqual({ "deployment-s01": "gpt-s01", "deployment-s02": "gpt-s02" });
});

test("the key is a secret; an account without one is an error with its cure", async () => {
  expect((await graph()).outputs["key"]).toMatchObject({ value: KEY });
  const none = azure({ "azure-native:cognitiveservices:listAccountKeys": {} });
  await expect(graph(none)).rejects.toThrow("The Azure OpenAI account has no key.");
});

import { expect, test } from "vitest";
import { parseConfig } from "../../../infra/config";
import { buildShared } from "../../../infra/layouts/shared";
import { readStackContext } from "../../../infra/layouts/stack-context";
import { graphOf } from "../../support/graph";

const built = (raw: Record<string, string> = {}) =>
  graphOf(async () => {
    const config = parseConfig({ "rai-lab:layout": "class", ...raw }, "rai-lab", "spring");
    const { deployment, seatDeployments, accountId, policyId } = buildShared(
      config,
      await readStackContext(config),
    );
    return { deployment, seatDeployments, accountId, policyId };
  });

test("one deployment for all, unless seats are listed", async () => {
  expect((await built()).outputs).toEqual({
    deployment: "gpt-35-turbo",
    seatDeployments: {},
    accountId: "/accounts/oai-rai-lab-spring-a5e793",
  });
  const { outputs, of } = await built({ "rai-lab:seats": '["s01","s02"]', "rai-lab:policy": "{}" });
  expect(outputs).toMatchObject({
    seatDeployments: { s01: "gpt-35-turbo-s01", s02: "gpt-35-turbo-s02" },
    policyId: "POLICY",
  });
  expect(outputs).not.toHaveProperty("deployment");
  expect(of("Deployment").map((r) => r.inputs["deploymentName"])).toEqual([
    "gpt-35-turbo-s01",
    "gpt-35-turbo-s02",
  ]);
});

test("nothing in it is a student's", async () => {
  const { registered } = await built({ "rai-lab:policy": "{}", "rai-lab:diagnostics": "true" });
  expect(registered.filter((r) => r.type.startsWith("databricks:")).map((r) => r.name)).toEqual([
    "caps-policy",
  ]);
});

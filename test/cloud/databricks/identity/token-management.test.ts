import { afterEach, beforeEach, expect, it } from "vitest";
import { DEPLOYER, testWorkspace, type TestWorkspace } from "../../../support/databricks/workspace";

let w: TestWorkspace;
beforeEach(async () => void (w = await testWorkspace()));
afterEach(() => w.close());

const R = "/api/2.0/token-management";
const ME = "/api/2.0/preview/scim/v2/Me";

it("shows an administrator everyone's tokens, and takes one back", async () => {
  const student = await w.student();
  const made = await student.call("POST", "/api/2.0/token/create", { comment: "mine" });
  const { token_value, token_info } = made.body as {
    token_value: string;
    token_info: { token_id: string };
  };
  const list = await w.call("GET", `${R}/tokens?created_by_username=student@rai-lab.example`);
  expect(list.body.token_infos).toMatchObject([
    { token_id: token_info.token_id, comment: "mine", workspace_id: 123456789012345 },
  ]);
  expect(JSON.stringify(list.body)).not.toContain(token_value);
  expect((await student.call("GET", `${R}/tokens`)).status).toBe(403);
  expect((await w.as(token_value)("GET", ME)).status).toBe(200);
  expect((await w.call("DELETE", `${R}/tokens/${token_info.token_id}`)).body).toEqual({});
  expect((await w.as(token_value)("GET", ME)).status).toBe(401);
  expect((await w.call("GET", `${R}/tokens/${token_info.token_id}`)).status).toBe(404);
});

it("issues a token for a service principal, which then is who calls", async () => {
  const application_id = "00000000-0000-4000-a000-000000000abc";
  const principal = { applicationId: application_id, displayName: "robot" };
  await w.call("POST", "/api/2.0/preview/scim/v2/ServicePrincipals", principal);
  const { body } = await w.call("POST", `${R}/on-behalf-of/tokens`, { application_id });
  expect(body.token_info.created_by_username).toBe(DEPLOYER);
  const me = await w.as(body.token_value as string)("GET", ME);
  expect(me.body.displayName).toBe("robot");
  const unknown = await w.call("POST", `${R}/on-behalf-of/tokens`, { application_id: "x" });
  expect(unknown.status).toBe(404);
});

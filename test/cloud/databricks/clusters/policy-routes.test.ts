import { afterEach, beforeEach, expect, it } from "vitest";
import { testWorkspace, type TestWorkspace } from "../../../support/databricks/workspace";

let w: TestWorkspace;
beforeEach(async () => {
  w = await testWorkspace();
});
afterEach(() => w.close());
const R = "/api/2.0/policies/clusters";
const definition = JSON.stringify({ autotermination_minutes: { type: "range", maxValue: 60 } });

it("creates, reads, edits, lists and deletes", async () => {
  const { policy_id } = (await w.call("POST", `${R}/create`, { name: "lab", definition })).body as {
    policy_id: string;
  };
  expect(policy_id).toMatch(/^[0-9A-F]{16}$/);
  await w.call("POST", `${R}/edit`, { policy_id, name: "lab 2", definition });
  expect((await w.call("GET", `${R}/get?policy_id=${policy_id}`)).body).toMatchObject({
    policy_id,
    name: "lab 2",
    definition,
    is_default: false,
  });
  expect((await w.call("GET", `${R}/list`)).body.total_count).toBe(1);
  await w.call("POST", `${R}/delete`, { policy_id });
  expect((await w.call("GET", `${R}/get?policy_id=${policy_id}`)).status).toBe(404);
});

it.each([
  ["text that is not JSON", "{"],
  ["an unknown element", JSON.stringify({ node_type_id: { type: "sometimes" } })],
  ["a fixed rule without its value", JSON.stringify({ node_type_id: { type: "fixed" } })],
])("refuses %s", async (_, bad) => {
  const { status, body } = await w.call("POST", `${R}/create`, { name: "lab", definition: bad });
  expect(status).toBe(400);
  expect(body.error_code).toBe("INVALID_PARAMETER_VALUE");
});

it("is for administrators", async () => {
  const { call } = await w.student();
  expect((await call("POST", `${R}/create`, { name: "lab", definition })).status).toBe(403);
});

import { expect, test } from "vitest";
import { ForcedLogDelete } from "../../../../infra/components/dynamic/forced-log-delete";
import { deleteForGood } from "../../../../infra/components/dynamic/forced-delete";
import { fakeSession, fakeTransport } from "../../../support/azure/fake-transport";
import { graphOf } from "../../../support/graph";

test("its id names the log workspace that it deletes", async () => {
  const graph = await graphOf(() => {
    new ForcedLogDelete("logs", { workspaceId: "/logs/log-lab" });
  });
  expect(graph.only("ForcedLogDelete").inputs).toMatchObject({ workspaceId: "/logs/log-lab" });
});

test("the query says that the logs are deleted for good", async () => {
  const transport = fakeTransport({ status: 200 });
  const query = { "api-version": "2023-09-01", force: "true" };
  await deleteForGood(fakeSession(transport), "/logs/log-lab", query);
  expect(transport.requests.map((s) => `${s.method} ${s.url}`)).toEqual([
    "DELETE https://arm.test/logs/log-lab?api-version=2023-09-01&force=true",
  ]);
});

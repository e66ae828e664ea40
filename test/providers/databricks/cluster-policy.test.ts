import { expect, it } from "vitest";
import { DISCOVERY, MISSING, Resource } from "../../support/databricks/databricks-wire";
import { Wire } from "../../support/providers/wire";

const API = "/api/2.0/policies/clusters";
const definition = '{"autotermination_minutes":{"type":"fixed","value":20}}';

it("ClusterPolicy is created, looked at, edited and deleted", async () => {
  const inputs = { name: "lab", definition, maxClustersPerUser: 1 };
  const body = {
    policy_id: "p1",
    name: "lab",
    definition,
    max_clusters_per_user: 1,
    is_default: false,
  };
  const wire = new Wire({
    ...DISCOVERY,
    [`POST ${API}/create`]: { body: { policy_id: "p1" } },
    [`GET ${API}/get`]: [
      { body },
      { body },
      { body: { ...body, max_clusters_per_user: 2 } },
      MISSING,
    ],
    [`POST ${API}/edit`]: { body: {} },
    [`POST ${API}/delete`]: { body: {} },
  });
  const resource = new Resource(wire, "ClusterPolicy");
  const live = await resource.create(inputs);
  expect(wire.requests.at(-2)?.body).toEqual({ name: "lab", definition, max_clusters_per_user: 1 });
  expect(live).toMatchObject({ id: "p1", outputs: { ...inputs, policyId: "p1" } });
  expect((await resource.read("p1", inputs, live.outputs))?.inputs).toEqual(inputs);
  expect(resource.calls()).toEqual([
    `POST ${API}/create`,
    `GET ${API}/get?policy_id=p1`,
    `GET ${API}/get?policy_id=p1`,
  ]);
  await resource.update("p1", inputs, { ...inputs, maxClustersPerUser: 2 });
  expect(wire.requests.at(-2)?.body).toEqual({
    policy_id: "p1",
    name: "lab",
    definition,
    max_clusters_per_user: 2,
  });
  expect(resource.calls()).toEqual([`POST ${API}/edit`, `GET ${API}/get?policy_id=p1`]);
  expect(await resource.read("p1", inputs, live.outputs)).toBeUndefined();
  resource.calls();
  await resource.delete("p1");
  expect(resource.calls()).toEqual([`POST ${API}/delete`]);
});

it("an interrupted create is found by its name", async () => {
  const policies = [
    { policy_id: "p1", name: "other" },
    { policy_id: "p2", name: "lab" },
  ];
  const list = { ...DISCOVERY, [`GET ${API}/list`]: { body: { policies } } };
  expect(await new Resource(new Wire(list), "ClusterPolicy").identify({ name: "lab" })).toBe("p2");
  expect(
    await new Resource(new Wire(list), "ClusterPolicy").identify({ name: "none" }),
  ).toBeUndefined();
});

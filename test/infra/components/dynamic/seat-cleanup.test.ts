import { describe, expect, test } from "vitest";
import { removeSeat } from "../../../../infra/components/dynamic/seat-cleanup";
import {
  fakeSession,
  fakeTransport,
  type PreparedAnswer,
} from "../../../support/azure/fake-transport";

const seat = {
  resourceId: "/workspaces/w",
  workspaceId: "4242",
  host: "https://adb-1.1.azuredatabricks.net",
  clusterName: "rai-lab-s01",
  scopeName: "rai-lab-s01",
  folder: "/rai-lab/s01",
};
const standing: PreparedAnswer = { status: 200, body: { properties: { workspaceId: "4242" } } };
const clusters = (names: string[], next?: string): PreparedAnswer => ({
  status: 200,
  body: {
    clusters: names.map((name) => ({ cluster_id: `id-of-${name}`, cluster_name: name })),
    next_page_token: next,
  },
});
const absent: PreparedAnswer = { status: 404, body: { error_code: "RESOURCE_DOES_NOT_EXIST" } };
const done: PreparedAnswer = { status: 200, body: {} };

const remove = async (...answers: [PreparedAnswer, ...PreparedAnswer[]]) => {
  const transport = fakeTransport(...answers);
  await removeSeat(fakeSession(transport), seat);
  return transport.requests.map(({ method, url, body }) =>
    [method, url.replace(seat.host, ""), body === undefined ? "" : JSON.stringify(body)]
      .join(" ")
      .trim(),
  );
};

test("takes cluster, scope and folder out of the workspace, and nobody else's", async () => {
  expect(
    await remove(standing, clusters(["rai-lab-s02"], "p2"), clusters(["rai-lab-s01"]), done),
  ).toEqual([
    "GET https://arm.test/workspaces/w?api-version=2026-01-01",
    "GET /api/2.1/clusters/list?page_size=100",
    "GET /api/2.1/clusters/list?page_size=100&page_token=p2",
    'POST /api/2.1/clusters/permanent-delete {"cluster_id":"id-of-rai-lab-s01"}',
    'POST /api/2.0/secrets/scopes/delete {"scope":"rai-lab-s01"}',
    'POST /api/2.0/workspace/delete {"path":"/rai-lab/s01","recursive":true}',
  ]);
});

test("what is gone already is fine", async () => {
  expect(await remove(standing, clusters([]), absent)).toHaveLength(4);
});

test("a workspace that is gone, or has a successor of the same name, is not asked at all", async () => {
  const gone = { status: 404, body: { error: { code: "ResourceNotFound" } } };
  expect(await remove(gone)).toHaveLength(1);
  expect(await remove({ status: 200, body: { properties: { workspaceId: "777" } } })).toHaveLength(
    1,
  );
});

test.each([
  [[standing, new Error("ECONNREFUSED")], /failed at \/api\/2\.1\/clusters\/list.*: ECONNREFUSED/],
  [
    [standing, clusters([]), { status: 403, body: { error_code: "PERMISSION_DENIED" } }],
    /scopes\/delete: HTTP 403/,
  ],
] as [[PreparedAnswer, ...PreparedAnswer[]], RegExp][])(
  "a workspace that stands and does not answer is one failure with its cure %#",
  async (answers, message) => {
    await expect(remove(...answers)).rejects.toMatchObject({
      code: "cloud",
      message: expect.stringMatching(message),
      where: "/workspaces/w",
      cure: expect.stringMatching(/Run the destroy again/),
    });
  },
);

describe("in a workspace that existed before the stack", () => {
  const MARKED = { project: "rai-lab", stack: "s01" };
  const marked = { ...seat, mark: "rai-lab/s01", policyName: "rai-lab-s01" };
  const cluster = (id: string, custom_tags?: object) => ({
    cluster_id: id,
    cluster_name: "rai-lab-s01",
    custom_tags,
  });
  const removeMarked = async (...answers: [PreparedAnswer, ...PreparedAnswer[]]) => {
    const transport = fakeTransport(...answers);
    await removeSeat(fakeSession(transport), marked);
    return transport.requests
      .filter(({ method }) => method === "POST")
      .map(({ url, body }) => `${url.replace(/.*\/api\/2\.\d/, "")} ${JSON.stringify(body)}`);
  };
  const clustersThere: PreparedAnswer = {
    status: 200,
    body: { clusters: [cluster("theirs"), cluster("own", MARKED)] },
  };
  const policies = (description: string): PreparedAnswer => ({
    status: 200,
    body: { policies: [{ policy_id: "P", name: "rai-lab-s01", description }] },
  });

  test("takes what bears the mark out, and the project's folder with the last stack", async () => {
    expect(
      await removeMarked(
        ...([standing, clustersThere, done, done, done] as const),
        ...[policies("rai-lab/s01"), done, done, done],
      ),
    ).toEqual([
      '/clusters/permanent-delete {"cluster_id":"own"}',
      '/secrets/scopes/delete {"scope":"rai-lab-s01"}',
      '/workspace/delete {"path":"/rai-lab/s01","recursive":true}',
      '/policies/clusters/delete {"policy_id":"P"}',
      '/workspace/delete {"path":"/rai-lab"}',
    ]);
  });

  test("leaves another policy of that name, and a folder with other stacks", async () => {
    const others: PreparedAnswer = { status: 200, body: { objects: [{ path: "/rai-lab/dev" }] } };
    const calls = await removeMarked(
      ...([standing, clustersThere, done, done, done] as const),
      ...[policies("the school's"), others],
    );
    expect(calls).toHaveLength(3);
  });
});

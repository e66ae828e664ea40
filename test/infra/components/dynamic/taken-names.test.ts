import { expect, test } from "vitest";
import { refuseTakenNames, takenNames } from "../../../../infra/components/dynamic/taken-names";
import { fakeSession, fakeTransport } from "../../../support/azure/fake-transport";

const names = {
  clusterName: "rai-lab-dev",
  scopeName: "rai-lab-dev",
  folder: "/rai-lab/dev",
  policyName: "rai-lab-dev",
  mark: "rai-lab/dev",
};
const MARKED = { project: "rai-lab", stack: "dev" };

interface Contents {
  clusters?: object[];
  policies?: object[];
  scopes?: object[];
  folder?: boolean;
}
const taken = ({ clusters = [], policies = [], scopes = [], folder = false }: Contents) =>
  takenNames((path) => {
    if (path.includes("/clusters/list?")) return Promise.resolve({ clusters });
    if (path.includes("/policies/")) return Promise.resolve({ policies });
    if (path.includes("/scopes/")) return Promise.resolve({ scopes });
    return Promise.resolve(folder ? { object_type: "DIRECTORY" } : undefined);
  }, names);
const cluster = (custom_tags?: object) => ({
  cluster_id: "1",
  cluster_name: "rai-lab-dev",
  custom_tags,
});

test("names that nobody has are free", async () => {
  expect(await taken({ scopes: [{ name: "other" }] })).toEqual([]);
});

test("what has a name and not the mark is somebody else's", async () => {
  expect(
    await taken({
      clusters: [cluster(), cluster({ project: "rai-lab", stack: "spring" })],
      policies: [{ name: "rai-lab-dev", description: "the school's" }],
      scopes: [{ name: "rai-lab-dev" }],
      folder: true,
    }),
  ).toEqual([
    "cluster rai-lab-dev",
    "cluster policy rai-lab-dev",
    "secret scope rai-lab-dev",
    "folder /rai-lab/dev",
  ]);
});

test("a marked cluster makes its scope and its folder the stack's own, as after a lost state", async () => {
  const own = { scopes: [{ name: "rai-lab-dev" }], folder: true };
  const policies = [{ name: "rai-lab-dev", description: "rai-lab/dev" }];
  expect(await taken({ clusters: [cluster(MARKED)], policies, ...own })).toEqual([]);
  expect(await taken({ clusters: [cluster(MARKED), cluster()], ...own })).toEqual([
    "cluster rai-lab-dev",
  ]);
});

test("a refusal names them, and says what to do", async () => {
  const where = { host: "https://adb-1.1.azuredatabricks.net", resourceId: "/workspaces/w" };
  const transport = fakeTransport(
    { status: 200, body: { clusters: [cluster()] } },
    { status: 200, body: {} },
    { status: 200, body: {} },
    { status: 404, body: { error_code: "RESOURCE_DOES_NOT_EXIST" } },
  );
  await expect(
    refuseTakenNames(fakeSession(transport), { ...names, ...where }),
  ).rejects.toMatchObject({
    code: "exists",
    message: `${where.host} has cluster rai-lab-dev, not made by stack rai-lab/dev`,
    where: "/workspaces/w",
    cure: expect.stringContaining("another stack name"),
  });
});

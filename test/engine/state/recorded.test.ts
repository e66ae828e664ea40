import { expect, test } from "vitest";
import { recordedIn } from "../../../scripts/engine/state/recorded";

const URN = "urn:pulumi:dev::rai-lab";
const WORKSPACE = `${URN}::azure-native:databricks:Workspace::workspace`;
const CLUSTER = `${URN}::databricks:index/cluster:Cluster::cluster`;
const resource = (urn: string, more: object = {}) => ({
  urn,
  type: urn.split("::")[2]!,
  custom: true,
  id: "an id",
  ...more,
});
const replaced = (...resources: ReturnType<typeof resource>[]) =>
  recordedIn({ resources }).resources.map(({ isReplaced }) => isReplaced === true);

test("what was deleted for its replacement is told apart", () => {
  expect(replaced(resource(WORKSPACE, { pendingReplacement: true }))).toEqual([true]);
  expect(replaced(resource(WORKSPACE))).toEqual([false]);
});

test("what goes with another resource exists as long as that one", () => {
  const cluster = resource(CLUSTER, { pendingReplacement: true, deletedWith: WORKSPACE });
  expect(replaced(resource(WORKSPACE), cluster)).toEqual([false, false]);
  const gone = resource(WORKSPACE, { pendingReplacement: true });
  expect(replaced(gone, cluster)).toEqual([true, true]);
});

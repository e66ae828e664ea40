/** Keys that change, and labs that go, whatever a student did to them first. Under both engines. */
import { beforeEach, describe, expect, test } from "vitest";
import { signIn } from "../../infra/azure/session";
import { azureStore } from "../../scripts/cloud/azure/store";
import { before, ENGINES, type Lab, useHarness } from "../support/lifecycle";
import { seconds } from "../support/time-limits";

describe.each(ENGINES)("with the %s engine", { timeout: seconds(30) }, (engine) => {
  const harness = useHarness(engine);
  let lab: Lab;
  beforeEach(async () => {
    lab = harness().lab("dev");
    expect((await lab.up()).failures).toEqual([]);
  }, seconds(15));
  /** A call to Resource Manager as the deployer, to its end. */
  async function arm(
    method: "POST" | "DELETE",
    path: string,
    version: string,
    body?: object,
  ): Promise<void> {
    const session = await signIn(harness().cloud.connection.env);
    const answer = await session.request(
      method,
      `${session.resourceManager}${path}?api-version=${version}`,
      {},
      body,
    );
    expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
    if (method === "DELETE") await session.pollUntilDone(answer, path);
  }

  const idOf = (name: string): string =>
    lab.state.resources.find(({ urn }) => urn.endsWith(`::${name}`))?.id ?? "";
  const secret = (): string =>
    Buffer.from(
      lab.workspace.secrets.get("rai-lab-dev:openai-key")?.value ?? "",
      "base64",
    ).toString();

  test.each([true, false])(
    "a key that was rotated by hand reaches the student's secret (refresh first: %s)",
    async (first) => {
      const old = secret();
      await arm("POST", `${idOf("openai-account")}/regenerateKey`, "2025-06-01", {
        keyName: "key1",
      });
      if (first) expect((await lab.refresh()).failures).toEqual([]);
      const did = await lab.up();
      expect(did.failures).toEqual([]);
      expect(did.changed).toEqual({ "access-key": "replace" });
      expect(before(did, "deleted access-key", "create access-key")).toBe(true);
      expect(secret()).toBe(azureStore(lab.world).accounts.values()[0]?.keys.key1);
      expect(secret()).not.toBe(old);
      expect(lab.workspace.scopes.get("rai-lab-dev")?.acls).toMatchObject({
        "student@rai-lab.example": "READ",
      });
      expect((await lab.up()).changed).toEqual({});
    },
  );

  describe("destroy, bounded and without a word to the workspace, after", () => {
    const cases: [string, () => Promise<void>][] = [
      ["nothing", () => Promise.resolve()],
      ["the group was deleted by hand", () => arm("DELETE", idOf("lab-group"), "2024-03-01")],
      [
        "the workspace was deleted by hand",
        () => arm("DELETE", idOf("databricks-workspace"), "2026-01-01"),
      ],
      [
        "the cluster was deleted by hand",
        () => Promise.resolve(void lab.workspace.clusters.delete(idOf("compute-cluster"))),
      ],
      [
        "the workspace stopped answering",
        () => lab.world.hosts.close("databricks", idOf("databricks-workspace").toLowerCase()),
      ],
    ];

    test.each(cases)("%s", async (_, misfortune) => {
      const address = `https://${azureStore(lab.world).workspaces.values()[0]?.workspaceUrl ?? ""}`;
      await misfortune();
      const start = lab.world.clock.now();
      const did = await lab.destroy();
      expect(did.failures).toEqual([]);
      expect(did.calls.filter((call) => call.includes(address))).toEqual([]);
      // Polls included.
      expect(did.calls.length).toBeLessThan(60);
      expect(lab.world.clock.now() - start).toBeLessThan(20 * 60_000);
      const store = azureStore(lab.world);
      for (const left of [store.accounts, store.deletedAccounts, store.workspaces])
        expect(left.values()).toEqual([]);
      // Deleted by hand, a workspace leaves its managed group; `lab destroy` deletes that one, too.
      const groups = store.groups.values().filter(({ name }) => !name.endsWith("-databricks"));
      expect(groups).toEqual([]);
      for (const { id } of store.groups.values()) store.groups.delete(id.toLowerCase());
    });
  });

  test("the account comes back with restore: its deployment is made anew, and it can be left on record as it is", async () => {
    await arm("DELETE", idOf("openai-account"), "2025-06-01");
    expect((await lab.refresh()).failures).toEqual([]);
    const refused = await lab.up();
    expect(refused.failures).toMatchObject([{ code: "FlagMustBeSetForRestore" }]);
    const settings = { openai: { restore: true } };
    const restored = await lab.up(settings);
    expect(restored.failures).toEqual([]);
    expect(restored.changed).toMatchObject({
      "openai-account": "create",
      "openai-deployment": "create",
    });
    expect(azureStore(lab.world).deployments.values()).toHaveLength(1);
    expect(azureStore(lab.world).deletedAccounts.values()).toEqual([]);
    expect(secret()).toBe(azureStore(lab.world).accounts.values()[0]?.keys.key1);
    expect((await lab.up(settings)).changed).toEqual({});
  });
});

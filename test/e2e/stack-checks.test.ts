/** What `lab up` sees and does beyond the program: losses that are said first, clusters that are not fit for use. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import type { CloudConnection } from "../../scripts/cloud/connection";
import { trustCa } from "../../scripts/cloud/core/trusted-ca";
import { temporaryFolder } from "../support/folder";
import { documentOf, lab, startLab, type LabProcess } from "../support/lab";
import { skipWithoutCli } from "../support/engine/pulumi-cli";
import { seconds } from "../support/time-limits";

interface Up {
  resources: Record<"create" | "same" | "update" | "replace" | "delete", number>;
  failures: { urn: string; code: string; message: string; cure?: string }[];
}

function settle(home: string, settings: Record<string, unknown>, stack = "dev"): void {
  mkdirSync(home, { recursive: true });
  const config = Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [`rai-lab:${key}`, value]),
  );
  writeFileSync(path.join(home, `Pulumi.${stack}.yaml`), stringify({ config }));
}

const UNCHANGED = { create: 0, update: 0, replace: 0, delete: 0 };

/** A local cloud that outlives the commands, and how to control it. */
async function cloudIn(
  home: string,
): Promise<{ cloud: LabProcess; control: string; controlToken: string }> {
  const cloud = startLab(home, ["cloud", "--model", "planted", "--json"]);
  let text = "";
  cloud.child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  await cloud.waitForOutput(/"arm":"https:\/\/127\.0\.0\.1:\d+".*\n/);
  const { control, controlToken, caFile } = JSON.parse(text) as CloudConnection;
  trustCa(readFileSync(caFile, "utf8"));
  return { cloud, control, controlToken };
}

async function refuseNextLaunch({
  control,
  controlToken,
}: Pick<CloudConnection, "control" | "controlToken">): Promise<void> {
  const code = "AZURE_QUOTA_EXCEEDED_EXCEPTION";
  const answer = { status: 400, code, message: "exceeding approved cores quota" };
  const plan = [{ operation: "databricks/clusters/launch", nth: 1, answer }];
  const headers = {
    authorization: `Bearer ${controlToken}`,
    "content-type": "application/json",
  };
  const body = JSON.stringify({ plan });
  const { ok } = await fetch(`${control}/faults`, { method: "POST", headers, body });
  expect(ok).toBe(true);
}

describe("lab up", { timeout: seconds(20) }, () => {
  test("refuses to replace a workspace until it is told that the work in it may go", async () => {
    const home = temporaryFolder();
    settle(home, {}, "mine");
    expect((await lab(home, "up", "mine", "--local", "--json")).code).toBe(0);
    settle(home, { location: "swedencentral" }, "mine");
    const refused = await lab(home, "up", "mine", "--local");
    expect(refused.code, refused.stderr).toBe(1);
    expect(refused.stderr).toContain("These settings destroy what cannot be made again:");
    expect(refused.stderr).toContain(
      "databricks-workspace would be replaced, and with it every notebook and file in the workspace, and the students' work",
    );
    expect(refused.stderr).toContain("npx lab up mine --local --allow-data-loss");
    const moved = documentOf<Up>(
      await lab(home, "up", "mine", "--local", "--json", "--allow-data-loss"),
    );
    expect(moved.failures).toEqual([]);
    expect(moved.resources.replace).toBeGreaterThan(20);
    expect((await lab(home, "destroy", "mine", "--local", "--json")).code).toBe(0);
  });
});

describe.each(["embedded", "pulumi"])(
  "lab up with the %s engine",
  { timeout: seconds(60) },
  (engine) => {
    skipWithoutCli(engine === "pulumi");
    const up = (home: string, ...more: string[]) =>
      lab(home, "up", "--local", "--engine", engine, "--json", ...more);

    test("refuses what a lock forbids or a student would lose; a lock that is to go goes first", async () => {
      const home = temporaryFolder();
      settle(home, { lock: true });
      expect((await up(home)).code).toBe(0);
      settle(home, { lock: true, deploymentName: "chat" });
      const locked = await up(home);
      expect(locked.code, locked.stderr).toBe(1);
      expect(locked.stderr).toContain("forbids what this change deletes: openai-deployment");
      const other = { student: { userName: "other@rai-lab.example" } };
      settle(home, { lock: false, deploymentName: "chat", ...other });
      const lossy = await up(home);
      expect(lossy.code, lossy.stderr).toBe(1);
      expect(lossy.stderr).toContain("notebook-work would be replaced");
      const changed = await up(home, "--allow-data-loss");
      expect(documentOf<Up>(changed).failures, changed.stderr).toEqual([]);
    });

    test("names a library that failed, every time, and makes the cluster anew once it can be had", async () => {
      const home = temporaryFolder();
      settle(home, { databricks: { library: "openai==9.9.9" } });
      for (const _ of [
        "as the provider says it",
        "although the provider has uninstalled it and says no more",
      ]) {
        const failed = await up(home);
        expect(failed.code).toBe(1);
        expect(
          documentOf<Up>(failed)
            .failures.map(({ message }) => message)
            .join(),
        ).toContain("openai==9.9.9 failed");
      }
      settle(home, {});
      const mended = await up(home);
      expect(mended.code, mended.stderr).toBe(0);
      expect(documentOf<Up>(await up(home)).resources).toMatchObject(UNCHANGED);
    });

    test("names a cluster that did not start, or not again, and the next one makes it anew", async () => {
      const home = temporaryFolder();
      settle(home, {});
      const { cloud, ...control } = await cloudIn(home);
      // A running cluster restarts when it is edited.
      for (const autoterminationMinutes of [60, 30]) {
        settle(home, { databricks: { autoterminationMinutes } });
        await refuseNextLaunch(control);
        const failed = await up(home);
        expect(failed.code, failed.stderr).toBe(1);
        expect(
          documentOf<Up>(failed)
            .failures.map(({ message }) => message)
            .join(),
        ).toContain("approved cores quota");
        const mended = await up(home);
        expect(mended.code, mended.stderr).toBe(0);
        expect(documentOf<Up>(await up(home)).resources).toMatchObject(UNCHANGED);
      }
      cloud.child.kill("SIGINT");
      await cloud.ended;
    });
  },
);

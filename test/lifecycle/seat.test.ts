import { beforeAll, describe, expect, test } from "vitest";
import { signIn } from "../../infra/azure/session";
import { requestWorkspace } from "../../infra/azure/workspace-api";
import { trustCa } from "../../scripts/cloud/core/trusted-ca";
import { azureSession } from "../../scripts/lib/azure/session";
import { prove } from "../../scripts/proof";
import {
  ENGINES,
  type OperationResult,
  type Lab,
  type LabHarness,
  useHarness,
} from "../support/lifecycle";
import { isCliInstalled } from "../support/engine/pulumi-cli";
import { seconds } from "../support/time-limits";

/** A class and its seats over their lives, under both engines: stacks that know of each other by reference alone. */

const CLASS = { layout: "class", student: undefined };
const SEAT = { layout: "seat", classStack: "spring" };
const NOTEBOOK = "/rai-lab/s01/work/responsible-ai";

describe.each(ENGINES)("with the %s engine", { timeout: seconds(30) }, (engine) => {
  const useThis = useHarness(engine);
  let harness: LabHarness;
  let spring: Lab;
  let s01: Lab;
  let s02: Lab;
  beforeAll(async () => {
    if (engine === "pulumi" && !isCliInstalled) return;
    harness = useThis();
    trustCa(harness.cloud.world.certificates.ca);
    [spring, s01, s02] = [harness.lab("spring"), harness.lab("s01"), harness.lab("s02")];
    for (const [lab, settings] of [
      [spring, CLASS],
      [s01, SEAT],
      [s02, SEAT],
    ] as const)
      expect((await lab.up(settings)).failures).toEqual([]);
  }, seconds(20));

  /** What an operation did, but for reading the class. */
  const changes = ({ changed, failures }: OperationResult): Record<string, string> => {
    expect(failures).toEqual([]);
    const { class: reference, ...rest } = changed;
    expect(reference ?? "read").toBe("read");
    return rest;
  };

  /** One call of the class's workspace, as somebody who may manage it. */
  async function ask<T>(method: "GET" | "POST", path: string, body?: object): Promise<T> {
    const { databricksHost: host, databricksWorkspaceResourceId: resourceId } = outputsOf(spring);
    const session = await signIn(harness.cloud.connection.env);
    return (await (
      await requestWorkspace(session, { host, resourceId }, method, path, body)
    ).json()) as T;
  }
  const outputsOf = (lab: Lab) =>
    lab.state.resources.find((r) => r.type === "pulumi:pulumi:Stack")!.outputs as Record<
      "databricksHost" | "databricksWorkspaceResourceId",
      string
    >;
  const textOf = async (path: string): Promise<string> => {
    const { content } = await ask<{ content: string }>(
      "GET",
      `/api/2.0/workspace/export?path=${path}&format=SOURCE`,
    );
    return Buffer.from(content, "base64").toString();
  };
  const namesIn = async (): Promise<{
    clusters: string[];
    scopes: string[];
    folders: string[];
  }> => {
    const { clusters = [] } = await ask<{ clusters?: { cluster_name: string }[] }>(
      "GET",
      "/api/2.1/clusters/list",
    );
    const { scopes = [] } = await ask<{ scopes?: { name: string }[] }>(
      "GET",
      "/api/2.0/secrets/scopes/list",
    );
    const { objects = [] } = await ask<{ objects?: { path: string }[] }>(
      "GET",
      "/api/2.0/workspace/list?path=/rai-lab",
    );
    return {
      clusters: clusters.map((c) => c.cluster_name).sort(),
      scopes: scopes.map((s) => s.name).sort(),
      folders: objects.map((o) => o.path).sort(),
    };
  };

  const proofOf = async (stack: string) => {
    const { left, unknown, looked } = await prove({
      config: { project: "rai-lab", stack, layout: "seat", classStack: "spring" },
      session: await azureSession(harness.cloud.connection.env),
    });
    expect(unknown).toEqual([]);
    expect(looked.map(({ kind }) => kind)).toEqual(["cluster", "secret scope", "folder"]);
    return left.map(({ kind, id }) => `${kind} ${id.split("/").at(-1)}`);
  };

  test("a second up of each changes nothing", async () => {
    for (const [lab, settings] of [
      [spring, CLASS],
      [s01, SEAT],
    ] as const)
      expect(changes(await lab.up(settings))).toEqual({});
  });

  test("what the student wrote into the clone is theirs: no later up touches it", async () => {
    const written = "# Databricks notebook source\n# the student's answer\n";
    const content = Buffer.from(written).toString("base64");
    const body = { path: NOTEBOOK, format: "SOURCE", language: "PYTHON", content, overwrite: true };
    await ask("POST", "/api/2.0/workspace/import", body);
    expect(changes(await s01.up({ ...SEAT, databricks: { autoterminationMinutes: 30 } }))).toEqual({
      "compute-cluster": "update",
    });
    expect(await textOf(NOTEBOOK)).toBe(written);
  });

  test("another student starts with an empty folder and a clone of their own", async () => {
    const other = { ...SEAT, student: { userName: "other@rai-lab.example" } };
    expect(changes(await s01.up(other))).toMatchObject({
      "notebook-work": "replace",
      "notebook-work-permissions": "replace",
      "notebook-clone": "replace",
    });
    expect(await textOf(NOTEBOOK)).not.toContain("the student's answer");
    await s01.up(SEAT);
  });

  test("a replaced workspace replaces all of the seat, the old one first, and asks the old one nothing", async () => {
    expect(changes(await spring.up({ ...CLASS, location: "swedencentral" }))).toMatchObject({
      "databricks-workspace": "replace",
    });
    const again = await s01.up(SEAT);
    const replaced = changes(again);
    expect(replaced).toMatchObject({
      "databricks-removal": "replace",
      "compute-cluster": "replace",
      "access-key": "replace",
      "notebook-clone": "replace",
      "databricks-provider": "update",
    });
    const others = Object.entries(replaced).filter(([name]) => name !== "databricks-provider");
    expect(new Set(others.map(([, what]) => what))).toEqual(new Set(["replace"]));
    expect(again.calls.filter((call) => /delete|DELETE/.test(call))).toEqual([]);
    expect(await textOf(NOTEBOOK)).toBe(await textOf("/rai-lab/s01/responsible-ai"));
    expect(changes(await s01.up(SEAT))).toEqual({});
  });

  test("a seat that is looked at after its workspace was replaced is made anew", async () => {
    const looked = await s02.refresh();
    expect(looked.failures).toEqual([]);
    expect(looked.changed).toMatchObject({
      "compute-cluster": "delete",
      "notebook-clone": "delete",
    });
    const again = changes(await s02.up(SEAT));
    expect(again).toMatchObject({ "compute-cluster": "create", "notebook-clone": "create" });
    expect(changes(await s02.up(SEAT))).toEqual({});
  });

  test("a seat's destroy takes that seat out of the workspace, and no other", async () => {
    const both = {
      clusters: ["rai-lab-s01", "rai-lab-s02"],
      scopes: ["rai-lab-s01", "rai-lab-s02"],
    };
    expect(await namesIn()).toMatchObject(both);
    expect(await proofOf("s01")).toEqual([
      "cluster rai-lab-s01",
      "secret scope rai-lab-s01",
      "folder s01",
    ]);
    const { failures, calls } = await s01.destroy();
    expect(failures).toEqual([]);
    // The seat is taken out by its one removal, not by the provider.
    expect(calls).toEqual([]);
    expect(await namesIn()).toEqual({
      clusters: ["rai-lab-s02"],
      scopes: ["rai-lab-s02"],
      folders: ["/rai-lab/s02"],
    });
    expect(await proofOf("s01")).toEqual([]);
  });

  test("a class that went first leaves a seat that is destroyed without a call to its workspace", async () => {
    expect((await spring.destroy()).failures).toEqual([]);
    const { failures, calls } = await s02.destroy();
    expect(failures).toEqual([]);
    expect(calls).toEqual([]);
    expect(s02.state).not.toHaveProperty("resources.0");
    expect(await proofOf("s02")).toEqual([]);
  });
});

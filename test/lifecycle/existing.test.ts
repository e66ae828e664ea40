/** Labs, a class and its seat on one account and one workspace that another stack owns. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Ended, type LocalStacks, startLocalStacks } from "../../bench/local-stacks";
import { azureStore } from "../../scripts/cloud/azure/store";
import { workspaceStore } from "../../scripts/cloud/databricks/store";
import { destroy } from "../../scripts/commands/destroy";
import { doctor } from "../../scripts/commands/doctor";
import type { DoctorReport } from "../../scripts/doctor";
import { proof } from "../../scripts/commands/proof";
import { recover } from "../../scripts/commands/recover";
import { up } from "../../scripts/commands/up";
import type { World } from "../../scripts/cloud/core/world";
import type { Proof } from "../../scripts/proof";
import { isCliInstalled } from "../support/engine/pulumi-cli";
import { ENGINES, type Lab, useHarness } from "../support/lifecycle";
import { seconds } from "../support/time-limits";

const home = mkdtempSync(path.join(tmpdir(), "rai-lab-"));
let stacks: LocalStacks;
let existing: { openaiAccountId: string; workspaceId: string };

/** The school's own stack, which also has the student as a user. */
const SCHOOL = "school";
const run = (command: Parameters<LocalStacks["run"]>[0], ...args: string[]): Promise<Ended> =>
  stacks.run(command, ...args, "--local");

async function succeed(...args: Parameters<typeof run>): Promise<Ended> {
  const ended = await run(...args);
  expect([ended.error, ended.exitCode], ended.written + ended.text).toEqual([undefined, 0]);
  return ended;
}

beforeAll(async () => {
  stacks = await startLocalStacks(home);
  const student = { userName: stacks.connection.student.userName };
  stacks.settle(SCHOOL, { student, location: "swedencentral" });
  await succeed(up, SCHOOL);
  const { accounts, workspaces } = azureStore(stacks.world);
  existing = {
    openaiAccountId: accounts.values()[0]!.id,
    workspaceId: workspaces.values()[0]!.id,
  };
}, seconds(30));

afterAll(async () => {
  await stacks.stop();
  rmSync(home, { recursive: true, force: true });
});

/**
 * Everything in Azure and in the school's workspace, byte for byte. Whether a cluster runs is left out:
 * an idle one stops as time passes.
 */
function everything(world: World = stacks.world): string {
  const store = azureStore(world);
  const { workspaceId } = store.workspaces.values()[0]!;
  const inside = workspaceStore(world.store, workspaceId);
  const { groups, accounts, deployments, workspaces, roleAssignments, deletedAccounts } = store;
  const { clusters, objects, scopes, secrets, members, policies, grants, libraries } = inside;
  const tables = {
    ...{ groups, accounts, deployments, workspaces, roleAssignments, deletedAccounts },
    ...{ objects, scopes, secrets, members, policies, grants },
  };
  const entries = [
    ...Object.entries(tables).map(([name, table]) => [name, table.entries()]),
    ["clusters", clusters.entries().map(([id, { spec }]) => [id, spec])],
    ["libraries", libraries.entries().map(([id, { library }]) => [id, library])],
  ];
  return JSON.stringify(entries, undefined, 1);
}

const lab = (deploymentName: string, more: object = {}) => ({
  existing,
  deploymentName,
  student: { userName: stacks.connection.student.userName },
  ...more,
});

/** What a proof found left, by kind and name. */
const leftOf = ({ document }: Ended): string[] => {
  const { proof: nested, left } = document as { proof?: Proof; left?: Proof["left"] };
  return (nested?.left ?? left ?? []).map(({ kind, id }) => `${kind} ${id.split("/").at(-1)}`);
};

const NOTHING = { create: 0, update: 0, replace: 0, delete: 0 };
const BOTH = ["dev", "two"];

describe("two labs on both", { timeout: seconds(40) }, () => {
  let before: string;
  beforeAll(async () => {
    before = everything();
    stacks.settle("dev", lab("chat"));
    stacks.settle("two", lab("chat-two", { policy: {} }));
    for (const name of BOTH) await succeed(up, name);
  }, seconds(30));

  test("a second up changes nothing, and the outputs say what was there before", async () => {
    for (const name of BOTH)
      expect((await succeed(up, name)).document).toMatchObject({
        resources: NOTHING,
        outputs: { existing, databricksWorkspaceResourceId: existing.workspaceId },
      });
  });

  test("doctor asks where account and workspace are, and finds nothing in the way", async () => {
    const { findings, verdict } = (await succeed(doctor, "dev")).document as DoctorReport;
    expect(verdict).toBe("clear");
    expect(findings.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining([
        "existing-account",
        "existing-account-rights",
        "deployment-cap",
        "existing-workspace",
        "existing-workspace-rights",
      ]),
    );
    const evidence = (rule: string): string =>
      findings.find((one) => one.rule === rule)?.evidence ?? "";
    expect(evidence("token-quota")).toMatch(/^usages of swedencentral/);
    expect(evidence("vcpu-quota")).toMatch(/^usages of swedencentral/);
    // What is about a new account or a new group is not asked.
    for (const rule of ["account-cap", "purge-right", "soft-deleted-name", "policy-location"])
      expect(evidence(rule)).toBe("");
  });

  test("an id that nothing has is refused, and what depends on it unknown", async () => {
    const wrong = existing.openaiAccountId.replace(/[^/]+$/, "oai-nowhere");
    stacks.settle("gone", lab("chat", { existing: { ...existing, openaiAccountId: wrong } }));
    const { findings } = (await run(doctor, "gone")).document as DoctorReport;
    const of = (name: string) => findings.find(({ rule }) => rule === name);
    expect(of("existing-account")).toMatchObject({ status: "refused", code: "ResourceNotFound" });
    expect(of("token-quota")).toMatchObject({
      status: "unknown",
      cure: "correct rai-lab:existing",
    });
  });

  test("a lost state: doctor and up refuse what is there, recover takes it over", async () => {
    stacks.forget("dev");
    expect((await run(up, "dev")).error).toMatchObject({
      code: "exists",
      message: expect.stringContaining(
        "deployment chat, cluster rai-lab-dev, secret scope rai-lab-dev, folder dev",
      ),
    });
    const recovered = await succeed(recover, "dev");
    expect(recovered.text).toContain("openai-deployment");
    expect((await succeed(up, "dev")).document).toMatchObject({ resources: NOTHING });
  });

  test("a lost state: destroy takes out what bears the stack's tags, and no more", async () => {
    stacks.forget("dev");
    expect(leftOf(await run(proof, "dev"))).toEqual([
      "deployment chat",
      "cluster rai-lab-dev",
      "secret scope rai-lab-dev",
      "folder dev",
    ]);
    const gone = await succeed(destroy, "dev");
    expect(gone.document).toMatchObject({
      deletedOutside: ["deployment chat", "cluster rai-lab-dev"],
      proof: {
        left: [],
        kept: [
          { kind: "account", id: existing.openaiAccountId },
          { kind: "workspace", id: existing.workspaceId },
        ],
      },
    });
    expect(gone.text).toContain("existed before this stack, and stays: account oai-rai-lab-school");
  });

  test("when both are gone, everything of the school is as it was, byte for byte", async () => {
    await succeed(destroy, "two");
    expect(changes(before, everything())).toEqual([]);
  });
});

describe("names that the school has", { timeout: seconds(40) }, () => {
  /** The school's own deployment: the program's default name. */
  const taken = () => lab("gpt-35-turbo");
  const refusal = {
    code: "exists",
    message: expect.stringContaining("deployment gpt-35-turbo"),
    cure: "use another name: rai-lab:deploymentName",
  };

  test("a deployment is neither changed, nor taken over, nor deleted, nor counted", async () => {
    const before = everything();
    stacks.settle("three", taken());
    for (const command of [up, recover])
      expect((await run(command, "three")).error).toMatchObject(refusal);
    const { findings } = (await run(doctor, "three")).document as { findings: object[] };
    expect(findings).toContainEqual(
      expect.objectContaining({ rule: "outside-state", status: "refused", code: "exists" }),
    );
    for (const command of [proof, destroy]) {
      const ended = await succeed(command, "three");
      expect(leftOf(ended)).toEqual([]);
      expect(ended.text).toMatch(/deployment +gpt-35-turbo +theirs/);
    }
    expect(changes(before, everything())).toEqual([]);
  });
});

describe("one of the two", { timeout: seconds(40) }, () => {
  test.each(["openaiAccountId", "workspaceId"] as const)("%s", async (key) => {
    const before = everything();
    stacks.settle("one", lab("chat", { existing: { [key]: existing[key] }, lock: true }));
    await succeed(up, "one");
    expect((await succeed(up, "one")).document).toMatchObject({ resources: NOTHING });
    // A stack that exists is not moved; and leaves by what its state says.
    const capitals = { [key]: existing[key].replace("/resourceGroups/rg", "/resourceGroups/RG") };
    stacks.settle("one", lab("chat", { existing: capitals, lock: true }));
    expect((await run(up, "one")).error).toMatchObject({ code: "config" });
    stacks.settle("one", lab("chat"));
    expect((await run(up, "one")).error).toMatchObject({
      code: "config",
      message: "rai-lab:existing cannot be changed while stack one exists",
    });
    const gone = await succeed(destroy, "one");
    expect(leftOf(gone)).toEqual([]);
    expect(gone.document).toMatchObject({ proof: { kept: [{ id: existing[key] }] } });
    expect(changes(before, everything())).toEqual([]);
  });
});

/** What is only in one of two texts, line by line: a whole world is too much for a message. */
const changes = (before: string, after: string): string[] => {
  const [a, b] = [before.split("\n"), after.split("\n")];
  return [...a.filter((line) => !b.includes(line)), ...b.filter((line) => !a.includes(line))];
};

describe("a class and its seat", { timeout: seconds(40) }, () => {
  test("live in what existed, survive lost states, and leave it as it was", async () => {
    const before = everything();
    const { userName } = stacks.connection.student;
    stacks.settle("spring", { layout: "class", existing, seats: ["s01"], policy: {} });
    stacks.settle("s01", { layout: "seat", classStack: "spring", student: { userName } });
    for (const name of ["spring", "s01"]) await succeed(up, name);
    for (const name of ["spring", "s01"])
      expect((await succeed(up, name)).document).toMatchObject({ resources: NOTHING });
    for (const name of ["spring", "s01"]) stacks.forget(name);
    for (const name of ["spring", "s01"]) await succeed(recover, name);
    for (const name of ["spring", "s01"])
      expect((await succeed(up, name)).document).toMatchObject({ resources: NOTHING });
    for (const name of ["spring", "s01"]) stacks.forget(name);
    expect(leftOf(await succeed(destroy, "s01"))).toEqual([]);
    expect(leftOf(await succeed(destroy, "spring"))).toEqual([]);
    expect(changes(before, everything())).toEqual([]);
  });
});

describe("without keys", { timeout: seconds(40) }, () => {
  const roles = () => azureStore(stacks.world).roleAssignments;

  test("the student's role comes and goes, also without a state, and a role by hand stays", async () => {
    const { userName, objectId } = stacks.connection.student;
    const entra = { openai: { auth: "entra" }, student: { userName, objectId } };
    const before = everything();
    stacks.settle("five", lab("chat", entra));
    await succeed(up, "five");
    const made = roles()
      .values()
      .filter(({ scope }) => scope.toLowerCase() === existing.openaiAccountId.toLowerCase());
    // Whoever deploys has their rights already.
    expect(made.map(({ principalId }) => principalId)).toEqual([objectId]);
    stacks.forget("five");
    expect(leftOf(await run(proof, "five"))).toContain(`role assignment ${made[0]!.name}`);
    expect(leftOf(await succeed(destroy, "five"))).toEqual([]);
    expect(changes(before, everything())).toEqual([]);

    const id = `${existing.openaiAccountId}/providers/Microsoft.Authorization/roleAssignments/by-hand`;
    roles().put(id.toLowerCase(), { ...made[0]!, id, name: "by-hand" });
    const byHand = everything();
    expect(leftOf(await succeed(proof, "five"))).toEqual([]);
    expect(leftOf(await succeed(destroy, "five"))).toEqual([]);
    expect(changes(byHand, everything())).toEqual([]);
    roles().delete(id.toLowerCase());
  });
});

/** As a `pulumi up`: without what our commands check beforehand. */
describe.each(ENGINES)(
  "the program alone, with the %s engine",
  { timeout: seconds(40) },
  (engine) => {
    const useThis = useHarness(engine);
    let world: World;
    let dev: Lab;
    let there: typeof existing;
    beforeAll(async () => {
      if (engine === "pulumi" && !isCliInstalled) return;
      expect((await useThis().lab(SCHOOL).up()).failures).toEqual([]);
      dev = useThis().lab("dev");
      world = dev.world;
      const { accounts, workspaces } = azureStore(world);
      there = {
        openaiAccountId: accounts.values()[0]!.id,
        workspaceId: workspaces.values()[0]!.id,
      };
    }, seconds(30));

    const messagesOf = ({ failures }: Awaited<ReturnType<Lab["up"]>>): string =>
      failures.map(({ message }) => message).join();

    test("azure-native refuses to create a deployment that exists", async () => {
      const before = everything(world);
      expect(messagesOf(await dev.up({ existing: there }))).toContain(
        "cannot create already existing resource",
      );
      expect((await dev.destroy()).failures).toEqual([]);
      expect(changes(before, everything(world))).toEqual([]);
    });

    test("a cluster is not doubled, and a folder not taken over: the first step claims the names", async () => {
      const inside = workspaceStore(
        world.store,
        azureStore(world).workspaces.values()[0]!.workspaceId,
      );
      const cluster = inside.clusters.values()[0]!;
      const spec = { ...cluster.spec, cluster_name: "rai-lab-dev" };
      inside.clusters.put("other", { ...cluster, cluster_id: "other", spec });
      const before = everything(world);
      expect(messagesOf(await dev.up({ existing: there, deploymentName: "chat" }))).toContain(
        "has cluster rai-lab-dev, not made by stack rai-lab/dev",
      );
      expect((await dev.destroy()).failures).toEqual([]);
      expect(changes(before, everything(world))).toEqual([]);
    });
  },
);

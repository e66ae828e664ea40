import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { CloudConnection } from "../../scripts/cloud/connection";
import { isProcessRunning } from "../../scripts/base/process-identity";
import { temporaryFolder } from "../support/folder";
import { documentOf, lab, startLab } from "../support/lab";
import { seconds } from "../support/time-limits";

test(
  "lab cloud says in one line how to reach it, serves several commands, and ends on Ctrl-C with exit 0",
  { timeout: seconds(15) },
  async () => {
    const home = temporaryFolder();
    const cloud = startLab(home, ["cloud", "--model", "planted", "--json"]);
    await cloud.waitForOutput(/\n/);
    await cloud.waitForOutput(/"schema":"rai-lab\/cloud\/1".*\n/);

    // Two commands at once: each would be refused if it had to host the world itself.
    const [up, doctor] = await Promise.all([
      lab(home, "up", "--local", "--json"),
      lab(home, "doctor", "--local", "--json"),
    ]);
    expect(up.code, up.stderr).toBe(0);
    expect(documentOf<{ verdict: string }>(doctor).verdict).toBe("clear");
    const destroyed = await lab(home, "destroy", "--local", "--json");
    expect(documentOf<{ proof: { left: unknown[] } }>(destroyed).proof.left).toEqual([]);

    cloud.child.kill("SIGINT");
    const ended = await cloud.ended;
    expect(ended.code).toBe(0);
    const lines = ended.stdout.trim().split("\n");
    expect(lines).toHaveLength(1);
    const connection = JSON.parse(lines[0]!) as CloudConnection;
    expect(connection).toMatchObject({ schema: "rai-lab/cloud/1", model: { kind: "planted" } });
    for (const name of [
      "ARM_TENANT_ID",
      "ARM_CLIENT_SECRET",
      "ARM_METADATA_HOSTNAME",
      "SSL_CERT_FILE",
      "PULUMI_BACKEND_URL",
      "PULUMI_DEBUG_PROVIDERS",
    ])
      expect(connection.env[name]).toBeTruthy();
  },
);

test(
  "a cloud with faults serves its commands all the same, and says how many calls failed",
  { timeout: seconds(15) },
  async () => {
    const home = temporaryFolder();
    const cloud = startLab(home, ["cloud", "--model", "planted", "--faults", "3", "--json"]);
    await cloud.waitForOutput(/"schema":"rai-lab\/cloud\/1".*\n/);
    const doctor = await lab(home, "doctor", "--local", "--json");
    expect(documentOf<{ verdict: string }>(doctor).verdict, doctor.stderr).toBe("clear");
    const others = await lab(home, "rehearse", "--model", "planted", "--faults", "3");
    expect(others.code).toBe(2);
    expect(others.stderr).toContain("the running local cloud was started by itself");
    cloud.child.kill("SIGINT");
    const { code, stderr } = await cloud.ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(/--faults 3: [1-9]\d* of [1-9]\d* calls failed on purpose \(\d+ × /);
  },
);

test(
  "a cloud in the background outlives its command, keeps its world, and is gone after a reset",
  { timeout: seconds(30) },
  async () => {
    const home = temporaryFolder();
    const run = (...args: string[]) => lab(home, "cloud", ...args);
    const start = async () =>
      documentOf<{ pid: number; arm: string }>(await run("start", "--model", "planted", "--json"));
    const first = await start();
    onTestFinished(() => void run("stop"));
    expect(isProcessRunning(first.pid)).toBe(true);
    const again = await run("start", "--faults", "3");
    expect([again.code, again.stderr]).toEqual([
      2,
      expect.stringContaining("--faults has no effect"),
    ]);
    const script = "console.log(process.env.ARM_SUBSCRIPTION_ID); process.exit(5)";
    const ran = await run("run", "--", process.execPath, "-e", script);
    expect(ran.code, ran.stderr).toBe(5);

    expect((await run("stop")).code).toBe(0);
    expect(isProcessRunning(first.pid)).toBe(false);
    const log = readFileSync(path.join(home, "cloud.log"), "utf8");
    expect(log).not.toContain("✖");
    const second = await start();
    expect(second.arm).toBe(first.arm);
    const kept = await run("run", "--", process.execPath, "-e", script);
    expect(kept.stdout).toBe(ran.stdout);

    expect((await run("reset", "--yes")).code).toBe(0);
    expect(existsSync(path.join(home, "cloud.jsonl"))).toBe(false);
    expect((await run("status")).code).toBe(1);
    expect(documentOf<{ stopped: boolean }>(await run("stop", "--json")).stopped).toBe(false);
  },
);

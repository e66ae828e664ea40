import { expect, test } from "vitest";
import type { CloudConnection } from "../../scripts/cloud/connection";
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

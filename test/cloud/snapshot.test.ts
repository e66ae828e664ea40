import { copyFileSync, existsSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import * as path from "node:path";
import { expect, test } from "vitest";
import { lastingPorts } from "../../scripts/base/loopback-ports";
import { startCloud, type CloudOptions } from "../../scripts/cloud/cloud";
import { temporaryFolder } from "../support/folder";

const start = (options: Pick<CloudOptions, "folder" | "snapshot" | "port">) =>
  startCloud({ ...options, model: () => Promise.reject(new Error("no model here")) });

test("a new world begins as a snapshot, and a world that exists is never replaced", async () => {
  const [from, folder] = [temporaryFolder(), temporaryFolder()];
  const original = await start({ folder: from });
  const { subscriptionId, clientSecret } = original.connection;
  const snapshot = path.join(temporaryFolder(), "prepared.jsonl");
  // Copied while it runs: its ports are taken, so those of the copy move.
  copyFileSync(path.join(from, "cloud.jsonl"), snapshot);
  const copy = await start({ folder, snapshot });
  expect(copy.connection).toMatchObject({ subscriptionId, clientSecret });
  expect(copy.connection.arm).not.toBe(original.connection.arm);
  expect(statSync(path.join(folder, "cloud.jsonl")).mode & 0o777).toBe(0o600);
  await copy.stop();
  await original.stop();
  await expect(start({ folder, snapshot })).rejects.toMatchObject({ code: "exists" });
});

test("what is no world is refused, and leaves nothing", async () => {
  const [folder, snapshot] = [temporaryFolder(), path.join(temporaryFolder(), "no-world")];
  await expect(start({ folder, snapshot })).rejects.toMatchObject({ where: snapshot });
  writeFileSync(snapshot, "no world\nat all\n");
  await expect(start({ folder, snapshot })).rejects.toMatchObject({
    code: "state-unreadable",
    where: snapshot,
  });
  expect(existsSync(path.join(folder, "cloud.jsonl"))).toBe(false);
  await (await start({ folder })).stop();
});

const isFree = async (port: number): Promise<boolean> => {
  const server = createServer();
  const listens = once(server.listen(port, "127.0.0.1"), "listening").then(
    () => true,
    () => false,
  );
  if (!(await listens)) return false;
  server.close();
  await once(server, "close");
  return true;
};

/** A free port with two free ones after it, where nothing else on the machine is given one. */
async function freePorts(): Promise<number> {
  for (const port of lastingPorts())
    if ((await isFree(port)) && (await isFree(port + 1)) && (await isFree(port + 2))) return port;
  throw new Error("no free ports");
}

test("a chosen port is that of Resource Manager, and the others follow; taken, it is an error", async () => {
  const folder = temporaryFolder();
  await (await start({ folder })).stop();
  const port = await freePorts();
  const cloud = await start({ folder, port });
  const { arm, authority, control, moved } = cloud.connection;
  expect([arm, authority, control]).toEqual([0, 1, 2].map((n) => `https://127.0.0.1:${port + n}`));
  expect(moved).toHaveLength(3);
  expect(moved![0]).toContain("as --port asks");
  const account = await cloud.world.hosts.open("openai", "account");
  expect(account.port).toBeGreaterThan(port + 2);
  expect(account.port).toBeLessThanOrEqual(port + 203);
  await expect(start({ folder: temporaryFolder(), port })).rejects.toMatchObject({
    code: "port-in-use",
    message: expect.stringContaining(String(port)),
  });
  await cloud.stop();
  const again = await start({ folder });
  expect(again.connection.arm).toBe(arm);
  await again.stop();
});

import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import * as https from "node:https";
import { type AddressInfo, createServer } from "node:net";
import * as path from "node:path";
import { expect, test } from "vitest";
import { createAuthority, createServerCertificate } from "../../scripts/base/certificates";
import { startCloud } from "../../scripts/cloud/cloud";
import { findRunningCloud, publishConnection } from "../../scripts/cloud/published";
import { Store } from "../../scripts/cloud/core/store";
import { temporaryFolder } from "../support/folder";

const start = (folder: string) =>
  startCloud({ folder, model: () => Promise.reject(new Error("no model here")) });
const passphraseIn = async (folder: string): Promise<string | undefined> => {
  const cloud = await start(folder);
  await cloud.stop();
  return cloud.connection.env.PULUMI_CONFIG_PASSPHRASE;
};

test("a connection file that is damaged or was moved publishes no cloud", async () => {
  const folder = path.join(temporaryFolder(), "home");
  const cloud = await start(folder);
  const file = path.join(folder, "cloud.json");
  publishConnection(folder, cloud.connection);
  expect(await findRunningCloud(folder)).toMatchObject({ arm: cloud.connection.arm });
  const whole = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  const damaged = ["", "{", "null", "[]", '"x"', JSON.stringify({ ...whole, env: 7 })];
  const moved = JSON.stringify({ ...whole, caFile: path.join(folder, "gone/cloud-ca.pem") });
  for (const text of [...damaged, moved]) {
    writeFileSync(file, text);
    expect(await findRunningCloud(folder), text).toBeUndefined();
  }
  // A cloud that runs all the same is found by its lock, and named.
  await expect(start(folder)).rejects.toMatchObject({
    code: "locked",
    message: expect.stringContaining(`process ${process.pid}`),
  });
  await cloud.stop();
  renameSync(folder, `${folder}2`);
  expect(await findRunningCloud(`${folder}2`)).toBeUndefined();
  await (await start(`${folder}2`)).stop();
});

test("a cloud that answers with an error is running", async () => {
  const folder = temporaryFolder();
  const cloud = await start(folder);
  // Its other hosts have no health check.
  const { arm } = cloud.connection;
  publishConnection(folder, { ...cloud.connection, control: arm });
  await expect(findRunningCloud(folder)).rejects.toMatchObject({
    code: "cloud",
    message: expect.stringMatching(/is running, but it answers HTTP 4\d\d/),
    where: `${arm}/healthz`,
    cure: expect.stringContaining("start it again"),
  });
  await cloud.stop();
  expect(await findRunningCloud(folder)).toBeUndefined();
});

test("a running cloud is found although its kept connections have ended", async () => {
  const folder = temporaryFolder();
  const validity = { from: Date.now() - 60_000, to: Date.now() + 60_000 };
  const authority = await createAuthority(`test ${randomUUID()}`, validity);
  const seen = new WeakSet();
  const server = https.createServer(
    await createServerCertificate(["127.0.0.1"], authority, validity),
    (request, response) => {
      if (seen.has(request.socket)) request.socket.destroy();
      else response.end("{}");
      seen.add(request.socket);
    },
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const caFile = path.join(folder, "ca.pem");
  writeFileSync(caFile, authority.cert);
  const cloud = await start(folder);
  const control = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  publishConnection(folder, { ...cloud.connection, control, caFile });
  for (let time = 0; time < 3; time++)
    expect(await findRunningCloud(folder)).toMatchObject({ control });
  server.close();
  await cloud.stop();
});

test("the passphrase of local stacks outlives the world, also that of an older version", async () => {
  const folder = temporaryFolder();
  const world = path.join(folder, "cloud.jsonl");
  const older = new Store(world);
  older.collection("backend").put("passphrase", "older");
  older.close();
  for (let start = 0; start < 2; start++) expect(await passphraseIn(folder)).toBe("older");
  expect(readFileSync(world, "utf8")).not.toContain("older");
  const file = path.join(folder, "backend/passphrase");
  expect(existsSync(file) && statSync(file).mode & 0o777).toBe(0o600);
  writeFileSync(world, "");
  expect(await passphraseIn(folder)).toBe("older");
  expect(await passphraseIn(temporaryFolder())).toMatch(/^[0-9a-f]{32}$/);
});

test("a world that cannot be used keeps no port and no lock", async () => {
  const folder = temporaryFolder();
  const first = await start(folder);
  const port = Number(new URL(first.connection.arm).port);
  await first.stop();
  const backend = path.join(folder, "backend");
  rmSync(backend, { recursive: true });
  writeFileSync(backend, "no folder");
  for (let attempt = 0; attempt < 2; attempt++)
    await expect(start(folder)).rejects.toMatchObject({ code: "EEXIST" });
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  server.close();
});

import { once } from "node:events";
import { mkdirSync, openSync, readFileSync, symlinkSync, writeFileSync, writeSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import * as path from "node:path";
import { expect, test } from "vitest";
import { LabError } from "../../infra/errors";
import { machineError } from "../../scripts/base/machine-error";
import { temporaryFolder } from "../support/folder";

/** What an action throws. */
function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

const failing: [string, (folder: string) => unknown, string][] = [
  ["a file in place of .lab", (f) => mkdirSync(path.join(f, "file"), { recursive: true }), "file"],
  ["a file within the path", (f) => mkdirSync(path.join(f, "file/a"), { recursive: true }), "file"],
  ["a folder in place of a file", (f) => writeFileSync(f, ""), "folder"],
  ["what is not there", (f) => readFileSync(path.join(f, "no")), "exist"],
  ["a circle of links", (f) => readFileSync(path.join(f, "circle")), "circles"],
  ["a long name", (f) => writeFileSync(path.join(f, "x".repeat(300)), ""), "too long"],
];

test.each(failing)("%s is no fault of rai-lab: what, where and cure", (_, action, what) => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, "file"), "");
  symlinkSync("circle", path.join(folder, "circle"));
  const error = machineError(thrownBy(() => action(folder)));
  expect(error).toMatchObject({
    code: "file",
    message: expect.stringContaining(what),
    where: expect.stringContaining(folder),
    cure: expect.stringMatching(/\w/),
  });
});

test.skipIf(process.platform !== "linux")("a full disk (skipped where /dev/full is not)", () => {
  const error = machineError(thrownBy(() => writeSync(openSync("/dev/full", "w"), "text")));
  expect(error).toMatchObject({ code: "file", cure: expect.stringContaining("free some space") });
});

test.each(["EACCES", "EPERM", "EROFS", "EDQUOT", "EMFILE"])("%s has a cure", (code) => {
  const error = Object.assign(new Error(code), { code, syscall: "open", path: "/x" });
  expect(machineError(error)).toMatchObject({ code: "file", where: "/x" });
});

test("a lost connection and a certificate out of its time say why", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  const refused: unknown = await fetch(`http://127.0.0.1:${port}`).catch((error: unknown) => error);
  expect(machineError(refused)).toMatchObject({
    code: "cloud",
    message: expect.stringMatching(/^a service could not be reached: fetch failed: ./),
  });
  const cause = Object.assign(new Error("certificate has expired"), { code: "CERT_HAS_EXPIRED" });
  expect(machineError(new TypeError("fetch failed", { cause }))).toMatchObject({
    message: "a service could not be reached: fetch failed: certificate has expired",
    cure: expect.stringContaining("clock"),
  });
});

test("faults of our own, and errors that are explained already, stay what they are", () => {
  expect(machineError(new TypeError("x is undefined"))).toBeUndefined();
  expect(machineError(new LabError("usage", "no"))).toBeUndefined();
  const spawn = Object.assign(new Error("spawn"), { code: "ENOENT", syscall: "spawn python" });
  expect(machineError(spawn)).toBeUndefined();
});

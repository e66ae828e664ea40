import { readFileSync, statSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { recordedEnvironment, refuseUnrecorded } from "../../../scripts/commands/trial/environment";
import { temporaryFolder } from "../../support/folder";

test("a trial behind a proxy is refused, and one on Azure where the providers cannot be recorded", () => {
  expect(() => {
    refuseUnrecorded({ HTTPS_PROXY: "http://proxy" }, true, "linux");
  }).toThrow(/cannot stand behind another one/);
  expect(() => {
    refuseUnrecorded({}, false, "darwin");
  }).toThrow(/on Linux only/);
  refuseUnrecorded({}, true, "darwin");
  refuseUnrecorded({}, false, "linux");
});

test("commands go through the recorder and trust it beside what they trusted, and gRPC does not", () => {
  const folder = path.join(temporaryFolder(), "trial");
  const recorder = { url: "http://127.0.0.1:1", ca: "THE CA", stop: () => Promise.resolve() };
  const before = { KEPT: "1", NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1,.azure.com" };
  const env = recordedEnvironment(before, recorder, folder);
  expect(env).toMatchObject({ KEPT: "1", HTTPS_PROXY: recorder.url, NO_PROXY: "", no_proxy: "" });
  expect(env["no_grpc_proxy"]).toContain("127.0.0.1");
  expect(env["https_proxy"]).toBeUndefined();
  const bundle = env["NODE_EXTRA_CA_CERTS"]!;
  expect(readFileSync(bundle, "utf8")).toMatch(/BEGIN CERTIFICATE[\s\S]*THE CA/);
  expect(statSync(folder).mode & 0o077).toBe(0);
});

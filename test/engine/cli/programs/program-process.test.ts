import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import * as grpc from "@grpc/grpc-js";
import providerRpc from "@pulumi/pulumi/proto/provider_grpc_pb";
import pb from "@pulumi/pulumi/proto/provider_pb";
import { expect, onTestFinished, test } from "vitest";
import { ProgramProcess } from "../../../../scripts/engine/cli/programs/program-process";
import { toStruct } from "../../../../scripts/engine/struct";
import { runProgram } from "../../../support/engine/program-run";
import { ask, insecure, projectOf, ROOT, runStack } from "../../../support/engine/served-programs";
import type { StubEngine } from "../../../support/graph/engine";
import { seconds } from "../../../support/time-limits";

async function start(folder: string): Promise<number> {
  const started = await ProgramProcess.start({ folder, env: process.env, idleTimeoutMs: 60_000 });
  onTestFinished(() => started.close());
  return started.port;
}

test(
  "a program that does not load is an error of its stack, told once",
  { timeout: seconds(10) },
  async () => {
    const port = await start(projectOf("throw new Error('cannot load');"));
    const { bail, engine } = await runStack(port, "dev", {});
    expect(bail).toBe(true);
    expect(engine.logs).toEqual([expect.stringContaining("cannot load")]);
  },
);

test(
  "it registers what `pulumi up` registers, also the code of dynamic resources",
  { timeout: seconds(30) },
  async () => {
    const config = { "rai-lab:student": '{"userName":"student@rai-lab.example"}' };
    const [port, expected] = [await start(ROOT), await runProgram("sucrase", config)];
    const sorted = (all: StubEngine["registered"]) =>
      [...all].sort((a, b) => (a.urn < b.urn ? -1 : 1));
    const runs = await Promise.all([1, 2].map(() => runStack(port, "dev", config)));
    for (const { engine } of runs) {
      expect(engine.logs).toEqual([]);
      expect(sorted(engine.registered)).toEqual(sorted(expected.registered));
    }
  },
);

test(
  "dynamic resources are served as by Pulumi's own plugin: no handshake, no part in a preview",
  { timeout: seconds(10) },
  async () => {
    const port = await start(projectOf("module.exports = () => ({});"));
    const client = new providerRpc.ResourceProviderClient(`127.0.0.1:${port}`, insecure);
    onTestFinished(() => client.close());
    const handshake = ask((reply) => client.handshake(new pb.ProviderHandshakeRequest(), reply));
    await expect(handshake).rejects.toMatchObject({ code: grpc.status.UNIMPLEMENTED });
    const args = new pb.ConfigureRequest().setArgs(toStruct({}));
    const configured = await ask<pb.ConfigureResponse>((reply) => client.configure(args, reply));
    expect(configured.getSupportspreview()).toBe(false);
    const __provider = `exports.handler = () => ({ create: async () => ({ id: "made", outs: {} }) });`;
    const wanted = new pb.CreateRequest().setProperties(toStruct({ __provider }));
    const created = await ask<pb.CreateResponse>((reply) => client.create(wanted, reply));
    expect(created.getId()).toBe("made");
  },
);

test(
  "a process that does not start is an error of the project, with its cause",
  { timeout: seconds(10) },
  async () => {
    const folder = projectOf("");
    const args = "runtime:\n  name: nodejs\n  options:\n    nodeargs: --require ./missing.cjs\n";
    writeFileSync(path.join(folder, "Pulumi.yaml"), `name: demo\n${args}`);
    await expect(start(folder)).rejects.toMatchObject({
      code: "deployment",
      message: expect.stringMatching(/does not start: Error: Cannot find module '.\/missing.cjs'/),
      where: path.join(folder, "Pulumi.yaml"),
    });
  },
);

test(
  "a program that exports no function is an error that says so",
  { timeout: seconds(10) },
  async () => {
    const port = await start(projectOf("module.exports = { made: true };"));
    const { bail, engine } = await runStack(port, "dev", {});
    expect(bail).toBe(true);
    expect(engine.logs).toEqual([expect.stringMatching(/main.js must export a function/)]);
  },
);

const STARTING = `
const { ProgramProcess } = require(process.argv[1]);
const options = { folder: process.argv[2], env: process.env, idleTimeoutMs: 60000 };
ProgramProcess.start(options).then(({ port }) => console.log(port));`;

test(
  "it ends with the process that started it, also where that is killed",
  { timeout: seconds(10) },
  async () => {
    const source = path.join(ROOT, "scripts/engine/cli/programs/program-process.ts");
    const args = ["--require", path.join(ROOT, "infra/loader.cjs"), "-e", STARTING, source];
    const folder = projectOf("module.exports = () => new Promise(() => undefined);");
    const engine = spawn(process.execPath, [...args, folder]);
    onTestFinished(() => void engine.kill("SIGKILL"));
    const [port] = (await once(engine.stdout, "data")) as [Buffer];
    const run = runStack(Number(port), "dev", {});
    engine.kill("SIGKILL");
    await expect(run).rejects.toMatchObject({ code: grpc.status.UNAVAILABLE });
  },
);

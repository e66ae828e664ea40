/** The process that runs programs and dynamic resources for the CLI, as a CLI calls it. */
import { symlinkSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import * as grpc from "@grpc/grpc-js";
import languageRpc from "@pulumi/pulumi/proto/language_grpc_pb";
import languageMessages, { type RunResponse } from "@pulumi/pulumi/proto/language_pb";
import providerRpc from "@pulumi/pulumi/proto/provider_grpc_pb";
import pb from "@pulumi/pulumi/proto/provider_pb";
import { expect, onTestFinished, test } from "vitest";
import { ProgramProcess } from "../../../../scripts/engine/cli/programs/program-process";
import { serve } from "../../../../scripts/engine/embedded/program/transport";
import { toStruct } from "../../../../scripts/engine/struct";
import { runProgram } from "../../../support/engine/program-run";
import { temporaryFolder } from "../../../support/folder";
import { azure } from "../../../support/graph/azure";
import { stubEngine, type StubEngine } from "../../../support/graph/engine";
import { seconds } from "../../../support/time-limits";

const ROOT = path.resolve(__dirname, "../../../..");

/** A project whose program is that text. */
function project(program: string): string {
  const folder = temporaryFolder();
  symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
  writeFileSync(path.join(folder, "Pulumi.yaml"), "name: demo\nruntime: nodejs\nmain: main.js\n");
  writeFileSync(path.join(folder, "main.js"), program);
  return folder;
}

async function start(folder: string, idleTimeoutMs?: number): Promise<number> {
  const programs = new ProgramProcess(folder, process.env, idleTimeoutMs);
  onTestFinished(() => programs.close());
  return programs.port();
}

const ask = <T>(
  send: (reply: (error: grpc.ServiceError | null, value?: T) => void) => unknown,
): Promise<T> =>
  new Promise((resolve, reject) =>
    send((error, value) => (error ? reject(error) : resolve(value!))),
  );

const insecure = grpc.credentials.createInsecure();

/** One run of the program, for a stack and an engine of its own. */
async function run(
  port: number,
  stack: string,
  config: Record<string, string>,
): Promise<{ bail: boolean; engine: StubEngine }> {
  const engine = stubEngine(azure());
  const served = await serve(engine.monitor, engine.engine);
  const runtime = new languageRpc.LanguageRuntimeClient(`127.0.0.1:${port}`, insecure);
  try {
    const request = new languageMessages.RunRequest()
      .setProject("rai-lab")
      .setStack(stack)
      .setOrganization("organization")
      .setParallel(8)
      .setMonitorAddress(served.address)
      .setArgsList([served.address]);
    for (const [key, value] of Object.entries(config)) request.getConfigMap().set(key, value);
    const answer = await ask<RunResponse>((reply) => runtime.run(request, reply));
    return { bail: answer.getBail(), engine };
  } finally {
    runtime.close();
    served.close();
  }
}

const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const ended = {
  "throws": () => { throw new Error("its own end"); },
  "rejects unheard": () => void Promise.reject(new Error("a stray rejection")),
  "throws in a timer": () => void setTimeout(() => { throw new Error("a throw in a timer"); }, 1),
  "logs an error": () => pulumi.log.error("no quota left"),
  "never ends": () => new Promise(() => undefined),
  "warns": () => pulumi.log.warn("a warning"),
};
module.exports = async () => {
  const does = new pulumi.Config("demo").require("does");
  new pulumi.ComponentResource("demo:index:Thing", does);
  await ended[does]?.();
  // Timers end in their order: this one is after that of a guilty program.
  await new Promise((resolve) => setTimeout(resolve, 20));
  return { does };
};`;

test(
  "many stacks at once in one process: what one program does wrong harms no other one",
  { timeout: seconds(30) },
  async () => {
    const port = await start(project(PROGRAM), 3000);
    const GUILTY: Record<string, string> = {
      throws: "its own end",
      "rejects unheard": "a stray rejection",
      "throws in a timer": "a throw in a timer",
      "logs an error": "no quota left",
      "never ends": "the program did nothing for 3 s",
    };
    const all = [...Object.keys(GUILTY), "warns", ..."abcdefghijklmn"];
    const runs = await Promise.all(
      all.map((does) => run(port, `seat-${does}`, { "demo:does": does })),
    );
    for (const [i, does] of all.entries()) {
      const { bail, engine } = runs[i]!;
      const [message = does === "warns" ? "a warning" : undefined] = [GUILTY[does]];
      expect(engine.logs, does).toEqual(message ? [expect.stringContaining(message)] : []);
      expect(bail, does).toBe(does in GUILTY);
      expect(engine.registered.map(({ name }) => name)).toContain(does);
      const root = engine.registered.find(({ type }) => type === "pulumi:pulumi:Stack");
      expect(root?.name).toBe(`rai-lab-seat-${does}`);
      if (!(does in GUILTY)) expect(root?.outputs).toEqual({ does });
    }
  },
);

test(
  "a program that does not load is an error of its stack, told once",
  { timeout: seconds(10) },
  async () => {
    const port = await start(project("throw new Error('cannot load');"));
    const { bail, engine } = await run(port, "dev", {});
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
    const runs = await Promise.all([1, 2].map(() => run(port, "dev", config)));
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
    const port = await start(project(PROGRAM));
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

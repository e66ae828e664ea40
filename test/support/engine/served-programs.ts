/** Calls a process of programs as a CLI does. */
import { symlinkSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import * as grpc from "@grpc/grpc-js";
import languageRpc from "@pulumi/pulumi/proto/language_grpc_pb";
import languageMessages, { type RunResponse } from "@pulumi/pulumi/proto/language_pb";
import { serve } from "../../../scripts/engine/embedded/program/transport";
import { temporaryFolder } from "../folder";
import { azure } from "../graph/azure";
import { stubEngine, type StubEngine } from "../graph/engine";

export const ROOT = path.resolve(__dirname, "../../..");

/** A project whose program is that text. */
export function projectOf(program: string): string {
  const folder = temporaryFolder();
  symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
  writeFileSync(path.join(folder, "Pulumi.yaml"), "name: demo\nruntime: nodejs\nmain: main.js\n");
  writeFileSync(path.join(folder, "main.js"), program);
  return folder;
}

export const ask = <T>(
  send: (reply: (error: grpc.ServiceError | null, value?: T) => void) => unknown,
): Promise<T> =>
  new Promise((resolve, reject) =>
    send((error, value) => (error ? reject(error) : resolve(value!))),
  );

export const insecure = grpc.credentials.createInsecure();

/** One run of the program that is served at `port`, for a stack and an engine of its own. */
export async function runStack(
  port: number,
  stack: string,
  config: Record<string, string>,
  secretKeys: string[] = [],
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
      .setConfigsecretkeysList(secretKeys)
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

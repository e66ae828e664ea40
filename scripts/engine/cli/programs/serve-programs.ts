/**
 * Serves the program of the folder that it is started in, and dynamic resources. Its arguments: the path of
 * the program in that folder, and the milliseconds after which one that does nothing has failed. It writes
 * its port to descriptor 3, and then what it reads: so it shows that no program blocks it.
 */
import { writeSync } from "node:fs";
import * as path from "node:path";
import { RunError } from "@pulumi/pulumi";
import languageRpc from "@pulumi/pulumi/proto/language_grpc_pb";
import providerRpc from "@pulumi/pulumi/proto/provider_grpc_pb";
import { version } from "@pulumi/pulumi/package.json";
import { serveOnLoopback } from "../../../base/loopback-grpc";
import { onUnhandledError } from "../../../base/unhandled-errors";
import { dynamicPlugin } from "../../embedded/providers/dynamic";
import type { InlineProgram } from "../../embedded/program/host";
import { dynamicProvider } from "../attached/dynamic-provider";
import { unary } from "../attached/serve";
import { languageRuntime } from "./language-runtime";

const [, , main = "", idleTimeoutMs] = process.argv;

/** The pipe to the process that started this one. */
const ENGINE = 3;

function load(): InlineProgram {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the project's program
  const program: unknown = require(path.resolve(main));
  if (typeof program === "function") return program as InlineProgram;
  throw new RunError(
    `${path.resolve(main)} must export a function: one process runs the programs of many stacks`,
  );
}

async function serve(): Promise<void> {
  // At a terminal Ctrl-C comes here, too: the CLI needs this process until it has ended what it began.
  process.on("SIGINT", () => undefined);
  // What no program owns must not end the programs: a timer of a dynamic resource, say.
  onUnhandledError((error) => console.error(error.stack ?? error.message));
  const { port } = await serveOnLoopback([
    [
      languageRpc.LanguageRuntimeService,
      languageRuntime({ load, idleTimeoutMs: Number(idleTimeoutMs) }),
    ],
    [providerRpc.ResourceProviderService, unary(dynamicProvider(dynamicPlugin(version)))],
  ]);
  writeSync(ENGINE, `${port}\n`);
  process.stdin.on("data", (ping: Buffer) => writeSync(ENGINE, ping));
}

void serve();

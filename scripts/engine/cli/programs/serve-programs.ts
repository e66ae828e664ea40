/**
 * Serves the program of the folder that it is started in, and dynamic resources. Its arguments: the path of
 * the program in that folder, and the milliseconds after which one that does nothing has failed. It prints
 * its port.
 */
import * as path from "node:path";
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

const load = (): InlineProgram =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the project's program
  require(path.resolve(main)) as InlineProgram;

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
  console.log(port);
}

void serve();

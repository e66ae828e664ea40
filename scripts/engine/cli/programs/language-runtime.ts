/** Pulumi's LanguageRuntime service on one program, for the stacks of any number of CLIs at once. */
import * as grpc from "@grpc/grpc-js";
import * as pulumi from "@pulumi/pulumi";
import engineMessages from "@pulumi/pulumi/proto/engine_pb";
import languageMessages, { type RunRequest } from "@pulumi/pulumi/proto/language_pb";
import pluginMessages from "@pulumi/pulumi/proto/plugin_pb";
import { asError } from "../../../base/as-error";
import { Stopped } from "../../embedded/deployment/failure";
import { type InlineProgram, runProgram } from "../../embedded/program/host";
import { Watchdog } from "../../embedded/program/watchdog";
import { connectTo, type RemoteServices } from "./remote-services";

/** How to run the program. */
export interface LanguageRuntimeOptions {
  /** Loads the program. What it throws is the program's error. */
  load: () => InlineProgram;
  /** A program that sends no request for so many milliseconds is given up. */
  idleTimeoutMs: number;
}

/** The part of a call that a run uses. */
type RunCall = Pick<grpc.ServerUnaryCall<RunRequest, unknown>, "request" | "on">;

/**
 * The methods of the service. An error of a program fails its own run, and no other one: what it throws,
 * also outside its promise, and that it never ends.
 */
export const languageRuntime = (options: LanguageRuntimeOptions) => ({
  getRequiredPlugins: (_call: unknown, reply: grpc.sendUnaryData<unknown>) =>
    // The CLI learns from the resources which plugins it needs.
    reply(null, new languageMessages.GetRequiredPluginsResponse()),
  getPluginInfo: (_call: unknown, reply: grpc.sendUnaryData<unknown>) =>
    reply(null, new pluginMessages.PluginInfo().setVersion("1.0.0")),
  run: (call: RunCall, reply: grpc.sendUnaryData<unknown>) =>
    void run(options, call).then((response) => reply(null, response)),
});

async function run(
  { load, idleTimeoutMs }: LanguageRuntimeOptions,
  call: RunCall,
): Promise<languageMessages.RunResponse> {
  const { request } = call;
  const [engineAddress = ""] = request.getArgsList();
  const services = connectTo(request.getMonitorAddress(), engineAddress);
  let stop: (reason: Error) => void = () => undefined;
  const stopped = new Promise<never>((_, reject) => (stop = reject));
  stopped.catch(() => undefined);
  call.on("cancelled", () => stop(new Stopped("the CLI has ended the run")));
  const watchdog = new Watchdog(idleTimeoutMs, () =>
    stop(new Error(`the program did nothing for ${idleTimeoutMs / 1000} s`)),
  );
  const response = new languageMessages.RunResponse();
  try {
    await runProgram(async () => load()(), {
      options: optionsOf(request),
      monitor: watchdog.wrap(services.monitor),
      engine: watchdog.wrap(services.engine),
      transport: "direct",
      stopped,
    });
  } catch (error) {
    logError(services, error);
    response.setBail(true);
  }
  watchdog.stop();
  await services.logged();
  services.close();
  return response;
}

const optionsOf = (request: RunRequest) => ({
  organization: request.getOrganization(),
  project: request.getProject(),
  stack: request.getStack(),
  config: Object.fromEntries(request.getConfigMap().entries()),
  secretKeys: request.getConfigsecretkeysList(),
  dryRun: request.getDryrun(),
  parallel: request.getParallel(),
});

/** Logs the error of a program, unless the CLI knows it: it ended the run itself, or it has shown it. */
function logError({ engine, errors }: RemoteServices, reason: unknown): void {
  const error = asError(reason);
  if (error instanceof Stopped || isGrpcError(error) || errors.includes(error.message)) return;
  const line = new engineMessages.LogRequest()
    .setSeverity(engineMessages.LogSeverity.ERROR)
    .setMessage(isForUsers(error) ? error.message : (error.stack ?? error.message));
  void engine["log"]!(line as never);
}

/** Its message says all: a stack would only hide it. */
const isForUsers = (error: Error): boolean => pulumi.RunError.isInstance(error);

const ENDED: unknown[] = [grpc.status.UNAVAILABLE, grpc.status.CANCELLED];
const isGrpcError = (error: Error): boolean => "code" in error && ENDED.includes(error.code);

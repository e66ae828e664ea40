/** One operation on one stack from the lock to the result. */
import { asError } from "../../base/as-error";
import { LabError } from "../../../infra/errors";
import type { ClearOutputs, Failure, Plan, Result, Stack, RunOptions } from "../engine";
import type { Plugins, Props } from "../plugin";
import { StateFile } from "../state/checkpoint";
import { integrityErrors } from "../state/integrity";
import { unreadableState } from "../state/stored-deployment";
import type { DeploymentOptions } from "./deployment/context";
import { Deployment } from "./deployment";
import { programFailure, Stopped } from "./deployment/failure";
import { assertLocallyDeployed } from "./guard";
import { runProgram, type Program } from "./program/host";
import { lock } from "../state/lock";
import { engineHandlers, monitorHandlers } from "./program/monitor";
import { recover, type Recovered } from "./deployment/recover";
import { Registry } from "./providers/registry";
import { SDK_VERSION } from "./program/sdk";
import { builtinPlugin } from "./providers/stack-reference";
import type { Resource, Snapshot } from "../state/resource";
import { nameOf, packageOf } from "../state/urn";
import { hasSecret, plain, shownOutputs } from "../state/wire";
import { Watchdog } from "./program/watchdog";

/** The engine's options with their defaults filled in. */
export interface Settings {
  program: (stack: Stack) => Program;
  plugins: Plugins;
  parallel: number;
  continueOnError: boolean;
  transport: "direct" | "wire";
  idleTimeoutMs: number;
}

interface EngineOperation {
  settings: Settings;
  stack: Stack;
  runOptions: RunOptions;
}

/** As in the CLI's own local backends. */
const ORGANIZATION = "organization";

async function openState(stack: Stack): Promise<StateFile> {
  const file = await StateFile.open(stack);
  const snapshot = file.load();
  // A state that breaks these rules could not be written again.
  const [broken] = integrityErrors(snapshot.resources);
  if (broken !== undefined) throw unreadableState(file.file, broken);
  assertLocallyDeployed(file.writer, snapshot, file.file);
  return file;
}

/** The plugins of a stack, with its own built-in plugin `pulumi`. */
const pluginsOf = ({ settings, stack }: EngineOperation): Plugins => ({
  ...settings.plugins,
  pulumi: builtinPlugin(stack, SDK_VERSION),
});

/** Resolves pending operations of an earlier run. Logs a warning for each that stays unresolved. */
async function recoverPending(
  file: StateFile,
  context: EngineOperation,
  dryRun: boolean,
): Promise<Recovered> {
  const before = file.load();
  if (before.pending.length === 0)
    return { snapshot: before, adopted: [], dropped: [], unknown: [], failed: [] };
  const recovered = await recover(
    before,
    new Registry(pluginsOf(context), dryRun, before.resources),
  );
  // The creates of dynamic resources are repeated: what they make is not found by an id.
  for (const { urn, type } of recovered.unknown.filter(isUntold))
    context.runOptions.onLog?.({
      severity: "warning",
      message: `an earlier run was interrupted while creating ${nameOf(urn)} (${type}); whether it exists cannot be told`,
      urn,
    });
  if (!dryRun) await file.save(recovered.snapshot);
  return recovered;
}

const isUntold = ({ type }: Resource): boolean => packageOf(type) !== "pulumi-nodejs";

function deploymentOptions(
  context: EngineOperation,
  dryRun: boolean,
  adopting = false,
): DeploymentOptions {
  const { parallel, continueOnError } = context.settings;
  const { project, name, config, secretKeys } = context.stack;
  const plugins = pluginsOf(context);
  const { onStep } = context.runOptions;
  return {
    organization: ORGANIZATION,
    project,
    stack: name,
    plugins,
    config,
    secretKeys,
    dryRun,
    adopting,
    parallel,
    continueOnError,
    onStep,
  };
}

interface Deployed {
  deployment: Deployment;
  failures: Failure[];
  interrupted: string[];
}

/** Reads every resource into the state, a preview into a copy of it, where the caller asks for that. */
async function refreshFirst(
  file: StateFile,
  context: EngineOperation,
  dryRun: boolean,
  before: Snapshot,
): Promise<{ snapshot: Snapshot; failures: Failure[] }> {
  const { refresh, signal } = context.runOptions;
  if (!refresh || signal?.aborted) return { snapshot: before, failures: [] };
  const d = new Deployment(
    { ...deploymentOptions(context, dryRun), onStep: refresh },
    before,
    file,
  );
  const abort = (): void => d.cancel("the run was interrupted");
  signal?.addEventListener("abort", abort);
  await d.refresh();
  signal?.removeEventListener("abort", abort);
  const snapshot = await d.finish(d.progress.failures.length === 0);
  return { snapshot, failures: d.progress.failures };
}

/**
 * Resolves pending operations, reads every resource if that is asked for, runs `work` on a new
 * deployment, and always finishes the deployment. Where an operation could not be resolved, only work
 * that `worksUnrecovered` runs.
 */
async function deploy(
  file: StateFile,
  context: EngineOperation,
  dryRun: boolean,
  work: (d: Deployment) => Promise<void>,
  { worksUnrecovered = false, adopting = false } = {},
): Promise<Deployed> {
  const interrupted = file.load().pending.map((o) => o.resource.urn);
  const { snapshot: recovered, failed } = await recoverPending(file, context, dryRun);
  const { snapshot, failures } = await refreshFirst(file, context, dryRun, recovered);
  const d = new Deployment(deploymentOptions(context, dryRun, adopting), snapshot, file);
  const { signal } = context.runOptions;
  const abort = (): void => d.cancel("the run was interrupted");
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort);
  try {
    if (failures.length === 0 && (failed.length === 0 || worksUnrecovered)) await work(d);
  } catch (e) {
    const error = asError(e);
    if (!d.isReported(error)) failures.push(programFailure(error));
  } finally {
    signal?.removeEventListener("abort", abort);
  }
  for (const { operation, error } of failed) d.reportUnrecovered(operation, error);
  const interruption = programFailure(new Stopped("the run was interrupted"));
  if (signal?.aborted && !failures.some((f) => f.code === interruption.code))
    failures.push(interruption);
  await d.finish(d.progress.failures.length + failures.length === 0);
  return { deployment: d, failures: [...d.progress.failures, ...failures], interrupted };
}

/** Runs the program, as in a preview when `dryRun`: values may be unknown to it. */
async function deployProgram(
  d: Deployment,
  { settings, stack, runOptions }: EngineOperation,
  dryRun: boolean,
): Promise<void> {
  const onHang = (): void =>
    d.abort(
      new LabError("deployment", `the program did nothing for ${settings.idleTimeoutMs / 1000} s`),
    );
  const watchdog = new Watchdog(settings.idleTimeoutMs, onHang);
  const host = {
    options: deploymentOptions({ settings, stack, runOptions }, dryRun),
    monitor: watchdog.wrap(monitorHandlers(d)),
    engine: watchdog.wrap(engineHandlers((line) => runOptions.onLog?.(line))),
    transport: settings.transport,
    stopped: d.stopped,
  };
  try {
    await runProgram(settings.program(stack), host);
  } finally {
    watchdog.stop();
  }
}

/** Runs the program. Deletes unregistered resources only if no step failed. */
async function deployAll(d: Deployment, context: EngineOperation, dryRun: boolean): Promise<void> {
  await deployProgram(d, context, dryRun);
  if (d.progress.failures.length === 0) await d.deleteUnregistered();
}

/** Outputs in clear, and the names of the secret ones. */
function clearOutputs(outputs: Props): ClearOutputs {
  const secretOutputs = Object.keys(outputs).filter((key) => hasSecret(outputs[key]));
  return { outputs: plain(outputs), secretOutputs };
}

const resultOf = ({ deployment, failures, interrupted }: Deployed): Result => ({
  counts: deployment.progress.counts,
  outputs: shownOutputs(deployment.outputs()),
  failures,
  interrupted,
});

async function withLock(
  context: EngineOperation,
  work: (file: StateFile) => Promise<Deployed>,
): Promise<Result> {
  const { backend, project, name } = context.stack;
  const release = await lock(backend, project, name);
  try {
    return resultOf(await work(await openState(context.stack)));
  } finally {
    await release();
  }
}

/** What `up` would do. Takes no lock and writes nothing. */
export async function preview(context: EngineOperation): Promise<Plan> {
  const file = await openState(context.stack);
  const { deployment, failures } = await deploy(file, context, true, (d) =>
    deployAll(d, context, true),
  );
  return { counts: deployment.progress.counts, steps: deployment.progress.steps, failures };
}

/** Runs the program and deploys its resources. */
export const up = (context: EngineOperation): Promise<Result> =>
  withLock(context, (file) => deploy(file, context, false, (d) => deployAll(d, context, false)));

/** Runs the program and takes over what exists. Deletes nothing. */
export const adopt = (context: EngineOperation): Promise<Result> =>
  withLock(context, (file) =>
    deploy(file, context, false, (d) => deployProgram(d, context, true), { adopting: true }),
  );

/**
 * Deletes every resource; the program does not run. A resource of which no provider knows what became of
 * it keeps no other one from its delete.
 */
export const destroy = (context: EngineOperation): Promise<Result> =>
  withLock(context, (file) =>
    deploy(file, context, false, (d) => d.deleteUnregistered(), { worksUnrecovered: true }),
  );

/**
 * Resolves pending operations, as `deploy` does before every operation, and reads every resource into
 * the state; the program does not run.
 */
export const refresh = (context: EngineOperation): Promise<Result> =>
  withLock(context, (file) => deploy(file, context, false, (d) => d.refresh()));

/** Outputs in the state. @throws LabError `not-found` when nothing is deployed */
export async function outputsOf(stack: Stack): Promise<ClearOutputs> {
  const file = await StateFile.open(stack);
  const live = file.load().resources.find((r) => r.type === "pulumi:pulumi:Stack" && !r.delete);
  if (live) return clearOutputs(live.outputs ?? {});
  throw new LabError("not-found", `the stack "${stack.name}" has nothing deployed`, {
    where: file.file,
    cure: "deploy it first",
  });
}

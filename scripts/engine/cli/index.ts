/** The Pulumi CLI as an engine, driven through Pulumi's own Automation API. */
import * as path from "node:path";
import type * as automation from "@pulumi/pulumi/automation";
import { signIn } from "../../../infra/azure/session";
import { REAL_TRANSPORT, type Transport } from "../../../infra/azure/endpoints";
import { LabError, messageOf } from "../../../infra/errors";
import { repair, type Cloud } from "./repair";
import { Report } from "./report";
import { settingsFiles } from "./settings";
import { exportState, importState } from "./state";
import { cliVersion } from "./version";
import { lock } from "../state/lock";
import type { Engine, Failure, Plan, Result, Stack, RunOptions } from "../engine";

export interface PulumiOptions {
  /** Folder of Pulumi.yaml: the program as it is committed. */
  folder: string;
  /** Environment of the CLI, its providers and the program: sign-in, attached providers, PATH. */
  env: NodeJS.ProcessEnv;
  /** The CLI's own folder (credentials, selected stacks, plugins); the user's where it is not given. */
  home?: string;
  /** How the cloud is asked what the CLI cannot tell (`repair.ts`); the real network and clock where it is not given. */
  transport?: Transport;
}

/** One stack opened for one operation. */
interface OpenedStack {
  stack: automation.Stack;
  /** Settles in its state what the CLI cannot, before the CLI works with it. */
  repair: (options?: { forgetUnknown: boolean }) => Promise<void>;
  options: {
    configFile: string;
    color: "never";
    /** `history --show-secrets`, which the Automation API asks otherwise, writes into the committed settings. */
    showSecrets: false;
    onEvent: Report["onEvent"];
    signal: AbortSignal | undefined;
  };
  /** URNs of what an earlier run began and did not finish. */
  interrupted: string[];
}

const api = (): Promise<typeof automation> => import("@pulumi/pulumi/automation/index.js");

export function pulumiEngine(options: PulumiOptions): Engine {
  let version: string | undefined;
  const operate = (
    stack: Stack,
    runOptions: RunOptions,
    run: (o: OpenedStack) => Promise<unknown>,
  ): Promise<Result> => operation(options, stack, runOptions, run);
  return {
    name: "pulumi",
    /** @throws LabError `missing-tool` */
    get version() {
      return (version ??= cliVersion(options.env));
    },
    preview: async (stack, runOptions = {}): Promise<Plan> => {
      const report = new Report(runOptions);
      const failures = await withStack(options, stack, runOptions, report, (o) =>
        o.stack.preview(o.options),
      );
      return { counts: report.counts, steps: report.steps, failures };
    },
    up: (stack, runOptions = {}) =>
      operate(stack, runOptions, (o) => o.stack.up({ ...o.options, continueOnError: true })),
    refresh: (stack, runOptions = {}) =>
      operate(stack, runOptions, async (o) => {
        await o.repair();
        await o.stack.refresh(o.options);
      }),
    destroy: (stack, runOptions = {}) =>
      operate(stack, runOptions, async (o) => {
        await o.repair();
        await o.stack.destroy({ ...o.options, continueOnError: true });
      }),
    recover: (stack, runOptions = {}) =>
      operate(stack, runOptions, async (o) => {
        await o.repair({ forgetUnknown: true });
        await o.stack.refresh(o.options);
      }),
    outputs: async (stack) => {
      cliVersion(options.env);
      const { LocalWorkspace } = await api();
      const workspace = await LocalWorkspace.create(workspaceOf(options, stack));
      return clearOutputs(
        await workspace
          .stackOutputs(stack.name)
          .catch((e: unknown) => Promise.reject(unknownStack(stack, e))),
      );
    },
  };
}

function workspaceOf(
  { folder, env, home }: PulumiOptions,
  stack: Stack,
): automation.LocalWorkspaceOptions {
  const envVars: Record<string, string> = {
    ...Object.fromEntries(
      Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    ),
    // The CLI's language host and dynamic providers run whichever Node comes first: this one.
    PATH: [path.dirname(process.execPath), env.PATH ?? ""].join(path.delimiter),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // The settings of a run are temporary, so how secrets are encrypted is told by the state.
    PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
  };
  if (stack.backend) envVars.PULUMI_BACKEND_URL = `file://${stack.backend}`;
  if (stack.passphrase) envVars.PULUMI_CONFIG_PASSPHRASE = stack.passphrase;
  return { workDir: folder, envVars, ...(home !== undefined && { pulumiHome: home }) };
}

/** Opens the stack (creating it for the first time), runs the CLI, and tells what failed. */
async function withStack(
  options: PulumiOptions,
  stack: Stack,
  runOptions: RunOptions,
  report: Report,
  run: (o: OpenedStack) => Promise<unknown>,
): Promise<Failure[]> {
  cliVersion(options.env);
  // A lock that `kill -9` left in a folder of ours holds nothing; the CLI would wait for it for ever.
  if (stack.backend) await (await lock(stack.backend, stack.project, stack.name))();
  const { LocalWorkspace, Stack: CliStack, CommandError, ConcurrentUpdateError } = await api();
  const settings = settingsFiles(options.folder, stack);
  try {
    const workspaceOptions = workspaceOf(options, stack);
    const temporaryWorkspace = await LocalWorkspace.create({
      ...workspaceOptions,
      workDir: settings.folder,
    });
    const temporaryStack = await CliStack.createOrSelect(stack.name, temporaryWorkspace);
    if (stack.secretKeys.length)
      await temporaryWorkspace.setAllConfig(stack.name, secretConfig(stack));
    const cli = await CliStack.select(stack.name, await LocalWorkspace.create(workspaceOptions));
    const state = await exportState(temporaryStack);
    const interrupted = (state.deployment.pending_operations ?? []).map(
      ({ resource: { urn } }) => urn,
    );
    // At a terminal Ctrl-C reaches the CLI by itself, and a second one would end it at once.
    const signal = process.stdin.isTTY ? undefined : runOptions.signal;
    runOptions.signal?.throwIfAborted();
    await run({
      stack: cli,
      repair: async ({ forgetUnknown } = { forgetUnknown: false }) => {
        const { changed, dropped, unresolved } = await repair(
          state,
          cloudOf(options),
          forgetUnknown,
        );
        if (changed) await importState(temporaryStack, state, settings.folder);
        for (const { urn, reason } of unresolved)
          runOptions.onLog?.({
            severity: "warning",
            message: `a run was interrupted while creating it: ${reason}`,
            urn,
          });
        for (const resource of dropped) report.dropped(resource);
      },
      options: {
        configFile: settings.file,
        color: "never",
        showSecrets: false,
        onEvent: report.onEvent,
        signal,
      },
      interrupted,
    });
    return report.failures;
  } catch (error) {
    if (error instanceof ConcurrentUpdateError) throw locked(stack, error);
    if (runOptions.signal?.aborted)
      return [
        ...report.failures,
        { urn: "", code: "interrupted", message: "the run was interrupted" },
      ];
    if (!(error instanceof CommandError)) throw error;
    const { failures } = report;
    return failures.length ? failures : [{ urn: "", code: "cli-error", message: stderrOf(error) }];
  } finally {
    settings.remove();
  }
}

const cloudOf = ({ env, transport = REAL_TRANSPORT }: PulumiOptions): Cloud => ({
  signIn: () => signIn(env, transport),
  subscriptionId: env.ARM_SUBSCRIPTION_ID,
});

async function operation(
  options: PulumiOptions,
  stack: Stack,
  runOptions: RunOptions,
  run: (o: OpenedStack) => Promise<unknown>,
): Promise<Result> {
  const report = new Report(runOptions);
  let interrupted: string[] = [];
  const failures = await withStack(options, stack, runOptions, report, (o) => {
    ({ interrupted } = o);
    return run(o);
  });
  const { LocalWorkspace } = await api();
  const outputs = await (
    await LocalWorkspace.create(workspaceOf(options, stack))
  ).stackOutputs(stack.name);
  return {
    counts: report.counts,
    ...clearOutputs(outputs),
    failures: failures.map(withRecoverCure(interrupted)),
    interrupted,
  };
}

/** A resource whose creation was interrupted may exist already, which only `recover` makes the CLI forget. */
const withRecoverCure =
  (interrupted: string[]) =>
  (failure: Failure): Failure =>
    interrupted.includes(failure.urn)
      ? { ...failure, cure: "run `lab recover`, then this command again" }
      : failure;

const secretConfig = ({ config, secretKeys }: Stack): automation.ConfigMap =>
  Object.fromEntries(secretKeys.map((key) => [key, { value: config[key] ?? "", secret: true }]));

function clearOutputs(outputs: automation.OutputMap): Pick<Result, "outputs" | "secretOutputs"> {
  const entries = Object.entries(outputs);
  return {
    outputs: Object.fromEntries(entries.map(([key, { value }]) => [key, value as unknown])),
    secretOutputs: entries.filter(([, { secret }]) => secret).map(([key]) => key),
  };
}

/** What the CLI said last on stderr: the Automation API hands its whole output over as one message. */
const stderrOf = (error: Error): string =>
  /stderr: ([\s\S]*?)(?:\n err\?:|$)/.exec(error.message)?.[1]?.trim() || error.message.trim();

const locked = (stack: Stack, cause: Error): LabError =>
  new LabError("locked", `the stack "${stack.name}" is being changed by another run`, {
    cure: `wait until that run has ended; if it is certain that it is not running any more: pulumi cancel ${stack.name}`,
    cause,
  });

const unknownStack = (stack: Stack, cause: unknown): LabError =>
  new LabError(
    "not-found",
    `the Pulumi CLI cannot show the stack "${stack.name}": ${cause instanceof Error ? stderrOf(cause) : messageOf(cause)}`,
    {
      cure: "deploy it first: `lab up`",
      cause,
    },
  );

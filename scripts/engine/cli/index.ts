/** The Pulumi CLI as an engine, through Pulumi's Automation API. */
import type * as automation from "@pulumi/pulumi/automation";
import { signIn } from "../../../infra/azure/session";
import { REAL_TRANSPORT, type Transport } from "../../../infra/azure/endpoints";
import { LabError, messageOf } from "../../../infra/errors";
import { addPlanned, adoptInRounds, keepWanted, type Adopting } from "./adopt";
import { automationApi } from "./automation-api";
import { fileBackend } from "./file-backend";
import { InstalledCli } from "./installed-cli";
import { endLeftoverProcesses } from "./leftover-processes";
import { isLockedMessage, locked } from "./locked";
import { repair, type Cloud } from "./repair";
import { Report } from "./report";
import { settingsFiles } from "./settings";
import { createStack, exportIfExists, exportState, importState } from "./state";
import { openWorkspace, type WorkspaceOptions } from "./workspace";
import { lock } from "../state/lock";
import { recordedIn } from "../state/recorded";
import type { Engine, Failure, Plan, Result, Stack, RunOptions } from "../engine";

/** Options of the CLI's engine. */
export interface PulumiOptions extends Omit<WorkspaceOptions, "cli"> {
  /** Network and clock for `repair.ts`. Default: the real ones. */
  transport?: Transport;
}

/** What all operations of one engine share. */
type Context = PulumiOptions & WorkspaceOptions;

/** One stack opened for one operation. */
interface OpenedStack extends Adopting {
  stack: automation.Stack;
  /** Repairs the state before the CLI reads it (`repair.ts`). */
  repair: (options?: { forgetUnknown: boolean }) => Promise<void>;
  options: {
    configFile: string;
    color: "never";
    /** Otherwise the Automation API runs `history --show-secrets`, which writes the committed settings. */
    showSecrets: false;
    onEvent: Report["onEvent"];
    signal: AbortSignal | undefined;
  };
}

/** How one operation ended. */
interface Ended {
  failures: Failure[];
  /** URNs of the pending operations that an earlier run left. */
  interrupted: string[];
}

/** Creates the engine of the `pulumi` on the PATH. */
export function pulumiEngine(engineOptions: PulumiOptions): Engine {
  const options: Context = {
    ...engineOptions,
    cli: new InstalledCli(engineOptions.env, engineOptions.folder),
  };
  const operate = (
    stack: Stack,
    runOptions: RunOptions,
    run: (o: OpenedStack) => Promise<unknown>,
  ): Promise<Result> => operation(options, stack, runOptions, run);
  return {
    name: "pulumi",
    /** @throws LabError `missing-tool` */
    get version() {
      return options.cli.version();
    },
    preview: async (stack, runOptions = {}): Promise<Plan> => {
      const report = new Report(runOptions);
      const { failures } = await withStack(options, stack, runOptions, report, (o) =>
        o.stack.preview(o.options),
      );
      return { counts: report.counts, steps: report.steps, failures };
    },
    up: (stack, runOptions = {}) =>
      // Not with `continueOnError`: with it the CLI never ends when the delete of a replacement is
      // refused (pulumi 16373).
      operate(stack, runOptions, (o) => o.stack.up(o.options)),
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
        const ended = endLeftoverProcesses(options.folder);
        if (ended > 0)
          runOptions.onLog?.({
            severity: "warning",
            message: `ended ${ended} process(es) that a killed run of the Pulumi CLI left behind`,
            urn: "",
          });
        await o.repair({ forgetUnknown: true });
        await o.stack.refresh(o.options);
      }),
    adopt: (stack, runOptions = {}) => operate(stack, runOptions, adoptInRounds),
    recorded: async (stack) => {
      options.cli.version();
      const workspace = await openWorkspace(options, stack);
      const state = await exportIfExists({ name: stack.name, workspace });
      return state && recordedIn(state.deployment);
    },
    outputs: async (stack) => {
      options.cli.version();
      const workspace = await openWorkspace(options, stack);
      return clearOutputs(
        await workspace
          .stackOutputs(stack.name)
          .catch((e: unknown) => Promise.reject(unknownStack(stack, e))),
      );
    },
  };
}

/** Opens the stack (creates it if necessary), runs the CLI, and returns what failed. */
async function withStack(
  options: Context,
  stack: Stack,
  runOptions: RunOptions,
  report: Report,
  run: (o: OpenedStack) => Promise<unknown>,
): Promise<Ended> {
  options.cli.version();
  // Removes a lock that a killed process left in a local backend; the CLI would not.
  const backend = stack.backend || fileBackend(options.env, options.home);
  if (backend !== undefined) {
    const name = stack.name.split("/").at(-1) ?? stack.name;
    await (
      await lock(backend, stack.project, name)
    )();
  }
  const { Stack: CliStack, CommandError } = await automationApi();
  const settings = settingsFiles(options.folder, stack);
  let interrupted: string[] = [];
  try {
    const temporary = await openWorkspace({ ...options, folder: settings.folder }, stack);
    const temporaryStack = { name: stack.name, workspace: temporary };
    const state = (await exportIfExists(temporaryStack)) ?? (await createStack(temporaryStack));
    if (stack.secretKeys.length) await temporary.setAllConfig(stack.name, secretConfig(stack));
    const cli = await CliStack.select(stack.name, await openWorkspace(options, stack));
    // At a terminal the CLI receives Ctrl-C itself; a second signal would kill it at once.
    const signal = process.stdin.isTTY ? undefined : ownSignal(runOptions.signal);
    runOptions.signal?.throwIfAborted();
    interrupted = (state.deployment.pending_operations ?? []).map(({ resource }) => resource.urn);
    await run({
      stack: cli,
      repair: async ({ forgetUnknown } = { forgetUnknown: false }) => {
        const repaired = await repair(state, cloudOf(options), forgetUnknown);
        const { changed, dropped, unresolved } = repaired;
        if (changed) await importState(temporaryStack, state, settings.folder);
        for (const { urn, reason } of unresolved)
          runOptions.onLog?.({
            severity: "warning",
            message: `a run was interrupted while creating it: ${reason}`,
            urn,
          });
        for (const resource of dropped) report.dropped(resource);
      },
      adopt: async (planned) => {
        const current = await exportState(temporaryStack);
        const looked = addPlanned(current, planned);
        await repair(current, cloudOf(options), true);
        const recorded = new Set(current.deployment.resources?.map(({ urn }) => urn));
        const found = planned.filter(({ urn }) => looked.includes(urn) && recorded.has(urn));
        if (found.length === 0) return found;
        await importState(temporaryStack, current, settings.folder);
        found.forEach(report.adopted);
        return found;
      },
      keepWanted: async (adopted) => {
        const current = await exportState(temporaryStack);
        keepWanted(current, adopted);
        await importState(temporaryStack, current, settings.folder);
      },
      options: {
        configFile: settings.file,
        color: "never",
        showSecrets: false,
        onEvent: report.onEvent,
        signal,
      },
    });
    return { failures: report.failures, interrupted };
  } catch (error) {
    // A ConcurrentUpdateError is one, too.
    if (error instanceof CommandError && isLockedMessage(error.message))
      throw locked(stack.name, error.message, error);
    const { failures } = report;
    if (runOptions.signal?.aborted)
      failures.push({ urn: "", code: "interrupted", message: "the run was interrupted" });
    else if (!(error instanceof CommandError)) throw error;
    else if (failures.length === 0)
      failures.push({ urn: "", code: "cli-error", message: stderrOf(error) });
    return { failures, interrupted };
  } finally {
    settings.remove();
  }
}

const cloudOf = ({ env, transport = REAL_TRANSPORT }: PulumiOptions): Cloud => ({
  signIn: () => signIn(env, transport),
  subscriptionId: env.ARM_SUBSCRIPTION_ID,
});

async function operation(
  options: Context,
  stack: Stack,
  runOptions: RunOptions,
  run: (o: OpenedStack) => Promise<unknown>,
): Promise<Result> {
  const report = new Report(runOptions);
  const { failures, interrupted } = await withStack(options, stack, runOptions, report, run);
  const workspace = await openWorkspace(options, stack);
  const outputs = await workspace.stackOutputs(stack.name);
  return {
    counts: report.counts,
    ...clearOutputs(outputs),
    failures: failures.map((failure) => {
      // The resource may exist already, and only `recover` makes the CLI forget the create.
      if (!interrupted.includes(failure.urn)) return failure;
      return { ...failure, cure: "run `lab recover`, then this command again" };
    }),
    interrupted,
  };
}

/** The Automation API never takes its listeners off, and a class has one signal for all its stacks. */
const ownSignal = (signal: AbortSignal | undefined): AbortSignal | undefined =>
  signal && AbortSignal.any([signal]);

const secretConfig = ({ config, secretKeys }: Stack): automation.ConfigMap =>
  Object.fromEntries(secretKeys.map((key) => [key, { value: config[key] ?? "", secret: true }]));

function clearOutputs(outputs: automation.OutputMap): Pick<Result, "outputs" | "secretOutputs"> {
  const entries = Object.entries(outputs);
  return {
    outputs: Object.fromEntries(entries.map(([key, { value }]) => [key, value as unknown])),
    secretOutputs: entries.filter(([, { secret }]) => secret).map(([key]) => key),
  };
}

/** The CLI's stderr, which the Automation API puts into one message with the rest of its output. */
const stderrOf = (error: Error): string =>
  /stderr: ([\s\S]*?)(?:\n err\?:|$)/.exec(error.message)?.[1]?.trim() || error.message.trim();

const unknownStack = (stack: Stack, cause: unknown): LabError =>
  new LabError(
    "not-found",
    `the Pulumi CLI cannot show the stack "${stack.name}": ${cause instanceof Error ? stderrOf(cause) : messageOf(cause)}`,
    {
      cure: "deploy it first: `lab up`",
      cause,
    },
  );

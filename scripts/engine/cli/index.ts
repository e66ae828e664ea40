/** The Pulumi CLI as an engine. */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { signIn } from "../../../infra/azure/session";
import { REAL_TRANSPORT, type Transport } from "../../../infra/azure/endpoints";
import { addPlanned, adoptInRounds, keepWanted, type Adopting } from "./adopt";
import { InstalledCli } from "./installed-cli";
import { endLeftoverProcesses } from "./leftover-processes";
import { isLockedMessage, locked } from "./locked";
import { DESTROY, PREVIEW, REFRESH, UP } from "./operations";
import { clearOutputs, setSecrets } from "./outputs";
import { ProgramEndedProcess, Programs } from "./programs";
import { repair, type Cloud } from "./repair";
import { Report } from "./report";
import { CliError, type CliOptions, eventsIn, runCli, type Workspace } from "./run-cli";
import { settingsFiles } from "./settings";
import { createStack, exportIfExists, exportState, importState } from "./state";
import { backendOf, bareName, openWorkspace, type WorkspaceOptions } from "./workspace";
import { lock } from "../state/lock";
import { recordedIn } from "../state/recorded";
import { STACK_TYPE } from "../state/urn";
import { shownOutputs } from "../state/wire";
import type { Engine, Failure, Plan, Result, Stack, RunOptions } from "../engine";

/** Options of the CLI's engine. */
export interface PulumiOptions extends WorkspaceOptions {
  /** Network and clock for `repair.ts`. Default: the real ones. */
  transport?: Transport;
  /** Milliseconds after which a program that sends no request, or blocks its process, has failed. Default 120,000. */
  idleTimeoutMs?: number;
}

/** The engine; it keeps a process for programs, which ends with this one or when it is closed. */
export interface PulumiEngine extends Engine {
  close(): Promise<void>;
}

/** What all operations of one engine share. */
interface Context extends PulumiOptions {
  cli: InstalledCli;
  programs: Programs;
}

/** One stack opened for one operation. */
interface OpenedStack extends Adopting {
  /** Repairs the state before the CLI reads it (`repair.ts`). */
  repair: (options?: { forgetUnknown: boolean }) => Promise<void>;
}

/** How one operation ended. */
type Ended = Omit<Result, "counts">;

/** Creates the engine of the `pulumi` on the PATH. */
export function pulumiEngine(options: PulumiOptions): PulumiEngine {
  const programs = new Programs({ idleTimeoutMs: 120_000, ...options });
  const cli = new InstalledCli(options.env, options.folder);
  const context: Context = { ...options, programs, cli };
  const operate = async (
    stack: Stack,
    runOptions: RunOptions,
    run: (o: OpenedStack) => Promise<unknown>,
  ): Promise<Result> => {
    const report = new Report(runOptions);
    const ended = await withStack(context, stack, runOptions, report, run);
    return { counts: report.counts, ...ended };
  };
  return {
    name: "pulumi",
    get version() {
      return cli.version();
    },
    preview: async (stack, runOptions = {}): Promise<Plan> => {
      const report = new Report(runOptions);
      const { failures } = await withStack(context, stack, runOptions, report, (o) =>
        refreshing(o, PREVIEW, runOptions),
      );
      return { counts: report.counts, steps: report.steps, failures };
    },
    up: (stack, runOptions = {}) =>
      // Not with `--continue-on-error`: with it the CLI never ends when the delete of a replacement is
      // refused (pulumi 16373).
      operate(stack, runOptions, (o) => refreshing(o, UP, runOptions)),
    refresh: (stack, runOptions = {}) =>
      operate(stack, runOptions, async (o) => {
        await o.repair();
        await o.run(REFRESH);
      }),
    destroy: (stack, runOptions = {}) =>
      operate(stack, runOptions, async (o) => {
        await o.repair();
        await o.run(DESTROY);
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
        await o.run(REFRESH);
      }),
    adopt: (stack, runOptions = {}) => operate(stack, runOptions, adoptInRounds),
    recorded: async (stack) => {
      cli.version();
      const workspace = openWorkspace(options, stack);
      const state = await exportIfExists({ name: stack.name, workspace });
      return state && recordedIn(state.deployment);
    },
    outputs: async (stack) => {
      cli.version();
      return clearOutputs({ name: stack.name, workspace: openWorkspace(options, stack) });
    },
    close: () => programs.close(),
  };
}

/** Runs an operation, after a repair and with a refresh where the caller asks for that. */
async function refreshing(
  { run, repair: repairState }: OpenedStack,
  operation: readonly string[],
  { refresh }: RunOptions,
): Promise<unknown> {
  if (!refresh) return run(operation);
  await repairState();
  return run([...operation, "--refresh"]);
}

/** Opens the stack (creates it if necessary), runs the CLI, and returns what failed. */
async function withStack(
  context: Context,
  stack: Stack,
  runOptions: RunOptions,
  report: Report,
  run: (o: OpenedStack) => Promise<unknown>,
): Promise<Ended> {
  context.cli.version();
  // Removes a lock that a killed process left in a local backend; the CLI would not.
  const backend = backendOf(context, stack);
  if (backend !== undefined) await (await lock(backend, stack.project, bareName(stack)))();
  const { name } = stack;
  const settings = settingsFiles(context.folder, stack);
  try {
    const workspace = openWorkspace(context, stack);
    // In the temporary folder, since the CLI writes settings beside Pulumi.yaml.
    const temporary = { name, workspace: { ...workspace, folder: settings.folder } };
    const state = (await exportIfExists(temporary)) ?? (await createStack(temporary));
    await setSecrets(temporary, stack);
    const args = ["--stack", name, "--config-file", settings.file, "--json"];
    // At a terminal the CLI receives Ctrl-C itself; a second signal would kill it at once.
    const signal = process.stdin.isTTY ? undefined : runOptions.signal;
    const again = (reason: string): void => {
      runOptions.signal?.throwIfAborted();
      const message = `the process that runs all programs has ended (${reason}); ${name} is run again, alone`;
      runOptions.onLog?.({ severity: "warning", message, urn: "" });
      report.again();
    };
    const runProgram = (operation: readonly string[], cliOptions: CliOptions): Promise<string> => {
      const all = [...operation, ...args];
      if (settings.usesEsc) return runCli(workspace, all, cliOptions);
      return context.programs.use((port) => {
        const attached = attachedTo(port, workspace);
        return runCli(attached.workspace, [...all, ...attached.args], cliOptions);
      }, again);
    };
    runOptions.signal?.throwIfAborted();
    const { resources = [], pending_operations: pending = [] } = state.deployment;
    const interrupted = pending.map(({ resource }) => resource.urn);
    const root = resources.find((one) => one.type === STACK_TYPE && !one.delete);
    const ended = (failures: Failure[]): Ended => ({
      outputs: shownOutputs(report.stackOutputs ?? root?.outputs ?? {}),
      failures: failures.map((failure) => withRecovery(failure, interrupted)),
      interrupted,
    });
    try {
      await run({
        run: (operation) => runProgram(operation, { onEvent: report.onEvent, signal }),
        preview: async () => {
          // `--json` leaves the events of default providers out.
          const log = path.join(settings.folder, "events.json");
          await runProgram([...PREVIEW, "--event-log", log], { signal });
          return eventsIn(readFileSync(log, "utf8"));
        },
        repair: async ({ forgetUnknown } = { forgetUnknown: false }) => {
          const repaired = await repair(state, cloudOf(context), forgetUnknown);
          const { changed, dropped, unresolved } = repaired;
          if (changed) await importState(temporary, state, settings.folder);
          for (const { urn, reason } of unresolved)
            runOptions.onLog?.({
              severity: "warning",
              message: `a run was interrupted while creating it: ${reason}`,
              urn,
            });
          for (const resource of dropped) report.dropped(resource);
        },
        adopt: async (planned) => {
          const current = await exportState(temporary);
          const looked = addPlanned(current, planned);
          await repair(current, cloudOf(context), true);
          const recorded = new Set(current.deployment.resources?.map(({ urn }) => urn));
          const found = planned.filter(({ urn }) => looked.includes(urn) && recorded.has(urn));
          if (found.length === 0) return found;
          await importState(temporary, current, settings.folder);
          found.forEach(report.adopted);
          return found;
        },
        keepWanted: async (adopted) => {
          const current = await exportState(temporary);
          keepWanted(current, adopted);
          await importState(temporary, current, settings.folder);
        },
      });
      return ended(report.failures);
    } catch (error) {
      if (error instanceof CliError && isLockedMessage(error.message))
        throw locked(name, error.message, error);
      if (runOptions.signal?.aborted)
        return ended([
          ...report.failures,
          { urn: "", code: "interrupted", message: "the run was interrupted" },
        ]);
      if (error instanceof ProgramEndedProcess)
        return ended([{ urn: "", code: "program-error", message: error.message }]);
      if (!(error instanceof CliError)) throw error;
      const { failures } = report;
      if (failures.length > 0) return ended(failures);
      return ended([{ urn: "", code: "cli-error", message: error.message }]);
    }
  } finally {
    settings.remove();
  }
}

/** The CLI with the one process for programs and dynamic resources, in place of two of its own. */
const attachedTo = (port: number, { folder, env }: Workspace) => ({
  workspace: {
    folder,
    env: {
      ...env,
      PULUMI_DEBUG_PROVIDERS: [env.PULUMI_DEBUG_PROVIDERS, `pulumi-nodejs:${port}`]
        .filter(Boolean)
        .join(","),
    },
  },
  args: [`--client=127.0.0.1:${port}`, "--exec-kind", "auto.inline"],
});

/** The resource may exist already, and only `recover` makes the CLI forget the create. */
const withRecovery = (failure: Failure, interrupted: readonly string[]): Failure =>
  interrupted.includes(failure.urn)
    ? { ...failure, cure: "run `lab recover`, then this command again" }
    : failure;

const cloudOf = ({ env, transport = REAL_TRANSPORT }: PulumiOptions): Cloud => ({
  signIn: () => signIn(env, transport),
  subscriptionId: env.ARM_SUBSCRIPTION_ID,
});

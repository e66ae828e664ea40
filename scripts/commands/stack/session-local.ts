import * as path from "node:path";
import { REAL_TRANSPORT } from "../../../infra/azure/endpoints";
import { decodeConfig, validSettings } from "../../../infra/config";
import { LabError } from "../../../infra/errors";
import { isJsonObject } from "../../../infra/json-object";
import program from "../../../infra";
import { startCloud, testClockOf } from "../../cloud/cloud";
import { findRunningCloud } from "../../cloud/published";
import type { CloudConnection } from "../../cloud/connection";
import { providers } from "../../providers";
import { serveProviders } from "../../engine/cli/attached/serve";
import { embeddedEngine } from "../../engine/embedded";
import type { Engine } from "../../engine/engine";
import { pulumiEngine } from "../../engine/cli";
import { type AzureSession, azureSession } from "../../lib/azure/session";
import type { Console } from "../../lib/shell/console";
import { clockNotice, cloudClock } from "../../lib/stack/cloud-clock";
import { defaultExpiry } from "../../lib/stack/expiry";
import { labHome, PROJECT } from "../../lib/stack/paths";
import { withAuthType } from "../../lib/stack/databricks-auth-type";
import { settingsFile, settingText, writeSetting } from "../../lib/stack/settings";
import { type FaultReport, faultsText } from "./fault-report";
import {
  type CommandSettings,
  commandSettings,
  configurationOf,
  validSettingsOf,
} from "./configuration";
import { LazyModel } from "./model";
import {
  type CloudOptions,
  labOutputs,
  type OpenCloud,
  type StackHandle,
  type StackOptions,
} from "./session";
import { localBackend } from "./known-stacks";

/**
 * Opens the local cloud: the one that `lab cloud` runs, else one that lives as long as the command.
 */
export async function openLocalCloud(options: CloudOptions, console: Console): Promise<OpenCloud> {
  const home = labHome(console.env);
  const running = await findRunningCloud(home);
  const model = new LazyModel(options.model);
  const { spark, faults, runningCloud = false } = options;
  if (runningCloud && !running) throw notRunning(home);
  if (running && spark?.engine === "jvm")
    throw startedOtherwise(home, "with --spark sail", "omit --spark");
  if (running && faults !== undefined)
    throw startedOtherwise(home, "by itself", "give it --faults, and omit it here");
  const startOwn = () =>
    startCloud({
      folder: home,
      model: () => model.get(console.note),
      spark,
      faults,
      testClock: testClockOf(console.env),
    });
  const hosted = running ? undefined : await startOwn();
  const report = (seed: number) => (): FaultReport => ({
    seed,
    ...hosted!.world.faults.count(),
  });
  const reportFaults = faults === undefined ? undefined : report(faults);
  const close = async (): Promise<void> => {
    if (reportFaults) console.note(faultsText(reportFaults()));
    await hosted?.stop();
    await model.close();
  };
  try {
    const connection = running ?? hosted!.connection;
    if (!running) connection.moved?.forEach(console.note);
    const notice = await clockNotice(connection, Date.now());
    if (notice !== undefined) console.note(notice);
    const local = await enter(connection, home, options, console);
    const forModel = {
      model: async (say: (text: string) => void) => running?.model ?? model.get(say),
      faults: reportFaults,
    };
    return {
      ...local,
      open: async (stack) => ({ ...(await openStack(stack, local, home, console)), ...forModel }),
      close: async () => {
        await local.closeEngine();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const notRunning = (home: string): LabError =>
  new LabError("not-found", "a local workspace answers only while the local cloud runs", {
    where: home,
    cure: "run `npx lab cloud start`, then the same command again",
  });

const startedOtherwise = (home: string, how: string, instead: string): LabError =>
  new LabError("usage", `the running local cloud was started ${how}`, {
    where: home,
    cure: `end \`lab cloud\` first, or ${instead}`,
  });

/** What the stacks of one local cloud share. */
interface LocalCloud extends Omit<OpenCloud, "open" | "close"> {
  connection: CloudConnection;
  env: NodeJS.ProcessEnv;
  closeEngine(): Promise<void>;
}

async function enter(
  connection: CloudConnection,
  home: string,
  options: CloudOptions,
  console: Console,
): Promise<LocalCloud> {
  const env = { ...console.env, ...connection.env };
  // The program signs in with this process's ARM_* variables (infra/azure/). The certificates stay
  // out of the environment: pip, which this process may start, must trust the real registry.
  for (const [name, value] of Object.entries(connection.env))
    if (name.startsWith("ARM_")) process.env[name] = value;
  const name = options.engine ?? "embedded";
  const { engine, close: closeEngine } = await engineFor(name, connection, home, env);
  let azure: Promise<AzureSession> | undefined;
  return {
    connection,
    env,
    engine,
    closeEngine,
    azure: () => (azure ??= azureSession(env)),
    clock: () => cloudClock(connection),
  };
}

async function openStack(
  options: StackOptions,
  { connection, env, engine, azure, clock }: LocalCloud,
  home: string,
  console: Console,
): Promise<Omit<StackHandle, "model">> {
  const decided = settingsFile(home, options.stack);
  const read = withoutStaleStudent(commandSettings(options, decided), connection);
  const { project } = read;
  // By the cloud's clock, which the doctor goes by too.
  const decisions = decisionsOn(read, connection, (await clock()).now());
  const settings = withAuthType(env, { ...read.config, ...textsOf(decisions) }, project);
  const config = withObjectId(settings, project, connection);
  const configuration = configurationOf(config, read);
  if (options.writes && !(configuration instanceof LabError))
    for (const [key, value] of Object.entries(decisions)) writeSetting(decided, key, value);
  const stack = {
    project,
    name: options.stack,
    backend: localBackend(console.env),
    passphrase: connection.env.PULUMI_CONFIG_PASSPHRASE ?? "",
    config,
    secretKeys: [],
  };
  return {
    stack,
    settings: validSettings(config, project),
    settingsOf: (name) => validSettingsOf(name, settingsFile(home, name)),
    configuration,
    engine,
    cloud: connection,
    folder: path.join(home, "runs", options.stack),
    azure,
    outputs: () => labOutputs(engine, stack),
    clock,
  };
}

/**
 * Makes the engine with the stand-in providers: the embedded one calls them, the CLI attaches to
 * them over gRPC.
 */
async function engineFor(
  name: "embedded" | "pulumi",
  cloud: CloudConnection,
  home: string,
  env: NodeJS.ProcessEnv,
): Promise<{ engine: Engine; close: () => Promise<void> }> {
  const plugins = providers({ connection: cloud, folder: PROJECT });
  if (name === "embedded") {
    const localOnly = [cloud.arm, cloud.authority];
    return {
      engine: embeddedEngine({ program: () => program, plugins, localOnly }),
      close: () => Promise.resolve(),
    };
  }
  const attached = await serveProviders(plugins);
  // A Pulumi home of its own: the user's selected stack and login stay as they are.
  const own = {
    folder: PROJECT,
    env: { ...env, ...attached.env },
    home: path.join(home, "pulumi"),
  };
  const clock = await cloudClock(cloud);
  const transport = { ...REAL_TRANSPORT, sleep: (ms: number) => clock.sleep(ms) };
  const engine = pulumiEngine({ ...own, transport });
  return {
    engine,
    close: async () => {
      await engine.close();
      attached.close();
    },
  };
}

/**
 * What a local run decides where the settings do not say it: when the lab expires, and who its
 * student is. `lab up` and `lab rehearse` write it into the file of this machine.
 */
function decisionsOn(
  { project, config }: CommandSettings,
  cloud: CloudConnection,
  now: number,
): Record<string, unknown> {
  const { layout, expires, student } = decodeConfig(config, project);
  const decisions: Record<string, unknown> = {};
  if (expires === undefined) decisions[`${project}:expires`] = defaultExpiry(now);
  // Of a class, only the seats have students.
  if (student === undefined && layout !== "class")
    decisions[`${project}:student`] = { userName: cloud.student.userName };
  return decisions;
}

/**
 * The settings without the student that an earlier local run chose, where the user has since chosen
 * a layout that has none.
 */
function withoutStaleStudent(read: CommandSettings, cloud: CloudConnection): CommandSettings {
  const key = `${read.project}:student`;
  const { layout, student } = decodeConfig(read.config, read.project);
  if (layout !== "class" || !isJsonObject(student)) return read;
  if (student.userName !== cloud.student.userName) return read;
  const { [key]: _stale, ...config } = read.config;
  return { ...read, config };
}

const textsOf = (values: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, settingText(value)]));

/**
 * Adds the object id of the local directory's student where sign-in without keys needs it. It is
 * not written down, because every new world gives the student another one.
 */
function withObjectId(
  settings: Record<string, string>,
  project: string,
  { student: local }: CloudConnection,
): Record<string, string> {
  const { openai, student } = decodeConfig(settings, project);
  if (!isJsonObject(openai) || openai.auth !== "entra" || !isJsonObject(student)) return settings;
  if (student.userName !== local.userName || student.objectId !== undefined) return settings;
  const value = JSON.stringify({ ...student, objectId: local.objectId });
  return { ...settings, [`${project}:student`]: value };
}

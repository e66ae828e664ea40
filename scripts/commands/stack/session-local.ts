import * as path from "node:path";
import { REAL_TRANSPORT } from "../../../infra/azure/endpoints";
import { decodeConfig, parseConfig } from "../../../infra/config";
import { LabError } from "../../../infra/errors";
import { isJsonObject } from "../../../infra/json-object";
import program from "../../../infra";
import { findRunningCloud, startCloud } from "../../cloud/cloud";
import type { CloudConnection } from "../../cloud/connection";
import { providers } from "../../providers";
import { serveProviders } from "../../providers/serve";
import { embeddedEngine } from "../../engine/embedded";
import type { Engine } from "../../engine/engine";
import { pulumiEngine } from "../../engine/cli";
import { type AzureSession, azureSession } from "../../lib/azure/session";
import type { Console } from "../../lib/shell/console";
import { cloudClock } from "../../lib/stack/cloud-clock";
import { defaultExpiry } from "../../lib/stack/expiry";
import { labHome, PROJECT } from "../../lib/stack/paths";
import { withAuthType } from "../../lib/stack/databricks-auth-type";
import { readSettings, settingsFile, writeSetting } from "../../lib/stack/settings";
import { LazyModel } from "./model";
import { labOutputs, type SessionOptions, type StackSession } from "./session";

/**
 * Opens a stack on the local cloud: on the one that `lab cloud` runs, else on one that lives as
 * long as the command.
 */
export async function openLocalSession(
  options: SessionOptions,
  console: Console,
): Promise<StackSession> {
  const home = labHome(console.env);
  const running = await findRunningCloud(home);
  const model = new LazyModel(options.model);
  const { spark } = options;
  if (running && spark?.engine === "jvm") throw sparkConflict(home);
  const startOwn = () => startCloud({ folder: home, model: () => model.get(console.note), spark });
  const hosted = running ? undefined : await startOwn();
  const close = async (): Promise<void> => {
    await hosted?.stop();
    await model.close();
  };
  try {
    const session = await sessionOn(running ?? hosted!.connection, home, options, console);
    return {
      ...session,
      model: async (say) => running?.model ?? model.get(say),
      close: async () => {
        await session.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const sparkConflict = (home: string): LabError =>
  new LabError("usage", "the local cloud that runs here runs notebooks on Sail", {
    where: home,
    cure: "end `lab cloud` first, or leave --spark out",
  });

async function sessionOn(
  cloud: CloudConnection,
  home: string,
  options: SessionOptions,
  console: Console,
): Promise<Omit<StackSession, "model">> {
  const env = { ...console.env, ...cloud.env };
  // The program signs in with this process's ARM_* variables (infra/azure/). The certificates stay
  // out of the environment: pip, which this process may start, must trust the real registry.
  for (const [name, value] of Object.entries(cloud.env))
    if (name.startsWith("ARM_")) process.env[name] = value;
  const { project, config: recorded } = decideSettings(options.stack, cloud, home);
  const settings = withAuthType(env, { ...recorded, ...options.settings }, project);
  const config = withObjectId(settings, project, cloud);
  const parsed = parseConfig(config, project, options.stack);
  const stack = {
    project,
    name: options.stack,
    backend: path.join(home, "backend"),
    passphrase: cloud.env.PULUMI_CONFIG_PASSPHRASE ?? "",
    config,
    secretKeys: [],
  };
  let azure: Promise<AzureSession> | undefined;
  const { engine, close } = await engineFor(options.engine ?? "embedded", cloud, home, env);
  return {
    stack,
    config: parsed,
    engine,
    cloud,
    folder: path.join(home, "runs", options.stack),
    azure: () => (azure ??= azureSession(env)),
    outputs: () => labOutputs(engine, stack),
    clock: () => cloudClock(cloud),
    close: () => {
      close();
      return Promise.resolve();
    },
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
): Promise<{ engine: Engine; close: () => void }> {
  const plugins = providers({ connection: cloud, folder: PROJECT });
  if (name === "embedded") {
    const localOnly = [cloud.arm, cloud.authority];
    return {
      engine: embeddedEngine({ program: () => program, plugins, localOnly }),
      close: () => undefined,
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
  return { engine: pulumiEngine({ ...own, transport }), close: attached.close };
}

/**
 * Reads the stack's settings. A first local run decides when the lab expires and who its student
 * is, and writes both into the overlay of this machine.
 */
function decideSettings(
  stack: string,
  cloud: CloudConnection,
  home: string,
): ReturnType<typeof readSettings> {
  const overlay = settingsFile(home, stack);
  const { project, config } = readSettings(PROJECT, stack, overlay);
  const { layout, expires, student } = decodeConfig(config, project);
  if (expires === undefined) writeSetting(overlay, `${project}:expires`, defaultExpiry(Date.now()));
  // Of a class, only the seats have students.
  if (student === undefined && layout !== "class")
    writeSetting(overlay, `${project}:student`, { userName: cloud.student.userName });
  return readSettings(PROJECT, stack, overlay);
}

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

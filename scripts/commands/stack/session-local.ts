import * as path from "node:path";
import { REAL_TRANSPORT } from "../../../infra/azure/endpoints";
import { parseConfig } from "../../../infra/config";
import { LabError } from "../../../infra/errors";
import program from "../../../infra";
import type { LabOutputs } from "../../../infra/outputs";
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
import type { StackSession, SessionOptions } from "./session";

/** A stack on the local cloud: the one `lab cloud` runs if it runs, else one hosted by this process for as long as the command takes. */
export async function openLocalSession(
  options: SessionOptions,
  console: Console,
): Promise<StackSession> {
  const home = labHome(console.env);
  const running = await findRunningCloud(home);
  const model = new LazyModel(options.model);
  if (running && options.spark?.engine === "jvm") throw sparkConflict(home);
  const { spark } = options;
  const hosted = running
    ? undefined
    : await startCloud({ folder: home, model: () => model.get(console.note), spark });
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
  // The program's own sign-in (infra/arm/) now finds the local cloud. Not the certificates: pip, which this process may
  // start, has the real registry to trust.
  for (const [name, value] of Object.entries(cloud.env))
    if (name.startsWith("ARM_")) process.env[name] = value;
  const { project, config: settings } = decideSettings(options.stack, cloud, home);
  const config = withObjectId(withAuthType(env, { ...settings, ...options.settings }), cloud);
  const stack = {
    project,
    name: options.stack,
    backend: path.join(home, "backend"),
    passphrase: cloud.env.PULUMI_CONFIG_PASSPHRASE ?? "",
    config,
    secretKeys: [],
  };
  const checked = parseConfig(config, project, options.stack);
  let azure: Promise<AzureSession> | undefined;
  const { engine, close } = await engineFor(options.engine ?? "embedded", cloud, home, env);
  return {
    stack,
    config: checked,
    engine,
    cloud,
    folder: path.join(home, "runs", options.stack),
    azure: () => (azure ??= azureSession(env)),
    outputs: async () => {
      const found = await engine.outputs(stack);
      return { ...found, outputs: found.outputs as unknown as LabOutputs };
    },
    clock: () => cloudClock(cloud.control),
    close: () => {
      close();
      return Promise.resolve();
    },
  };
}

/** Either engine with the stand-ins of the vendors' providers: as objects, or attached to by the CLI. */
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
  // A home of its own: a rehearsal changes neither the user's selected stack nor what they are logged in to.
  const own = {
    folder: PROJECT,
    env: { ...env, ...attached.env },
    home: path.join(home, "pulumi"),
  };
  const clock = await cloudClock(cloud.control);
  const transport = { ...REAL_TRANSPORT, sleep: (ms: number) => clock.sleep(ms) };
  return { engine: pulumiEngine({ ...own, transport }), close: attached.close };
}

/** The stack's settings, with what a first local run decides once: when the lab expires, and who the student is. */
function decideSettings(
  stack: string,
  cloud: CloudConnection,
  home: string,
): ReturnType<typeof readSettings> {
  const overlay = settingsFile(home, stack);
  const { config } = readSettings(PROJECT, stack, overlay);
  const once: Record<string, unknown> = {
    "rai-lab:expires": defaultExpiry(Date.now()),
    // A class stack has no student: its seats do.
    ...(config["rai-lab:layout"] !== "class" && {
      "rai-lab:student": { userName: cloud.student.userName },
    }),
  };
  for (const [key, value] of Object.entries(once))
    if (config[key] === undefined) writeSetting(overlay, key, value);
  return readSettings(PROJECT, stack, overlay);
}

/** Where the student needs an object id, the local directory's for its own student: a new world has another. */
function withObjectId(
  config: Record<string, string>,
  { student }: CloudConnection,
): Record<string, string> {
  const { auth } = JSON.parse(config["rai-lab:openai"] ?? "{}") as { auth?: string };
  const named = JSON.parse(config["rai-lab:student"] ?? "{}") as {
    userName?: string;
    objectId?: string;
  };
  if (auth !== "entra" || named.userName !== student.userName || named.objectId !== undefined)
    return config;
  return { ...config, "rai-lab:student": JSON.stringify({ ...named, objectId: student.objectId }) };
}

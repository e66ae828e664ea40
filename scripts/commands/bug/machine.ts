import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { messageOf } from "../../../infra/errors";
import { cliVersion } from "../../engine/cli/version";
import { PROJECT } from "../../lib/stack/paths";

/** Packages whose version decides how a lab behaves. */
const PACKAGES = [
  "@pulumi/pulumi",
  "@pulumi/azure-native",
  "@pulumi/databricks",
  "@azure/identity",
  "openai",
  "node-llama-cpp",
];
/** Variables that change what a command does. Their names are reported, never their values. */
const VARIABLES =
  /^(ARM|AZURE|DATABRICKS|PULUMI|RAI_LAB|NODE|npm_config|PIP)_|_proxy$|^(SSL_CERT_FILE|REQUESTS_CA_BUNDLE|CI|NO_COLOR)$/i;

/** What a command runs on. */
export function machineFacts(env: NodeJS.ProcessEnv): Record<string, unknown> {
  const { version } = packageJson(PROJECT) ?? {};
  return {
    "rai-lab": version ?? "unknown",
    commit: commit(),
    node: process.version,
    system: `${os.platform()} ${os.release()} ${os.arch()}`,
    processors: os.availableParallelism(),
    memoryGib: Math.round(os.totalmem() / 2 ** 30),
    pulumi: attempt(() => cliVersion(env)),
    python: firstLine("python3", ["--version"]),
    az: firstLine("az", ["version", "--query", '"azure-cli"', "--output", "tsv"]),
    packages: Object.fromEntries(
      PACKAGES.map((name) => [
        name,
        packageJson(path.join(PROJECT, "node_modules", name))?.version ?? "not installed",
      ]),
    ),
    variablesThatAreSet: Object.keys(env)
      .filter((name) => VARIABLES.test(name))
      .sort(),
  };
}

/** The commit that is checked out, with a plus where files differ from it. */
function commit(): string {
  if (!existsSync(path.join(PROJECT, ".git"))) return "an installed package";
  const head = firstLine("git", ["-C", PROJECT, "rev-parse", "--short=12", "HEAD"]);
  const changed = firstLine("git", ["-C", PROJECT, "status", "--porcelain", "-uno"]);
  return changed === "" ? head : `${head}+`;
}

function firstLine(command: string, args: readonly string[]): string {
  const { error, stdout } = spawnSync(command, args, { encoding: "utf8", timeout: 20_000 });
  return error ? "not there" : (stdout.split("\n")[0] ?? "").trim();
}

function attempt(read: () => string): string {
  try {
    return read();
  } catch (error) {
    return messageOf(error);
  }
}

function packageJson(folder: string): { version: string } | undefined {
  const file = path.join(folder, "package.json");
  return existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as { version: string })
    : undefined;
}

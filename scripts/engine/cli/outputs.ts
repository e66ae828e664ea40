/** Runs `pulumi stack output` and `pulumi config set-all`. */
import { LabError } from "../../../infra/errors";
import type { ClearOutputs, Stack } from "../engine";
import { CliError, runCli } from "./run-cli";
import type { NamedStack } from "./state";

/** What `--json` shows for a secret, without `--show-secrets`. */
const HIDDEN = "[secret]";

/** The outputs of the last `up`, with secrets in clear. @throws LabError `not-found` without a state */
export async function clearOutputs({ name, workspace }: NamedStack): Promise<ClearOutputs> {
  const read = async (...options: string[]): Promise<Record<string, unknown>> => {
    const args = ["stack", "output", "--json", ...options, "--stack", name];
    return JSON.parse(await runCli(workspace, args)) as Record<string, unknown>;
  };
  try {
    const [shown, outputs] = [await read(), await read("--show-secrets")];
    const secretOutputs = Object.keys(shown).filter((key) => shown[key] === HIDDEN);
    return { outputs, secretOutputs };
  } catch (cause) {
    if (!(cause instanceof CliError)) throw cause;
    throw new LabError(
      "not-found",
      `the Pulumi CLI cannot show the stack "${name}": ${cause.message}`,
      { cure: "deploy it first: `lab up`", cause },
    );
  }
}

/** Writes the secret settings of a stack into the settings file beside the workspace's Pulumi.yaml. */
export async function setSecrets(
  { name, workspace }: NamedStack,
  { config, secretKeys }: Pick<Stack, "config" | "secretKeys">,
): Promise<void> {
  if (secretKeys.length === 0) return;
  const secrets = secretKeys.flatMap((key) => ["--secret", `${key}=${config[key] ?? ""}`]);
  await runCli(workspace, ["config", "set-all", "--stack", name, ...secrets]);
}

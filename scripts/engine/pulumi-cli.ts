import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { LabError } from "../../infra/errors";
import type { Result } from "./engine";

const run = promisify(execFile);

/**
 * Outputs of a stack that the Pulumi CLI deployed, asked of the CLI itself: it knows the backend and holds the key.
 * @throws LabError `missing-tool` without a CLI; `not-found` when it cannot show the stack.
 */
export async function stackOutputs(stack: string, folder: string): Promise<Pick<Result, "outputs" | "secretOutputs">> {
  const ask = async (...flags: string[]): Promise<Record<string, unknown>> => {
    const { stdout } = await run(
      "pulumi",
      ["stack", "output", "--json", "--stack", stack, "--non-interactive", ...flags],
      { cwd: folder },
    );
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  try {
    const outputs = await ask("--show-secrets");
    const shown = await ask();
    return { outputs, secretOutputs: Object.keys(shown).filter((key) => shown[key] === "[secret]") };
  } catch (cause) {
    const { code, stderr = "" } = cause as { code?: string | number; stderr?: string };
    if (code === "ENOENT")
      throw new LabError("missing-tool", "the Pulumi CLI is not installed", {
        where: "pulumi",
        cure: "install it (https://www.pulumi.com/docs/install), or add --local to use the local cloud of this machine",
        cause,
      });
    throw new LabError("not-found", `the Pulumi CLI cannot show stack ${stack}: ${stderr.trim()}`, {
      cure: `pulumi stack select ${stack} && pulumi up`,
      cause,
    });
  }
}

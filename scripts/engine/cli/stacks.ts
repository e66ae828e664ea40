/** The stacks of the backend that the Pulumi CLI is logged in to. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { LabError } from "../../../infra/errors";
import { InstalledCli } from "./installed-cli";

/** A stack as `pulumi stack ls` lists it. */
export interface ListedStack {
  name: string;
  /** Number of resources; undefined where the backend does not say. */
  count: number | undefined;
  /** Time of the last change, as ISO text. */
  changed: string | undefined;
}

interface Row {
  name: string;
  resourceCount?: number;
  lastUpdate?: string;
}

/**
 * Lists the stacks of the project in `folder`, sorted by name.
 * @throws LabError `missing-tool` without the CLI, or in an installed package; `cloud` when its backend does not answer
 */
export async function listStacks(folder: string, env: NodeJS.ProcessEnv): Promise<ListedStack[]> {
  new InstalledCli(env, folder).version();
  const options = { cwd: folder, env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" } };
  try {
    const args = ["stack", "ls", "--json", "--non-interactive"];
    const { stdout } = await promisify(execFile)("pulumi", args, options);
    return (JSON.parse(stdout) as Row[])
      .map(({ name, resourceCount, lastUpdate }) => ({
        // In an organization that is not the default one, a name is organization/stack.
        name: name.split("/").at(-1)!,
        count: resourceCount,
        changed: lastUpdate,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    const { stderr = "" } = cause as { stderr?: string };
    throw new LabError(
      "cloud",
      `the Pulumi CLI cannot list the stacks: ${stderr.trim() || String(cause)}`,
      { where: folder, cure: "run `pulumi login`, then the same command again", cause },
    );
  }
}

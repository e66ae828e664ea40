/** The version of the `pulumi` on the PATH. */
import { spawnSync } from "node:child_process";
import { LabError } from "../../../infra/errors";

/** Version without the leading `v`. @throws LabError `missing-tool` when it is missing or fails */
export function cliVersion(env: NodeJS.ProcessEnv): string {
  const { error, status, stdout, stderr } = spawnSync("pulumi", ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    encoding: "utf8",
  });
  if (error) throw missing(error);
  if (status !== 0)
    throw new LabError("missing-tool", `the Pulumi CLI does not run: ${stderr.trim()}`, WHERE);
  return stdout.trim().replace(/^v/, "");
}

const WHERE = { where: "pulumi" };
const missing = (cause: Error): LabError =>
  new LabError("missing-tool", "the Pulumi CLI is not installed", {
    ...WHERE,
    cure: "install it (https://www.pulumi.com/docs/install), or use --local without --engine pulumi: it needs no CLI",
    cause,
  });

import { issueToken } from "../scripts/cloud/azure/entra/authority";
import { azureStore } from "../scripts/cloud/azure/store";
import { type CloudOptions, type RunningCloud, startCloud } from "../scripts/cloud/cloud";

/** Starts a local cloud in this process, whose model nobody asks. */
export const startCloudWithoutModel = (
  options: Omit<CloudOptions, "model">,
): Promise<RunningCloud> =>
  startCloud({ ...options, model: () => Promise.reject(new Error("nothing here asks a model")) });

/** A token of who deploys, for Resource Manager. */
export async function deployerToken({ world, connection }: RunningCloud): Promise<string> {
  const deployer = azureStore(world).principalsByAppId(connection.clientId)[0]!;
  return (await issueToken(world, deployer, connection.arm, "bench")).token;
}

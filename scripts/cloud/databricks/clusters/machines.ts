import { own } from "../../../../infra/json-object";
import { regionOf } from "../../azure/arm/ids";
import type { DatabricksWorkspace } from "../../azure/entities";
import { isEnforced, refuse } from "../../azure/refusals";
import { azureStore } from "../../azure/store";
import { table } from "../../azure/tables";
import { ApiError } from "../../core/errors";
import type { World } from "../../core/world";
import type { Cluster } from "../entities";
import { machineOf } from "./describe-cluster";

/*
 * @parity
 * - a launch in a region that does not have the machine ends in CLOUD_PROVIDER_LAUNCH_FAILURE, one
 *   over the quota of its family or of all cores in AZURE_QUOTA_EXCEEDED_EXCEPTION — reported; texts
 *   guessed
 */

/** Row of Compute's quota table for the cores of all families. */
const ALL_CORES = "cores";
const NOT_OFFERED = "CLOUD_PROVIDER_LAUNCH_FAILURE";
const OVER_QUOTA = "AZURE_QUOTA_EXCEEDED_EXCEPTION";

/**
 * A serverless workspace has no clusters of its own.
 * @throws ApiError
 */
export function requireClassicCompute(world: World, workspaceId: string): void {
  const workspace = resourceOf(world, workspaceId);
  if (workspace?.computeMode !== "Serverless") return;
  refuse(
    world,
    new ApiError(
      400,
      "FeatureNotSupportedForServerlessWorkspace",
      "Classic compute is not supported for Serverless Workspace",
    ),
  );
}

const resourceOf = (world: World, workspaceId: string): DatabricksWorkspace | undefined =>
  azureStore(world).workspacesById(workspaceId)[0];

/**
 * Why Azure gives a cluster no machine, as the cluster's failure; undefined when it gives one. Used
 * cores are those of the table: running clusters do not add to them.
 */
export function machineFailure(
  world: World,
  workspaceId: string,
  cluster: Pick<Cluster, "spec" | "machine">,
): Cluster["failure"] {
  const size = machineOf(cluster);
  const workspace = resourceOf(world, workspaceId);
  const { sizes, quotas } = table(world, "vm-sizes");
  const machine = sizes.find(({ name }) => name === size);
  // A workspace without an ARM resource is in no region.
  if (!workspace || size === undefined) return undefined;
  const region = regionOf(workspace.location);
  const isOffered =
    machine?.regions.includes(region) === true && machine.restricted?.includes(region) !== true;
  if (!isOffered && isEnforced(world, NOT_OFFERED))
    return {
      code: NOT_OFFERED,
      message: `SkuNotAvailable: The requested VM size '${size}' is currently not available in location '${region}'.`,
    };
  const rows = [machine?.family ?? "", ALL_CORES].flatMap((row) => own(quotas, row) ?? []);
  const full = rows.find(
    ({ limit, current = 0 }) => machine !== undefined && current + machine.vCPUs > limit,
  );
  if (!machine || !full || !isEnforced(world, OVER_QUOTA)) return undefined;
  const { label, limit, current = 0 } = full;
  return {
    code: OVER_QUOTA,
    message:
      `Operation could not be completed as it results in exceeding approved ${label} quota. ` +
      `Location: ${region}, Current Limit: ${limit}, Current Usage: ${current}, ` +
      `Additional Required: ${machine.vCPUs}.`,
  };
}

import { z } from "zod";
import { ApiError } from "../../core/errors";
import type { DatabricksWorkspace } from "../entities";
import { invalidProperties, resourceLocationFixed } from "../arm/errors";
import { keyOf, parseGroupId, regionOf } from "../arm/ids";

/*
 * @parity
 * - `computeMode` omitted means `Hybrid`; it cannot change (`InvalidResourceProperties`, guessed) —
 *   reported
 * - `enableNoPublicIp` cannot change without VNet injection, which is not simulated: 400 (code and
 *   text guessed) — documented
 * - `ApplianceManagedResourceGroupMismatch`, `InvalidDatabricksSku`,
 *   `FeatureNotSupportedForServerlessWorkspace` — reported, recorded
 * - A new workspace of the Standard tier: 400 `InvalidDatabricksSku`; none is made by a clock that
 *   is past 2026-04-01 — documented; answer guessed
 */

/** The body of a PUT. */
export const putBody = z.looseObject({
  location: z.string().min(1),
  sku: z.looseObject({ name: z.string() }).optional(),
  tags: z.record(z.string(), z.string()).nullish(),
  properties: z.looseObject({
    computeMode: z.enum(["Hybrid", "Serverless"]).default("Hybrid"),
    managedResourceGroupId: z.string().optional(),
    parameters: z.record(z.string(), z.looseObject({ value: z.unknown().optional() })).optional(),
    publicNetworkAccess: z.string().optional(),
    requiredNsgRules: z.string().optional(),
    encryption: z.unknown().optional(),
    enhancedSecurityCompliance: z.unknown().optional(),
  }),
});

/** The body of a PATCH: tags are all that Azure takes there. */
export const patchBody = z.strictObject({ tags: z.record(z.string(), z.string()).optional() });

type Body = z.infer<typeof putBody>;

/** From then on no workspace of the Standard tier is made. */
const STANDARD_ENDED = Date.UTC(2026, 3, 1);

/** @throws ApiError for a SKU that does not exist, or a new workspace (`madeAt`) of a tier that ended */
export function requireKnownSku(body: Body, madeAt: number | undefined): void {
  const sku = body.sku?.name.toLowerCase();
  if (madeAt !== undefined && madeAt >= STANDARD_ENDED && sku === "standard")
    throw new ApiError(
      400,
      "InvalidDatabricksSku",
      "The SKU is invalid. Standard workspaces can no longer be created. The allowed SKUs are: 'Premium', 'Trial'.",
    );
  if (sku !== undefined && !["standard", "premium", "trial"].includes(sku))
    throw new ApiError(
      400,
      "InvalidDatabricksSku",
      "The SKU is invalid. The allowed SKUs are: 'Standard', 'Premium', 'Trial'.",
    );
}

/** @throws ApiError for what a serverless workspace has not, or a hybrid one without its managed group */
export function requireValidComputeMode(body: Body, subscription: string): void {
  const { computeMode, managedResourceGroupId, parameters, requiredNsgRules } = body.properties;
  const forbidden = Object.entries({
    Parameters: parameters,
    RequiredNsgRules: requiredNsgRules,
    ManagedResourceGroupId: managedResourceGroupId,
  })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name)[0];
  if (computeMode === "Serverless" && forbidden !== undefined)
    throw new ApiError(
      400,
      "FeatureNotSupportedForServerlessWorkspace",
      `The property '${forbidden}' is not supported for Serverless Workspace`,
    );
  const managed = parseGroupId(managedResourceGroupId ?? "");
  if (computeMode === "Hybrid" && keyOf(managed?.subscription ?? "") !== keyOf(subscription))
    throw invalidProperties(
      "The property 'managedResourceGroupId' must be the id of a resource group of the workspace's subscription.",
    );
}

/** @throws ApiError while another operation on the workspace runs */
export function requireIdle({ name, state }: DatabricksWorkspace): void {
  if (state === "Accepted" || state === "Updating" || state === "Deleting")
    throw new ApiError(
      409,
      "ApplianceBeingProvisioned",
      `The workspace '${name}' is in state '${state}' and cannot be changed now.`,
    );
}

/** @throws ApiError for a busy workspace, or a change of what is fixed */
export function requireChangeable(known: DatabricksWorkspace, body: Body): void {
  const { computeMode, managedResourceGroupId: requestedGroup } = body.properties;
  requireIdle(known);
  if (regionOf(known.location) !== regionOf(body.location))
    throw resourceLocationFixed(known.name, known.resourceGroup, known.location, body.location);
  if (known.computeMode !== computeMode)
    throw invalidProperties("The property 'computeMode' cannot be changed.");
  const publicIp = body.properties.parameters?.["enableNoPublicIp"]?.value;
  if (publicIp !== undefined && publicIp !== known.parameters["enableNoPublicIp"]?.value)
    throw invalidProperties(
      "The parameter 'enableNoPublicIp' can be changed only with VNet injection.",
    );
  if (
    requestedGroup !== undefined &&
    keyOf(requestedGroup) !== keyOf(known.managedResourceGroupId ?? "")
  )
    throw new ApiError(
      400,
      "ApplianceManagedResourceGroupMismatch",
      `The given managed resource group '${requestedGroup}' did not match that in the existing appliance definition '${known.managedResourceGroupId ?? ""}'.`,
    );
}

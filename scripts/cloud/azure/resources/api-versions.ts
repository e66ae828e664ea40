import { ApiError } from "../../core/errors";
import type { World } from "../../core/world";
import { keyOf } from "../arm/ids";
import { typeOfId } from "../arm/scopes";
import { versionsOf } from "./providers";

/*
 * @parity
 * - An api-version is answered alike whatever its date (but for `Legacy`, below); none is 400
 *   `MissingApiVersionParameter`, a malformed one 400 `InvalidApiVersionParameter` — guessed
 * - One of the future, and of Cognitive Services any that was never published, is refused with the
 *   supported ones: 400 `NoRegisteredProviderFound` of accounts and workspaces, 404
 *   `InvalidResourceType` of other types, 400 `InvalidApiVersionParameter` of Resource Manager's own
 *   — reported (azure-cli 28496, acs-engine 4037, ansible-collections/azure 1739); lists from
 *   Azure/bicep-types-az; which of the first two a type gets guessed
 */

/** Namespaces whose published versions are all known. */
const COMPLETE = ["microsoft.cognitiveservices"];

/** What is asked of Resource Manager itself about a provider. */
const OF_A_PROVIDER = ["", "register", "unregister"];

/** Types that a location has: Resource Manager names it in its refusal. */
const REGIONAL = /^(accounts|workspaces)(\/|$)/i;

/**
 * Refuses an api-version that no provider has: one of the future, and, of a provider whose versions
 * are all known, any other than these.
 * @param id what the request addresses
 * @param location where the resource is, or is to be
 * @throws ApiError `InvalidApiVersionParameter` of Resource Manager itself, `NoRegisteredProviderFound`
 * of a type that a location has, `InvalidResourceType` of any other
 */
export function requirePublishedVersion(
  { clock }: Pick<World, "clock">,
  id: string,
  version: string,
  location: () => string,
): void {
  const [namespace = "", ...types] = typeOfId(id).split("/");
  const type = types.join("/");
  const isOwn = namespace === "" || OF_A_PROVIDER.includes(keyOf(type));
  const known = versionsOf(isOwn ? "Microsoft.Resources" : namespace, type);
  if (known.includes(version)) return;
  const isComplete = !isOwn && COMPLETE.includes(keyOf(namespace));
  if (!isComplete && version.slice(0, 10) <= clock.iso().slice(0, 10)) return;
  if (isOwn)
    throw new ApiError(
      400,
      "InvalidApiVersionParameter",
      `The api-version '${version}' is invalid. The supported versions are '${known.join(",")}'.`,
    );
  if (REGIONAL.test(type))
    throw new ApiError(
      400,
      "NoRegisteredProviderFound",
      `No registered resource provider found for location '${location()}' and API version '${version}' for type '${type}'. ` +
        `The supported api-versions are '${[...known].reverse().join(", ")}'.`,
    );
  throw new ApiError(
    404,
    "InvalidResourceType",
    `The resource type '${type}' could not be found in the namespace '${namespace}' for api version '${version}'. ` +
      `The supported api-versions are '${[...known].reverse().join(",")}'.`,
  );
}

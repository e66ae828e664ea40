import * as pulumi from "@pulumi/pulumi";

/** A type of azure-native that names an API version between the module and the resource. */
const OF_ONE_VERSION = /^azure-native:[^:]+\/v\d{8}[^:]*:/;

const isOfOneVersion = (alias: pulumi.Input<pulumi.Alias | string>): boolean =>
  typeof alias === "object" &&
  "type" in alias &&
  typeof alias.type === "string" &&
  OF_ONE_VERSION.test(alias.type);

/**
 * Leaves out the aliases that azure-native adds to each of its resources: its types for single API
 * versions, of which a stack of this program has never had one. There are two dozen to a resource, and
 * the SDK waits for a URN of each: a tenth of what a small stack costs.
 */
export function dropVersionAliases(): void {
  pulumi.runtime.registerStackTransformation(({ props, opts }) => {
    const { aliases } = opts;
    if (aliases === undefined) return undefined;
    return { props, opts: { ...opts, aliases: aliases.filter((alias) => !isOfOneVersion(alias)) } };
  });
}

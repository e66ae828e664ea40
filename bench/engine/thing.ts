import * as pulumi from "@pulumi/pulumi";
import type { Stack } from "../../scripts/engine/engine";

/** A resource of the benches' plugin. Its `key` is a secret. */
export class Thing extends pulumi.CustomResource {
  declare readonly key: pulumi.Output<string>;

  constructor(name: string, args: pulumi.Inputs, opts: pulumi.CustomResourceOptions) {
    super(
      "bench:index:Thing",
      name,
      { ...args, key: undefined },
      { additionalSecretOutputs: ["key"], ...opts },
    );
  }
}

/** A stack of programs that need no settings. */
export const stackOf = (backend: string, name: string): Stack => ({
  project: "bench",
  name,
  backend,
  passphrase: "bench",
  config: {},
  secretKeys: [],
});

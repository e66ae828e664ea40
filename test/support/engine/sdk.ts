/** An SDK for the fake cloud of cloud.ts, as a vendor would generate it. */
import * as pulumi from "@pulumi/pulumi";

export interface ThingArgs {
  label?: pulumi.Input<string>;
  color?: pulumi.Input<string>;
  size?: pulumi.Input<number>;
  from?: pulumi.Input<unknown>;
  broken?: boolean;
  unready?: pulumi.Input<boolean>;
}

export class Thing extends pulumi.CustomResource {
  declare readonly endpoint: pulumi.Output<string>;
  declare readonly key: pulumi.Output<string>;
  declare readonly size: pulumi.Output<number | undefined>;

  constructor(name: string, args: ThingArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "fake:index:Thing",
      name,
      { size: undefined, ...args, endpoint: undefined, key: undefined },
      { version: "1.2.3", ...opts },
    );
  }

  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): Thing {
    return new Thing(name, {}, { ...opts, id });
  }
}

export class FakeProvider extends pulumi.ProviderResource {
  constructor(name: string, args: { host?: pulumi.Input<string> }, opts?: pulumi.ResourceOptions) {
    super("fake", name, args, opts);
  }
}

export class Group extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Group", name, {}, opts);
  }
}

export const getKey = (
  id: pulumi.Input<string>,
  opts?: pulumi.InvokeOptions,
): pulumi.Output<{ key: string }> =>
  pulumi.runtime.invokeOutput<{ key: string }>(
    "fake:index:getKey",
    { id },
    { version: "1.2.3", ...opts },
  );

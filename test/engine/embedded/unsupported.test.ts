/** What the engine does not implement is refused by its name, never ignored. */
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { Thing } from "../../support/engine/sdk";
import { EngineHarness } from "../../support/engine/harness";

class Remote extends pulumi.ComponentResource {
  constructor() {
    super("fake:index:Remote", "remote", {}, {}, true);
  }
}

class Managed extends pulumi.CustomResource {
  constructor() {
    super("pulumi:pulumi:StackReference", "other", { name: "organization/demo/other" });
  }
}

class Bucket extends pulumi.CustomResource {
  constructor(name: string) {
    super("aws:s3:Bucket", name, {});
  }
}

const programs: [string, RegExp, () => unknown][] = [
  [
    "a transform on a resource",
    /transforms/,
    () => new Thing("a", {}, { transforms: [() => undefined] }),
  ],
  [
    "a transform on the stack",
    /transforms/,
    () => pulumi.runtime.registerResourceTransform(() => undefined),
  ],
  [
    "an invoke transform",
    /transforms/,
    () => pulumi.runtime.registerInvokeTransform(() => undefined),
  ],
  [
    "a hook",
    /[Hh]ooks/,
    () =>
      new Thing(
        "a",
        {},
        { hooks: { afterCreate: [new pulumi.ResourceHook("h", () => undefined)] } },
      ),
  ],
  ["a managed StackReference", /StackReference as a managed/, () => new Managed()],
  ["a stash", /Stash/, () => new pulumi.Stash("a", { input: 1 })],
  ["a remote component", /remote components \(fake:index:Remote\)/, () => new Remote()],
  ["hideDiffs", /hideDiffs/, () => new Thing("a", {}, { hideDiffs: ["size"] })],
  [
    "assets",
    /assets and archives/,
    () => new Thing("a", { from: new pulumi.asset.StringAsset("x") }),
  ],
  [
    "archives",
    /assets and archives/,
    () => new Thing("a", { from: new pulumi.asset.AssetArchive({}) }),
  ],
  ["a package without a local provider", /"aws"/, () => new Bucket("b")],
  [
    "a read timeout",
    /customTimeouts\.read/,
    () => new Thing("a", {}, { customTimeouts: { read: "1m" } }),
  ],
  [
    "a check of existence",
    /existsResource/,
    () => ({ x: pulumi.runtime.existsResource("fake:index:Thing", "1") }),
  ],
];

test.each(programs)("%s", async (_, name, use) => {
  const b = new EngineHarness();
  const { failures } = await b.up(() => {
    const used = use();
    return Promise.resolve(used instanceof pulumi.Resource ? {} : { used });
  });
  expect(failures[0]?.code).toBe("unsupported");
  expect(failures[0]?.message).toMatch(name);
  expect(failures[0]?.cure).toBeTruthy();
  expect(b.cloud.objects.size).toBe(0);
});

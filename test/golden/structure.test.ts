import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import { CONFIGURATIONS, graphOfConfiguration } from "../support/config/configurations";
import type { Graph } from "../support/graph";
import { KEY, sealed } from "../support/graph/azure";

/** What holds for the resource graph of every configuration, whatever is in it. */

const TAGS = { project: "rai-lab", stack: "dev", "managed-by": "pulumi" };
/** Deployments are parts of their account: see infra/names/tags.ts. */
const UNTAGGED = ["azure-native:cognitiveservices:Deployment"];

/**
 * The token of a resource's class where the class takes an input of that name: the SDK's
 * constructors name them all.
 */
function tokenIfTaking(resource: pulumi.Resource, input: string): string[] {
  const constructor = resource.constructor as typeof pulumi.Resource & { __pulumiType?: string };
  const taken = constructor.toString().includes(`resourceInputs["${input}"] = args`);
  return taken && constructor.__pulumiType !== undefined ? [constructor.__pulumiType] : [];
}

describe.each(Object.keys(CONFIGURATIONS))("%s", (name) => {
  let graph: Graph;
  beforeAll(async () => void (graph = await graphOfConfiguration(name)));
  const components = () => graph.registered.filter((r) => r.type.startsWith("rai-lab:"));
  const made = () =>
    graph.registered.filter((r) => r.custom && r.type !== "pulumi:pulumi:StackReference");
  const componentObjects = () =>
    graph.resources.filter(
      (r) => pulumi.ComponentResource.isInstance(r) && r.constructor.name !== "Stack",
    );

  test("a component's token is our package's, and names its class; there is one of each", () => {
    const types = components().map((c) => c.type);
    expect(types.sort()).toEqual(
      componentObjects()
        .map((r) => `rai-lab:index:${r.constructor.name}`)
        .sort(),
    );
    expect(new Set(types).size).toBe(types.length);
  });

  test("nothing is an orphan: whatever is made belongs to a component, under the component's name", () => {
    const owners = new Map(components().map((c) => [c.urn, c]));
    for (const { name, parent, type } of made()) {
      const owner = owners.get(parent);
      expect(owner, `${type} ${name} is an orphan`).toBeDefined();
      expect(name.startsWith(`${owner!.name}-`), `${name} in ${owner!.name}`).toBe(true);
    }
    const names = graph.registered.map((r) => r.name);
    expect(new Set(names).size).toBe(names.length);
  });

  // The CLI gives this an order of its own to what an interrupted run has deleted already: it makes the
  // new one, then deletes the old one, which has the same id.
  test("what has a name of its own is deleted before its replacement is made", () => {
    const isNamed = ({ type }: { type: string }): boolean =>
      !/^pulumi(:providers|-nodejs)/.test(type);
    const others = made().filter((one) => isNamed(one) && !one.deleteBeforeReplace);
    expect(others.map(({ name, type }) => `${type} ${name}`)).toEqual([]);
  });

  test("a component registers as outputs what it shows as fields", () => {
    for (const resource of componentObjects()) {
      const fields = Object.entries(resource)
        .filter(
          ([key, value]) =>
            pulumi.Output.isInstance(value) && key !== "urn" && !key.startsWith("__"),
        )
        .map(([key]) => key);
      const registered = components().find((c) => c.type.endsWith(`:${resource.constructor.name}`));
      expect(Object.keys(registered?.outputs ?? {}).sort(), resource.constructor.name).toEqual(
        fields.sort(),
      );
      expect(fields.length, resource.constructor.name).toBeGreaterThan(0);
    }
  });

  test("the key is a secret wherever it is, and nothing is said of it", () => {
    const text = JSON.stringify([graph.registered, graph.outputs]);
    expect(text.replaceAll(JSON.stringify(sealed(KEY)), "")).not.toContain(KEY);
    expect(text.includes(KEY)).toBe(!name.includes("entra"));
    expect(graph.logs).toEqual([]);
  });

  test("whatever takes tags says what it belongs to", () => {
    const types = new Set(graph.resources.flatMap((resource) => tokenIfTaking(resource, "tags")));
    const isOwn = !name.startsWith("seat") && !/existing(?!-(account|workspace))/.test(name);
    if (isOwn) expect([...types]).toEqual(expect.arrayContaining(UNTAGGED));
    const tagged = made().filter(({ type }) => types.has(type) && !UNTAGGED.includes(type));
    for (const { inputs, name: logical } of tagged)
      expect(inputs["tags"], logical).toMatchObject(TAGS);
    expect(tagged.length).toBeGreaterThanOrEqual(isOwn ? 2 : 0);
  });

  test("what lives in a workspace goes with it, and comes anew, old before new, with a new one", () => {
    for (const r of made().filter(({ type }) => type.startsWith("databricks:"))) {
      expect(r.deletedWith, r.name).not.toBe("");
      expect(r.replaceWith.length > 0 || r.replacementTrigger !== undefined, r.name).toBe(true);
      expect(r.deleteBeforeReplace, r.name).toBe(true);
      expect(r.provider, r.name).toMatch(/::pulumi:providers:databricks::databricks-provider::/);
    }
  });

  test("no input names this machine", () => {
    expect(JSON.stringify(graph.registered)).not.toContain(process.cwd());
  });
});

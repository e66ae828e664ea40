import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { folderOf, type NameKind, type NameScope, namesOf, physicalName } from "../../infra/naming";

const scope: NameScope = { subscriptionId: "00000000-0000-4000-8000-000000000001", project: "rai-lab", stack: "dev" };
const named = (stack: string): NameScope => ({ ...scope, stack });

/** What each service takes, as its documentation says it. */
const LIMITS: Record<NameKind, { max: number; form: RegExp }> = {
  resourceGroup: { max: 90, form: /^[a-z0-9_.-]*[a-z0-9_-]$/ },
  managedResourceGroup: { max: 90, form: /^[a-z0-9_.-]*[a-z0-9_-]$/ },
  openaiAccount: { max: 64, form: /^[a-z0-9][a-z0-9-]*[a-z0-9]$/ },
  databricksWorkspace: { max: 64, form: /^[\w-]+$/ },
  secretScope: { max: 128, form: /^[\w.@/-]+$/ },
  cluster: { max: 100, form: /^[\w.-]+$/ },
  clusterPolicy: { max: 100, form: /^[\w.-]+$/ },
  logWorkspace: { max: 63, form: /^[a-z0-9][a-z0-9-]{2,}[a-z0-9]$/ },
  budget: { max: 63, form: /^[\w-]+$/ },
};
const KINDS = Object.keys(LIMITS) as NameKind[];

describe("an ordinary stack", () => {
  test("has names that tell what they are of", () => {
    expect(namesOf(scope)).toEqual({
      resourceGroup: "rg-rai-lab-dev",
      managedResourceGroup: "rg-rai-lab-dev-databricks",
      openaiAccount: "oai-rai-lab-dev-9eff68",
      databricksWorkspace: "dbw-rai-lab-dev",
      secretScope: "rai-lab-dev",
      cluster: "rai-lab-dev",
      clusterPolicy: "rai-lab-dev",
      logWorkspace: "log-rai-lab-dev",
      budget: "rai-lab-dev",
    });
    expect(folderOf(scope)).toBe("/rai-lab/dev");
  });

  test("has another account name in another subscription, whose letters' case does not matter", () => {
    const other = { ...scope, subscriptionId: "ABCDEF00-0000-4000-8000-000000000001" };
    expect(physicalName("openaiAccount", other)).not.toBe(physicalName("openaiAccount", scope));
    expect(physicalName("openaiAccount", { ...other, subscriptionId: other.subscriptionId.toLowerCase() })).toBe(
      physicalName("openaiAccount", other),
    );
  });
});

describe("at the limits", () => {
  const long = (length: number): string => "x".repeat(length);

  test.each([
    ["resourceGroup", long(79), `rg-rai-lab-${long(79)}`],
    ["managedResourceGroup", long(68), `rg-rai-lab-${long(68)}-databricks`],
    ["databricksWorkspace", long(52), `dbw-rai-lab-${long(52)}`],
    ["secretScope", long(100), `rai-lab-${long(100)}`],
    ["cluster", "Dev", "rai-lab-Dev"],
  ] as const)("%s %#: what fits stays as it is", (kind, stack, expected) => {
    expect(physicalName(kind, named(stack))).toBe(expected);
  });

  test.each([
    ["resourceGroup", long(80), `rg-rai-lab-${long(72)}`],
    ["managedResourceGroup", long(69), `rg-rai-lab-${long(61)}-databricks`],
    ["openaiAccount", long(45), `oai-rai-lab-${long(45)}`],
    ["openaiAccount", long(46), `oai-rai-lab-${long(45)}`],
    ["databricksWorkspace", long(53), `dbw-rai-lab-${long(45)}`],
    ["databricksWorkspace", "a.b", "dbw-rai-lab-a-b"],
    ["resourceGroup", "Dev", "rg-rai-lab-dev"],
    ["resourceGroup", "dev.", "rg-rai-lab-dev"],
  ] as const)("%s %#: what was changed, or is global, ends in the stack's hash", (kind, stack, start) => {
    const name = physicalName(kind, named(stack));
    expect(name.slice(0, -7)).toBe(start);
    expect(name.slice(-7)).toMatch(/^-[0-9a-f]{6}$/);
    expect(name.length).toBeLessThanOrEqual(LIMITS[kind].max);
  });
});

test("a kind without a rule is refused", () => {
  expect(() => physicalName("bucket" as NameKind, scope)).toThrow(
    'no naming rule for "bucket": add one to infra/naming.ts',
  );
});

const stackName = fc.stringMatching(/^[A-Za-z0-9_.-]{1,100}$/);

test.each(KINDS)("whatever the stack is called, %s keeps its service's rules", (kind) => {
  fc.assert(
    fc.property(stackName, (stack) => {
      const name = physicalName(kind, named(stack));
      expect(name.length).toBeLessThanOrEqual(LIMITS[kind].max);
      expect(name).toMatch(LIMITS[kind].form);
    }),
    { seed: 1, numRuns: 500 },
  );
});

test("two stacks never share a name, even where the service ignores case", () => {
  const pair = fc.oneof(
    fc.tuple(stackName, stackName),
    stackName.map((stack): [string, string] => [stack, stack.toUpperCase()]),
    stackName.map((stack): [string, string] => [stack, stack.toLowerCase()]),
    stackName.map((stack): [string, string] => [stack, stack.replaceAll(".", "-")]),
    stackName.map((stack): [string, string] => [`${stack}${"x".repeat(100)}a`, `${stack}${"x".repeat(100)}b`]),
  );
  fc.assert(
    fc.property(pair, ([one, two]) => {
      fc.pre(one !== two);
      const second = namesOf(named(two));
      const first = namesOf(named(one));
      // A workspace and a cluster are unique in their own group or workspace, which the first two names tell apart.
      for (const kind of ["resourceGroup", "managedResourceGroup", "openaiAccount", "secretScope"] as const)
        expect(first[kind].toLowerCase()).not.toBe(second[kind].toLowerCase());
    }),
    { seed: 1, numRuns: 1000 },
  );
});

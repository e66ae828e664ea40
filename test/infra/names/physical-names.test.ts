import { describe, expect, test } from "vitest";
import {
  folderOf,
  type NameKind,
  type NameScope,
  namesOf,
  physicalName,
  workFolderIn,
} from "../../../infra/names/physical-names";
import { LIMITS } from "../../../bench/properties/names";

/** Examples; what holds for every name is in bench/properties/names.ts, and test/bench runs it. */

const scope: NameScope = {
  subscriptionId: "00000000-0000-4000-8000-000000000001",
  project: "rai-lab",
  stack: "dev",
};
const named = (stack: string): NameScope => ({ ...scope, stack });

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
    expect(workFolderIn(folderOf(scope))).toBe("/rai-lab/dev/work");
  });

  test("has the names of the day on which this was written", () => {
    const names = namesOf({
      subscriptionId: "3F2504E0-4F89-41D3-9A0C-0305E82C3301",
      project: "School.Lab",
      stack: "Seat_07",
    });
    expect(names).toEqual({
      resourceGroup: "rg-school.lab-seat_07-246da1",
      managedResourceGroup: "rg-school.lab-seat_07-databricks-246da1",
      openaiAccount: "oai-school-lab-seat-07-246da1",
      databricksWorkspace: "dbw-school-lab-seat_07-246da1",
      secretScope: "school.lab-seat_07-246da1",
      cluster: "School.Lab-Seat_07",
      clusterPolicy: "School.Lab-Seat_07",
      logWorkspace: "log-school-lab-seat-07-246da1",
      budget: "school-lab-seat_07-246da1",
    });
  });

  test("has another account name in another subscription, whose letters' case does not matter", () => {
    const other = { ...scope, subscriptionId: "ABCDEF00-0000-4000-8000-000000000001" };
    expect(physicalName("openaiAccount", other)).not.toBe(physicalName("openaiAccount", scope));
    expect(
      physicalName("openaiAccount", {
        ...other,
        subscriptionId: other.subscriptionId.toLowerCase(),
      }),
    ).toBe(physicalName("openaiAccount", other));
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
    // Databricks' own group of the stack dev, and what Dev's group could be called.
    ["resourceGroup", "dev-databricks", "rg-rai-lab-dev-databricks"],
    ["resourceGroup", "dev-0a1b2c", "rg-rai-lab-dev-0a1b2c"],
  ] as const)(
    "%s %#: what was changed, or is global, ends in the stack's hash",
    (kind, stack, start) => {
      const name = physicalName(kind, named(stack));
      expect(name.slice(0, -7)).toBe(start);
      expect(name.slice(-7)).toMatch(/^-[0-9a-f]{6}$/);
      expect(name.length).toBeLessThanOrEqual(LIMITS[kind].max);
    },
  );
});

test("a kind without a rule is refused", () => {
  expect(() => physicalName("bucket" as NameKind, scope)).toThrow(
    'no naming rule for "bucket": add one to infra/names/physical-names.ts',
  );
});

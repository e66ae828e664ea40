import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ArmCallCounter } from "../../../bench/arm-calls";
import { heldByWorld } from "../../../bench/class/counts";
import {
  classCalls,
  destroyCalls,
  sum,
  upCalls,
  type ClassCalls,
} from "../../../scripts/class/plan/arm-calls";
import { planClass } from "../../../scripts/class/plan";
import type { ClassLayout } from "../../../scripts/class/class-status";
import { OPERATION_SECONDS } from "../../../scripts/cloud/azure/arm/durations";
import { addPrincipal } from "../../../scripts/cloud/azure/entra/tenant";
import { configOf, demandOf, regionOf, supplyOf } from "../../support/class/plan";
import { useHarness, type OperationResult } from "../../support/lifecycle";

const harness = useHarness("embedded");
let counter: ArmCallCounter;
beforeAll(() => {
  counter = new ArmCallCounter(harness().cloud.connection.arm);
});
afterAll(() => counter.stop());

const succeeded = ({ failures }: OperationResult): void => expect(failures).toEqual([]);

/** Counts the calls of a whole class, stack by stack: in parallel one stack's polls end another's operation. */
async function countClass(
  name: string,
  layout: ClassLayout,
  seats: number,
  settings: Record<string, unknown>,
  deployments: "one" | "per seat",
) {
  const names = Array.from({ length: seats }, (_, i) => `${name}-s${i}`);
  const { world } = harness().cloud;
  // Two seats of one student would ask for the same role.
  const studentOf = (seat: string): object => {
    const userName = `${seat}@example.edu`;
    const objectId = world.random.guid();
    addPrincipal(world, { kind: "user", objectId, displayName: seat, userName });
    return "openai" in settings ? { userName, objectId } : { userName };
  };
  const half = harness().lab(name);
  const labs = names.map((seat) => harness().lab(seat));
  const whole = { ...settings, model: { capacity: 1 } };
  // One deployment for all seats has the sum of theirs.
  const shared = { ...whole, model: { capacity: deployments === "one" ? seats : 1 } };
  const perSeat = deployments === "per seat" ? { seats: names } : {};
  counter.take();
  if (layout === "shared")
    succeeded(await half.up({ ...shared, ...perSeat, layout: "class", student: undefined }));
  const own = layout === "shared" ? { layout: "seat", classStack: name } : whole;
  for (const [i, lab] of labs.entries())
    succeeded(await lab.up({ ...own, student: studentOf(names[i]!) }));
  const up = counter.take();
  const held = heldByWorld(world);
  for (const lab of [...labs].reverse()) succeeded(await lab.destroy());
  if (layout === "shared") succeeded(await half.destroy());
  return { up, held, destroy: counter.take() };
}

const AMPLE = regionOf("eastus2", {
  ...{ accounts: 100, tokens: { GlobalStandard: 100 }, cores: 100 },
});

const single = ({ half, seat }: ClassCalls, seats: number) => {
  const all = sum([...(half ? [half] : []), ...Array<typeof seat>(seats).fill(seat)]);
  const { reads, writes, deletes, operations } = all;
  return { reads, writes, deletes, operations: operations.length };
};

const ENTRA = { openai: { auth: "entra" } };
const EXTRAS = {
  lock: true,
  diagnostics: true,
  budget: { amount: 5, emails: ["teacher@example.edu"], start: "2027-01-01" },
};

test("the times of long operations are those of the local cloud", () => {
  const { workspaceCreate, accountCreate, workspaceDelete } = OPERATION_SECONDS;
  const { accountPurge, groupDelete } = OPERATION_SECONDS;
  const asked = { config: configOf({}), layout: "isolated", deployments: 1 } as const;
  const seconds = ({ seat }: ClassCalls) => seat.operations.map((operation) => operation.seconds);
  expect(seconds(upCalls(asked))).toEqual([workspaceCreate, accountCreate]);
  expect(seconds(destroyCalls(asked))).toEqual([workspaceDelete, accountPurge, groupDelete]);
});

test("a lab makes the calls that were counted for it, with real times", () => {
  const asked = { config: configOf({}), layout: "isolated", deployments: 1 } as const;
  expect(classCalls(upCalls(asked), 1)).toEqual({ reads: 27, writes: 5, deletes: 0 });
  expect(classCalls(destroyCalls(asked), 1)).toEqual({ reads: 27, writes: 0, deletes: 6 });
});

describe.each([
  ["isolated", 5, {}, "one"],
  ["isolated", 1, ENTRA, "one"],
  ["isolated", 1, EXTRAS, "one"],
  ["shared", 5, {}, "one"],
  ["shared", 5, {}, "per seat"],
  ["shared", 2, ENTRA, "one"],
] as const)("%s, %i seats, %j, deployments: %s", (layout, seats, settings, deployments) => {
  test("the local cloud counts what the plan says", async () => {
    const name = `c${seats}${layout}${Object.keys(settings).join("")}${deployments.replace(" ", "")}`;
    const counted = await countClass(name, layout, seats, settings, deployments);
    const config = configOf(settings);
    const asked = { config, layout, deployments: deployments === "one" ? 1 : seats };
    const { polls: _, ...up } = counted.up;
    const { polls: __, ...destroy } = counted.destroy;
    expect(up).toEqual(single(upCalls(asked), seats));
    const { needs } = planClass(
      demandOf(seats, { ...settings, model: { capacity: 1 } }, { layout }),
      // Where an account can have none for each seat, all share one deployment.
      supplyOf([AMPLE], { deploymentsPerAccount: deployments === "one" ? 0 : 32 }),
    );
    expect(counted.held).toEqual({
      accounts: needs.accounts,
      deployments: needs.deployments,
      capacity: needs.tokensPerMinute / 1000,
      cores: needs.cores,
      groups: needs.groups,
    });
    expect(destroy).toEqual(single(destroyCalls(asked), seats));
  });
});

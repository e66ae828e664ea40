import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { costOf, withChange, type Change } from "../../../scripts/class/plan/change";
import type { ClassDemand } from "../../../scripts/class/plan/demand";
import { planClass } from "../../../scripts/class/plan/plan-class";
import type { ClassSupply } from "../../../scripts/class/plan/supply";
import { demandOf, quota, regionOf, supplyOf, type Left } from "../../support/class/plan";

const MODEL = { capacity: 20, sku: "GlobalStandard" };
const tokens = (left: number): Left => ({
  accounts: 1000,
  tokens: { GlobalStandard: left },
  cores: 10_000,
});

describe("the arithmetic", () => {
  test("sums the demands that share one quota", () => {
    const plan = planClass(
      demandOf(300, { model: MODEL }, { layout: "shared" }),
      supplyOf([regionOf("eastus2", tokens(1000))]),
    );
    expect(plan.feasible).toBe(false);
    expect(plan.reasons).toEqual([
      "300 seats × 20 = 6,000 thousand tokens a minute; eastus2 has 1,000 of 1,000 left (tokens as GlobalStandard)",
    ]);
    expect(plan.change?.text).toBe("give each seat 3 instead of 20 thousand tokens a minute");
  });

  test("a deployment for each seat up to Azure's 32, one for all beyond", () => {
    const supply = supplyOf([regionOf("eastus2", tokens(10_000))]);
    const shared = (seats: number) =>
      planClass(demandOf(seats, { model: MODEL }, { layout: "shared" }), supply).needs;
    expect(shared(32)).toMatchObject({ deployments: 32, deploymentPerSeat: true });
    expect(shared(33)).toMatchObject({ deployments: 1, deploymentPerSeat: false });
  });

  test("spreads over regions when one is too small", () => {
    const left = { tokens: { GlobalStandard: 10_000 }, cores: 10_000 };
    const regions = [
      regionOf("eastus2", { ...left, accounts: 28 }),
      regionOf("swedencentral", { ...left, accounts: 10 }),
    ];
    const plan = planClass(
      demandOf(30, { model: MODEL }, { layout: "isolated" }),
      supplyOf(regions),
    );
    expect(plan.feasible).toBe(true);
    expect(plan.needs.regions.map(({ region, seats }) => [region, seats])).toEqual([
      ["eastus2", 28],
      ["swedencentral", 2],
    ]);
  });

  test("one region that holds all is preferred to two", () => {
    const left = { tokens: { GlobalStandard: 10_000 }, cores: 10_000 };
    const regions = [
      regionOf("eastus2", { ...left, accounts: 28 }),
      regionOf("swedencentral", { ...left, accounts: 30 }),
    ];
    const plan = planClass(
      demandOf(30, { model: MODEL }, { layout: "isolated" }),
      supplyOf(regions),
    );
    expect(new Set(plan.seats.map(({ location }) => location))).toEqual(new Set(["swedencentral"]));
  });

  test("managed resource groups count", () => {
    const demand = demandOf(490, { model: MODEL }, { layout: "isolated" });
    const plan = planClass(demand, supplyOf([regionOf("eastus2", tokens(10_000))]));
    expect(plan).toMatchObject({ feasible: false, change: { layout: "shared" } });
    expect(plan.reasons).toEqual([
      "490 seats × 2 = 980 resource groups, the managed ones included; the subscription has 975 of 980 left (resource groups)",
    ]);
  });

  test("reads bind a class of 300 stacks, when the machine does not", () => {
    const demand = demandOf(300, { model: MODEL }, { layout: "isolated", atOnce: 300 });
    const plan = planClass(demand, supplyOf([regionOf("eastus2", tokens(10_000))]));
    expect(plan.needs.up).toEqual({ reads: 8100, writes: 1500, deletes: 0 });
    expect(plan.arithmetic).toContain("up: 8,100 reads: (8,100 − 250) ÷ 25 a second = 314 s");
    const slow = planClass({ ...demand, atOnce: 8 }, supplyOf([regionOf("eastus2", tokens(1e5))]));
    expect(slow.minutes).toMatchObject({ upBoundBy: "stacks at once" });
  });

  test("a region that does not have the machine, or the SKU, is named", () => {
    const none = { ...regionOf("eastus2", tokens(1000)), machine: { value: undefined } };
    const other = regionOf("swedencentral", { ...tokens(0), tokens: { Standard: 5 } });
    const plan = planClass(demandOf(3, { model: MODEL }), supplyOf([none, other]));
    expect(plan.feasible).toBe(false);
    expect(plan.reasons).toContain(
      "eastus2 does not have the clusters' machine for this subscription",
    );
    expect(plan.reasons).toContain("swedencentral does not offer the model as GlobalStandard");
  });
});

describe("what is not known", () => {
  const region = regionOf("eastus2", tokens(1000));
  const unknown = "the role Cognitive Services Usages Reader is missing";

  test("is never taken for enough", () => {
    const plan = planClass(
      demandOf(3, { model: MODEL }),
      supplyOf([{ ...region, accounts: { unknown } }]),
    );
    expect(plan.feasible).toBeNull();
    expect(plan.reasons.join()).toContain(unknown);
    expect(plan.change).toBeNull();
  });

  test("does not matter where what is known suffices", () => {
    const blind = { ...regionOf("westus3", tokens(0)), model: { unknown } };
    expect(planClass(demandOf(3, { model: MODEL }), supplyOf([blind, region])).feasible).toBe(true);
  });

  test("does not hide what is impossible anyway", () => {
    const plan = planClass(
      demandOf(300, { model: MODEL }, { layout: "shared" }),
      supplyOf([{ ...region, accounts: { unknown } }]),
    );
    expect(plan.feasible).toBe(false);
  });
});

describe("a class that exists", () => {
  const held = Object.fromEntries(
    Array.from({ length: 3 }, (_, i) => [
      `spring-s${i + 1}`,
      { region: "swedencentral", capacity: 20 },
    ]),
  );

  test("stays where it is, and needs only what is new", () => {
    const plan = planClass(
      demandOf(4, { model: MODEL }, { layout: "isolated" }),
      supplyOf(
        [
          regionOf("eastus2", tokens(1000)),
          {
            ...regionOf("swedencentral", tokens(0)),
            accounts: { value: [quota("OpenAI.S0.AccountCount", 4, 3)] },
            model: {
              value: [
                { sku: "GlobalStandard", quota: { value: quota("t", 80, 60) }, requestsPerUnit: 1 },
              ],
            },
          },
        ],
        { held },
      ),
    );
    expect(plan.feasible).toBe(true);
    expect(plan.seats.map(({ location }) => location)).toEqual(Array(4).fill("swedencentral"));
    expect(plan.arithmetic[1]).toBe(
      "4 seats × 20 = 80 thousand tokens a minute, of which the class holds 60; swedencentral has 20 of 80 left (t)",
    );
  });

  test("may use cores itself: then it is not known whether they suffice", () => {
    const region = {
      ...regionOf("swedencentral", tokens(1000)),
      machine: { value: { cores: 4, quotas: [quota("cores", 16, 12)] } },
    };
    const plan = (seats: number) =>
      planClass(
        demandOf(seats, { model: MODEL }, { layout: "isolated" }),
        supplyOf([region], { held }),
      );
    expect(plan(4).feasible).toBeNull();
    expect(plan(5).feasible).toBe(false);
  });

  test("is not moved to another layout", () => {
    const supply = supplyOf([regionOf("swedencentral", { ...tokens(1000), accounts: 0 })], {
      held,
    });
    const plan = planClass(demandOf(9, { model: MODEL }, { layout: "isolated" }), supply);
    expect(plan.change?.layout).toBeUndefined();
  });
});

// An independent judge of small classes: it tries every seat in every region.
const SKUS = ["GlobalStandard", "Standard"] as const;
const NAMES = ["eastus2", "swedencentral", "westus3"];
const left = fc.record({
  accounts: fc.nat(3),
  tokens: fc.record({ GlobalStandard: fc.nat(6), Standard: fc.nat(6) }),
  cores: fc.nat(8),
  perMachine: fc.constant(2),
});
const instance = fc
  .record({
    lefts: fc.array(left, { minLength: 1, maxLength: 3 }),
    seats: fc.integer({ min: 1, max: 4 }),
    capacity: fc.integer({ min: 1, max: 3 }),
    layout: fc.constantFrom("isolated", "shared", "auto"),
    allowed: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    groups: fc.integer({ min: 2, max: 10 }),
  })
  .map(({ lefts, seats, capacity, layout, allowed, groups }) => ({
    lefts,
    groups,
    demand: demandOf(
      seats,
      { model: { capacity, sku: "GlobalStandard" } },
      {
        layout,
        regions:
          allowed === undefined ? undefined : NAMES.slice(0, Math.min(allowed, lefts.length)),
      },
    ),
    supply: supplyOf(
      lefts.map((one, i) => regionOf(NAMES[i]!, one)),
      { groups: { value: quota("resource groups", groups) } },
    ),
  }));
type Instance = typeof instance extends fc.Arbitrary<infer T> ? T : never;

interface Settings {
  capacity: number;
  sku: string;
  layouts: readonly string[];
  regions: readonly string[];
}

/** Every way to put seats into regions. */
function* assignments(seats: number, regions: readonly number[]): Generator<number[]> {
  if (seats === 0) {
    yield [];
    return;
  }
  for (const rest of assignments(seats - 1, regions))
    for (const region of regions) yield [region, ...rest];
}

function judge({ lefts, groups, demand }: Instance, asked: Settings): boolean {
  const seats = demand.seats.length;
  const usable = lefts.flatMap((one, i) => (asked.regions.includes(NAMES[i]!) ? [i] : []));
  const holds = (counts: number[], accountsOf: (count: number) => number): boolean =>
    usable.every((i) => {
      const count = counts.filter((one) => one === i).length;
      const { accounts, tokens: units, cores } = lefts[i]!;
      return (
        accountsOf(count) <= accounts &&
        count * asked.capacity <= units[asked.sku as keyof typeof units] &&
        count * 2 <= cores
      );
    });
  return asked.layouts.some((layout) => {
    if (layout === "isolated")
      return (
        2 * seats <= groups && [...assignments(seats, usable)].some((one) => holds(one, (n) => n))
      );
    return (
      groups >= 2 && usable.some((i) => holds(Array<number>(seats).fill(i), (n) => Math.min(1, n)))
    );
  });
}

const layoutsOf = (layout: string): string[] =>
  layout === "auto" ? ["isolated", "shared"] : [layout];

const asked = ({ demand, lefts }: Instance): Settings => ({
  capacity: demand.config.model.capacity,
  sku: demand.config.model.sku,
  layouts: layoutsOf(demand.layout),
  regions: demand.regions ?? NAMES.slice(0, lefts.length),
});

test("a small class is possible exactly when some placement of its seats is", () => {
  fc.assert(
    fc.property(instance, (one) => {
      expect(planClass(one.demand, one.supply).feasible).toBe(judge(one, asked(one)));
    }),
    { numRuns: 300 },
  );
});

/** Every change of settings that can be made to a small class. */
function* changes({ demand, lefts }: Instance): Generator<Change> {
  const { regions, config } = demand;
  const others = regions ? NAMES.slice(0, lefts.length).filter((r) => !regions.includes(r)) : [];
  const subsets = Array.from({ length: 2 ** others.length }, (_, bits) =>
    others.filter((_region, i) => (bits >> i) & 1),
  );
  const layouts =
    demand.layout === "auto" ? [undefined] : ([undefined, "isolated", "shared"] as const);
  for (const layout of layouts)
    for (const sku of SKUS)
      for (const more of subsets)
        for (let capacity = 1; capacity <= config.model.capacity; capacity++)
          yield {
            layout: layout === demand.layout ? undefined : layout,
            sku: sku === config.model.sku ? undefined : sku,
            regions: more.length > 0 ? more : undefined,
            capacity: capacity === config.model.capacity ? undefined : capacity,
          };
}

const judgeChange = (one: Instance, change: Change): boolean => {
  const before = asked(one);
  return judge(one, {
    capacity: change.capacity ?? before.capacity,
    sku: change.sku ?? before.sku,
    layouts: change.layout ? [change.layout] : before.layouts,
    regions: [...before.regions, ...(change.regions ?? [])],
  });
};

const applied = (demand: ClassDemand, supply: ClassSupply, change: Change) =>
  planClass(...withChange(demand, supply, change));

test("the change of an impossible class makes it possible, and no other is cheaper", () => {
  let [impossible, curable] = [0, 0];
  fc.assert(
    fc.property(instance, (one) => {
      const { demand, supply } = one;
      const { feasible, change } = planClass(demand, supply);
      if (feasible !== false) {
        expect(change).toBeNull();
        return;
      }
      impossible++;
      const costs = [...changes(one)]
        .filter((c) => judgeChange(one, c))
        .map((c) => costOf(c, demand));
      const cheapest = Math.min(...costs);
      if (!change) {
        expect(costs).toEqual([]);
        return;
      }
      curable++;
      expect(applied(demand, supply, change).feasible).toBe(true);
      expect(costOf(change, demand)).toBeLessThanOrEqual(cheapest);
      if (!change.quotas) expect(judgeChange(one, change)).toBe(true);
    }),
    { numRuns: 300 },
  );
  expect(impossible).toBeGreaterThan(10);
  expect(curable).toBeGreaterThan(10);
});

test("a limit that is raised is raised no more than needed", () => {
  fc.assert(
    fc.property(instance, ({ demand, supply }) => {
      // With a layout to choose, another one may need another limit.
      fc.pre(demand.layout !== "auto");
      const { change } = planClass(demand, supply);
      for (const request of change?.quotas ?? []) {
        const quotas = change!.quotas!.map((one) =>
          one === request ? { ...one, limit: one.limit - 1 } : one,
        );
        expect(applied(demand, supply, { ...change, quotas }).feasible).toBe(false);
      }
    }),
    { numRuns: 300 },
  );
});

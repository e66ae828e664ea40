/** Clouds that are too busy at the first call of every operation, as a class of hundreds meets them. */
import { describe, expect, test } from "vitest";
import { ACTIONS } from "../../scripts/cloud/azure/arm/actions";
import { seededFaults } from "../../scripts/cloud/seeded-faults";
import { ENGINES, type OperationResult, type Lab, useHarness } from "../support/lifecycle";
import { seconds } from "../support/time-limits";

const IN_A_WORKSPACE = [
  ...["create", "get", "list", "list-node-types", "permanent-delete"].map(
    (name) => `clusters/${name}`,
  ),
  ...["export", "get-status", "import", "mkdirs", "delete"].map((name) => `workspace/${name}`),
  ...["scopes/create", "scopes/delete", "put", "acls/put"].map((name) => `secrets/${name}`),
  ...[
    "libraries/install",
    "libraries/status",
    "permissions/read",
    "permissions/write",
    "policies/create",
  ],
  "scim/create",
].map((name) => `databricks/${name}`);
const OPERATIONS = ["entra/token", ...Object.keys(ACTIONS), ...IN_A_WORKSPACE];

const BUSY = {
  429: {
    status: 429,
    code: "TooManyRequests",
    message: "Too many requests.",
    headers: { "retry-after-ms": "1" },
  },
  503: {
    status: 503,
    code: "TEMPORARILY_UNAVAILABLE",
    message: "Try again.",
    headers: { "retry-after-ms": "1" },
  },
};
const EXTRAS = {
  policy: {},
  diagnostics: "true",
  budget: { amount: 10, emails: ["a@b.example"], start: "2027-01-01" },
};
const CLASS = { layout: "class", student: undefined, diagnostics: "true" };

describe.each(ENGINES)("with the %s engine", { timeout: seconds(30) }, (engine) => {
  const harness = useHarness(engine);

  /** Does it with every operation's first call refused, or with none. */
  async function during(
    answer: (typeof BUSY)[429] | undefined,
    lab: Lab,
    run: () => Promise<OperationResult>,
  ): Promise<OperationResult> {
    lab.world.faults.set(
      answer ? OPERATIONS.map((operation) => ({ operation, nth: 1, answer })) : [],
    );
    const did = await run();
    lab.world.faults.set([]);
    expect(did.failures).toEqual([]);
    return did;
  }

  /** A whole life of a lab, and of a class with a seat: what each operation did. */
  async function lives(name: string, answer?: (typeof BUSY)[429]): Promise<OperationResult[]> {
    const [lab, spring, seat] = [
      harness().lab(name),
      harness().lab(`${name}c`),
      harness().lab(`${name}s`),
    ];
    const all: OperationResult[] = [];
    for (const run of [
      () => lab.up(EXTRAS),
      () => lab.refresh(),
      () => lab.destroy(),
      () => spring.up(CLASS),
      () => seat.up({ layout: "seat", classStack: `${name}c` }),
      () => seat.refresh(),
      () => seat.destroy(),
      () => spring.destroy(),
    ])
      all.push(await during(answer, lab, run));
    return all;
  }

  test("every operation's first call is refused with 429 or 503, and nothing else comes of it", async () => {
    const calm = await lives("calm");
    for (const [status, answer] of Object.entries(BUSY)) {
      const busy = await lives(`busy${status}`, answer);
      expect(busy.map(({ changed }) => changed)).toEqual(calm.map(({ changed }) => changed));
      // A seat's destroy makes no call of a provider: its removal is the program's own.
      const asked = calm
        .map(({ calls }, k) => [calls.length, busy[k]!.calls.length] as const)
        .filter(([n]) => n > 0);
      expect(asked).toHaveLength(7);
      for (const [calmly, again] of asked) expect(again).toBeGreaterThan(calmly);
    }
  });

  test.each([1, 2])(
    "a lab lives through the faults of seed %i as on a calm cloud",
    async (seed) => {
      const name = `seed${seed}`;
      const changes = async (lab: Lab): Promise<unknown[]> => {
        const all: unknown[] = [];
        for (const run of [() => lab.up(EXTRAS), () => lab.refresh(), () => lab.destroy()]) {
          const { changed, failures } = await run();
          all.push(changed, failures);
        }
        return all;
      };
      const calm = await changes(harness().lab(`${name}c`));
      const lab = harness().lab(name);
      const { faults } = lab.world;
      faults.follow(seededFaults(seed));
      expect(await changes(lab)).toEqual(calm);
      expect(Object.keys(faults.count().failed).length).toBeGreaterThan(2);
      faults.set([]);
    },
  );
});

/** Random goals, faults and crashes: the state stays one that Pulumi accepts, and the next run repairs everything. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { integrityErrors } from "../../../scripts/engine/state/integrity";
import { StateFile } from "../../../scripts/engine/state/checkpoint";
import { upWith, type Fault } from "../../support/engine/fault-injection";
import { EngineHarness, program } from "../../support/engine/harness";
import { FakeProvider, Thing } from "../../support/engine/sdk";

/** One resource of a goal. `label` and `color` replace when they change, `from` points at an earlier resource. */
interface Node {
  present: boolean;
  size: number;
  label: number;
  color: number;
  from: number;
  tied: boolean;
}
interface Round {
  nodes: Node[];
  mishap: Fault;
}
const NODES = 5;

const mishap = (longest: number): fc.Arbitrary<Fault> =>
  fc.oneof(
    fc.constant<Fault>({ kind: "none" }),
    fc.record({ kind: fc.constant("fault" as const), at: fc.nat(longest) }),
    fc.record({ kind: fc.constant("crash" as const), at: fc.nat(longest) }),
  );
const node = fc.record({
  present: fc.boolean(),
  size: fc.nat(1),
  label: fc.nat(2),
  color: fc.nat(1),
  from: fc.integer({ min: -2, max: NODES - 2 }),
  tied: fc.boolean(),
});
const rounds: fc.Arbitrary<Round[]> = fc.array(
  fc.record({ nodes: fc.array(node, { minLength: NODES, maxLength: NODES }), mishap: mishap(12) }),
  { minLength: 2, maxLength: 4 },
);

/**
 * The goal of a round. A color is never used again once another came: an object that waits for its deletion keeps its
 * name taken, in a real cloud and with the real CLI, too.
 */
const build = (plan: Round[], round: number) =>
  program(() => {
    const provider = new FakeProvider("own", {});
    const made: Thing[] = [];
    for (const [i, n] of (plan[round]?.nodes ?? []).entries()) {
      if (!n.present) continue;
      const from = n.from >= 0 && n.from < i ? made[n.from] : undefined;
      const paintings = plan
        .slice(0, round + 1)
        .flatMap((r, at) => ((r.nodes[i]?.color ?? 0) > 0 ? [at] : []));
      const name =
        n.label > 0 ? { label: `L${i}-${n.label}` } : { color: `c${paintings.at(-1) ?? "-"}` };
      const options = n.tied && from ? { replaceWith: [from], deleteBeforeReplace: true } : {};
      made.push(
        new Thing(
          `t${i}`,
          { size: n.size, ...name, ...(from && { from: from.key }) },
          { provider, ...options },
        ),
      );
    }
    return { ids: made.map((m) => m.id) };
  });

async function assertAccepted(b: EngineHarness): Promise<void> {
  expect(integrityErrors((await StateFile.open(b.stack)).load().resources)).toEqual([]);
}

test("integrity never breaks; after any mishap the next up converges, the one after is all same, destroy empties", async () => {
  await fc.assert(
    fc.asyncProperty(rounds, async (plan) => {
      let b = new EngineHarness();
      for (const [round, { mishap: what }] of plan.entries()) {
        const { next, failures } = await upWith(b, build(plan, round), what);
        if (what.kind !== "fault") expect(failures).toEqual([]);
        else expect(new Set(failures).size).toBeLessThanOrEqual(1);
        await assertAccepted(next);
        b = next;
      }
      const goal = build(plan, plan.length - 1);
      const repaired = await b.up(goal);
      expect(repaired.failures).toEqual([]);
      expect(new Set(b.cloud.objects.keys())).toEqual(new Set(repaired.outputs.ids as string[]));
      await assertAccepted(b);
      const { create, update, replace, delete: gone } = (await b.up(goal)).counts;
      expect({ create, update, replace, gone }).toEqual({
        create: 0,
        update: 0,
        replace: 0,
        gone: 0,
      });
      expect((await b.engine.destroy(b.stack)).failures).toEqual([]);
      expect([b.cloud.objects.size, b.state.resources]).toEqual([0, []]);
    }),
    { seed: 20261123, numRuns: 25 },
  );
});

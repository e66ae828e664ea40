import fc from "fast-check";
import { expect, test } from "vitest";
import { inOrder } from "../../../scripts/class/fleet/order";

const node = (stack: string, ...after: string[]) => ({ stack, after });
const ordered = (...jobs: ReturnType<typeof node>[]): string =>
  inOrder(jobs)
    .map(({ stack }) => stack)
    .join(" ");

test("the class half comes before its seats, and last when it is destroyed", () => {
  expect(ordered(node("a", "half"), node("lone"), node("b", "half"), node("half"))).toBe(
    "half a lone b",
  );
  expect(ordered(node("half", "a", "b"), node("lone"), node("a"), node("b"))).toBe("a b half lone");
});

test("the longest chain comes first", () => {
  expect(ordered(node("x"), node("y", "x"), node("1"), node("2", "1"), node("3", "2"))).toBe(
    "1 x 2 y 3",
  );
});

test("each comes after its prerequisites, and equals stay in the order given", () => {
  const graphs = fc.array(fc.array(fc.nat(), { maxLength: 3 }), { maxLength: 20 });
  fc.assert(
    fc.property(graphs, (edges) => {
      const jobs = edges.map((to, i) => node(`s${i}`, ...to.map((n) => `s${n % Math.max(1, i)}`)));
      if (jobs[0]) jobs[0] = node("s0");
      const order = inOrder(jobs);
      const at = new Map(order.map(({ stack }, i) => [stack, i]));
      for (const { stack, after } of jobs)
        for (const name of after) expect(at.get(name)!).toBeLessThan(at.get(stack)!);
      expect(inOrder(order)).toEqual(order);
    }),
  );
});

test.each([
  [[node("a"), node("a")], "two jobs have the same stack"],
  [[node("a", "b")], "a waits for b, which has no job"],
  [[node("a", "a")], "in a circle"],
  [[node("a", "b"), node("b", "c"), node("c", "b")], "in a circle"],
])("%j is refused", (jobs, message) => {
  expect(() => inOrder(jobs)).toThrow(message);
});

test("a chain of ten thousand is no depth of calls", () => {
  const jobs = Array.from({ length: 10_000 }, (_, i) =>
    i === 0 ? node("s0") : node(`s${i}`, `s${i - 1}`),
  );
  expect(inOrder([...jobs].reverse())[0]!.stack).toBe("s0");
});

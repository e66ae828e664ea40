import fc from "fast-check";
import { expect, test } from "vitest";
import { type LabError } from "../../infra/errors";
import { isInPart, MAX_SHARDS, readPart } from "../../scripts/class/shard";

const shards = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ index: i + 1, count }));

test("every seat is in exactly one shard, whoever else is in the class", () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/),
      fc.integer({ min: 1, max: 40 }),
      (slug, count) => {
        expect(shards(count).filter((part) => isInPart(part, { slug }))).toHaveLength(1);
      },
    ),
    { seed: 7, numRuns: 200 },
  );
});

test("a seat keeps its shard for ever: another hash would split a class that stands", () => {
  const shardOf = (slug: string) => shards(3).find((part) => isInPart(part, { slug }))?.index;
  expect(["ada", "grace", "katherine", "mary"].map(shardOf)).toEqual([3, 3, 3, 2]);
});

test("three shards of 300 seats are of about one size", () => {
  const slugs = Array.from({ length: 300 }, (_, i) => `student-${i}`);
  const sizes = shards(3).map((part) => slugs.filter((slug) => isInPart(part, { slug })).length);
  for (const size of sizes) expect(Math.abs(size - 100)).toBeLessThan(30);
});

test("seats of one account are in one shard, in whatever case its id is written", () => {
  const account = "/subscriptions/s/resourceGroups/r/providers/p/accounts/a";
  const seats = Array.from({ length: 30 }, (_, i) => ({
    slug: `s${i}`,
    account: i % 2 === 0 ? account : account.toUpperCase(),
  }));
  const counts = shards(4).map((part) => seats.filter((seat) => isInPart(part, seat)).length);
  expect(counts.sort()).toEqual([0, 0, 0, 30]);
});

test("what seats share is in no shard of them", () => {
  expect(readPart("class")).toBe("class");
  expect(isInPart("class", { slug: "ada" })).toBe(false);
  expect([readPart(undefined), readPart("3/16")]).toEqual([undefined, { index: 3, count: 16 }]);
});

test.each([
  ["0/3", "there is no shard 0 of 3", "write 1/3 to 3/3"],
  ["4/3", "there is no shard 4 of 3", "write 1/3 to 3/3"],
  ["1/0", `a class has 1 to ${MAX_SHARDS} shards, not 0`, undefined],
  ["1/257", `a class has 1 to ${MAX_SHARDS} shards, not 257`, undefined],
  ["1", '--shard takes I/N, not "1"', undefined],
  ["-1/3", '--shard takes I/N, not "-1/3"', undefined],
  ["1.5/3", '--shard takes I/N, not "1.5/3"', undefined],
])("%s is refused with what would do", (text, message, cure) => {
  const expected: Partial<LabError> = { code: "usage", message };
  expect(() => readPart(text)).toThrow(
    expect.objectContaining(cure === undefined ? expected : { ...expected, cure }) as LabError,
  );
});

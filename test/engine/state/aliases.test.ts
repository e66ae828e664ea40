import { expect, test } from "vitest";
import { formerUrns } from "../../../scripts/engine/state/aliases";
import { bareGoal, type Alias } from "../../../scripts/engine/embedded/deployment/goal";
import { Thing, Group } from "../../support/engine/sdk";
import { EngineHarness, nameIn, program } from "../../support/engine/harness";

const place = { stack: "dev", project: "demo" };
const group = (name: string): string => `urn:pulumi:dev::demo::test:index:Group::${name}`;
const child = (name: string, type = "fake:index:Thing"): string =>
  `urn:pulumi:dev::demo::test:index:Group$${type}::${name}`;
const formers = (
  name: string,
  aliases: Alias[],
  renamed: [string, string][] = [[group("app"), group("old")]],
) =>
  formerUrns(
    { ...bareGoal("fake:index:Thing", name, {}), parent: group("app"), aliases },
    place,
    new Map(renamed),
  );

test.each<[string, string[], string[]]>([
  ["a child of a renamed parent", formers("disk", []), [child("disk")]],
  ["a child named after its parent", formers("app-disk", []), [child("old-disk")]],
  ["no renamed parent, no alias", formers("app-disk", [], []), []],
  [
    "own aliases first, then the parent's, then both together",
    formers("app-disk", [{ name: "app-drive" }, { type: "fake:index:Old" }]),
    [
      child("app-drive"),
      child("app-disk", "fake:index:Old"),
      child("old-disk"),
      child("old-drive"),
      child("old-disk", "fake:index:Old"),
    ],
  ],
  [
    "an alias that names the renamed parent means its old URN",
    formers("disk", [{ name: "drive", parent: group("app") }]),
    [child("drive"), child("disk")],
  ],
  [
    "without a parent, from another project, and a whole URN",
    formers(
      "disk",
      [{ noParent: true }, { project: "other" }, { urn: "urn:pulumi:dev::demo::x::y" }],
      [],
    ),
    [
      "urn:pulumi:dev::demo::fake:index:Thing::disk",
      child("disk").replace("::demo::", "::other::"),
      "urn:pulumi:dev::demo::x::y",
    ],
  ],
])("%s", (_, urns, expected) => {
  expect(urns).toEqual(expected);
});

test("a retyped child of a renamed grandchild's parent is found through all of them, and nothing is touched", async () => {
  const b = new EngineHarness();
  const nested = (top: string, leaf: string, aliased: boolean) =>
    program(() => {
      const outer = new Group(top, aliased ? { aliases: [{ name: "old" }] } : {});
      const inner = new Group(`${top}-inner`, { parent: outer });
      const aliases = aliased ? [{ name: "old-inner-drive" }] : [];
      const thing = new Thing(`${top}-inner-${leaf}`, { label: "L" }, { parent: inner, aliases });
      new Thing("got", {}, { parent: inner, dependsOn: thing });
      return {};
    });
  await b.up(nested("old", "drive", false));
  b.calls();
  const before = b.state.resources.length;
  const { counts, failures } = await b.up(nested("new", "disk", true));
  expect({ counts, failures }).toMatchObject({
    counts: { create: 0, update: 0, replace: 0, delete: 0 },
    failures: [],
  });
  expect(b.calls()).toEqual([]);
  expect(b.state.resources).toHaveLength(before);
  expect(b.state.resources.map((r) => nameIn(r))).toContain("new-inner-disk");
  expect(JSON.stringify(b.state.resources)).not.toMatch(/old/);
});

test("two who claim one old resource: the second is refused, in whatever order they come", async () => {
  const b = new EngineHarness();
  await b.up(program(() => new Thing("a", {})));
  const urn = (name: string): string => `urn:pulumi:dev::demo::fake:index:Thing::${name}`;
  const claims = (first: string, second: string) =>
    program(() => {
      const opts = (name: string) => (name === "a" ? {} : { aliases: [{ name: "a" }] });
      new Thing(second, {}, { ...opts(second), dependsOn: new Thing(first, {}, opts(first)) });
      return {};
    });
  const held = (name: string, holder: string) =>
    `the alias ${urn("a")} of ${urn(name)} belongs to ${urn(holder)} already`;
  const taken = `${urn("a")} was taken over by ${urn("b")} through an alias: give one another name`;
  for (const [first, second, message] of [
    ["a", "b", held("b", "a")],
    ["b", "c", held("c", "b")],
    ["b", "a", taken],
  ] as const) {
    const { failures } = await b.preview(claims(first, second));
    expect(failures).toMatchObject([{ urn: urn(second), code: "refused", message }]);
  }
});

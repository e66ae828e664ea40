/** A seeded sample of the states that `npm run bench engine` looks at, and the rules that it asks of them. */
import { describe, expect, test } from "vitest";
import { checkRandomStates, type StateJudge } from "../../bench/engine/random-states";
import { brokenRules } from "../../bench/engine/state-rules";
import { seconds } from "../support/time-limits";

test(
  "random operations with a failing provider leave valid states",
  async () => {
    const ofOwnProviders: string[] = [];
    const judge: StateJudge = {
      add: ({ text, name }) => {
        if (/"provider":"[^"]*::own::/.test(text)) ofOwnProviders.push(name);
        return Promise.resolve();
      },
      flush: () => Promise.resolve(),
    };
    const { broken, states, failed } = await checkRandomStates(60, 7, judge);
    expect(broken).toEqual([]);
    expect(states).toBe(60);
    expect(failed).toBeGreaterThan(10);
    expect(ofOwnProviders.length).toBeGreaterThan(10);
  },
  seconds(20),
);

const urn = (type: string, name: string): string => `urn:pulumi:dev::demo::${type}::${name}`;
const GROUP = { urn: urn("a:b:Group", "group"), type: "a:b:Group" };
const PROVIDER = {
  urn: urn("pulumi:providers:a", "default"),
  type: "pulumi:providers:a",
  custom: true,
  id: "1",
};
const THING = {
  urn: urn("a:b:Group$a:b:Thing", "thing"),
  type: "a:b:Thing",
  custom: true,
  id: "x",
  parent: GROUP.urn,
  provider: `${PROVIDER.urn}::1`,
};
const textOf = (resources: object[], more: object = {}): string =>
  JSON.stringify({
    version: 3,
    checkpoint: { stack: "organization/demo/dev", latest: { manifest: {}, resources, ...more } },
  });

describe("the rules of a state", () => {
  test("hold for what the CLI takes", () => {
    const old = { ...THING, delete: true };
    expect(brokenRules(textOf([GROUP, PROVIDER, THING, old]), ["secret"])).toEqual([]);
  });

  test.each([
    ["a parent that does not precede it", [PROVIDER, THING, GROUP]],
    ["a provider that is not there", [GROUP, THING]],
    ["a second live copy", [GROUP, PROVIDER, THING, THING]],
    ["a custom resource without an id", [{ ...PROVIDER, id: "" }]],
    ["a component with an id", [{ ...GROUP, id: "x" }]],
    ["another type than its URN's", [{ ...GROUP, type: "a:b:Other" }]],
    ["a URN of another stack", [{ ...GROUP, urn: GROUP.urn.replace("dev", "other") }]],
    ["a feature that its version does not have", [{ ...GROUP, replaceWith: [GROUP.urn] }]],
    ["a secret in clear", [{ ...GROUP, outputs: { key: "the secret" } }]],
  ])("are broken by %s", (_, resources) => {
    expect(brokenRules(textOf(resources), ["the secret"])).not.toEqual([]);
  });

  test("are broken by a resource that is replaced with a later one", () => {
    const text = textOf([{ ...GROUP, replaceWith: [THING.urn] }, PROVIDER, THING]);
    const withFeature = text.replace('"version":3', '"version":4,"features":["replaceWith"]');
    expect(brokenRules(withFeature, [])).toEqual([
      `${GROUP.urn}: ${THING.urn} does not precede it`,
    ]);
  });

  test("are broken by a pending operation that is none", () => {
    const pending_operations = [{ type: "dreaming", resource: GROUP }];
    expect(brokenRules(textOf([GROUP], { pending_operations }), [])).toHaveLength(1);
  });
});

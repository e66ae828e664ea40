import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import type { StackResource, Violation, Rule, RuleContext } from "../../../../infra/policy/rule";
import * as rules from "../../../../infra/policy/rules";
import { defaultsOf } from "../../../../infra/policy/settings";
import type { Props } from "../../../../infra/policy/value";

const RULES: readonly Rule[] = Object.values(rules);
const root = join(__dirname, "../../../..");
const goldens = globSync("test/golden/*.json", { cwd: root }).sort();

interface PlannedJson {
  urn: string;
  inputs?: Props;
  dependencies?: string[];
  deleteBeforeReplace?: boolean;
}

function stackOf(golden: string): StackResource[] {
  const plan = JSON.parse(readFileSync(join(root, golden), "utf8")) as PlannedJson[];
  return plan.map(({ urn, inputs = {}, dependencies = [], deleteBeforeReplace = false }) => {
    const [type = "", name = ""] = urn.split("::");
    // Plans on record do not say which dependencies are those of inputs.
    const inputDependencies = dependencies;
    return { urn, type, name, props: inputs, dependencies, inputDependencies, deleteBeforeReplace };
  });
}

/** The day of the original's last supported runtime has passed. */
const CONTEXT: RuleContext = {
  today: "2026-11-23",
  read: (source) => readFileSync(join(root, source), "utf8"),
};

function alarms(rule: Rule, stack: readonly StackResource[]): string[] {
  const settings = defaultsOf(rule.settings ?? {}) as never;
  const violations = (): readonly Violation[] => {
    if (!("check" in rule)) return [...rule.checkStack(stack, settings, CONTEXT)];
    const checked = stack.filter(({ type }) => rule.appliesTo?.includes(type) ?? true);
    return checked.flatMap((resource) =>
      [...rule.check(resource, settings, CONTEXT)].map((message) => ({
        urn: resource.urn,
        message,
      })),
    );
  };
  return violations().map(({ urn, message }) => `${rule.name}: ${urn.split("::")[1]} ${message}`);
}

/**
 * What is wrong with the plans on record: only what the original lab wrote, which is why it cannot
 * run any more.
 */
const OLD_RUNTIME = [
  "cluster-runtime: compute-cluster the support of 13.3.x-cpu-ml-scala2.12 ended on 2026-08-22",
];
const trueAlarms = (golden: string): string[] =>
  /(lab|seat)-\w+-seed/.test(golden) ? OLD_RUNTIME : [];

test("there are plans, and they hold what the rules are about", () => {
  expect(goldens.length).toBeGreaterThanOrEqual(3);
  for (const golden of goldens) expect(stackOf(golden).length).toBeGreaterThan(5);
});

test.each(goldens)("no false alarm on %s", (golden) => {
  const stack = stackOf(golden);
  expect(RULES.flatMap((rule) => alarms(rule, stack))).toEqual(trueAlarms(golden));
});

test("a plan that lost what protects it is caught", () => {
  const kept = stackOf("test/golden/lab-key-current.json").filter(
    ({ type }) => !/:(Purge|Forced(Log)?Delete)$/.test(type),
  );
  const bare = kept.map((one) => ({
    ...one,
    deleteBeforeReplace: false,
    props: { ...one.props, tags: {} },
  }));
  const caught = new Set(
    RULES.flatMap((rule) => alarms(rule, bare)).map((alarm) => alarm.split(":")[0]),
  );
  expect([...caught].sort()).toEqual([
    "account-purged",
    "secret-rotation",
    "tags",
    "workspace-forced-delete",
  ]);
});

test("each file of a rule is in the pack under the file's name", () => {
  const files = globSync("infra/policy/rules/*.ts", { cwd: root }).map((file) =>
    basename(file, ".ts"),
  );
  expect(RULES.map(({ name }) => name).sort()).toEqual(
    files.filter((file) => file !== "index").sort(),
  );
});

test.each(RULES.map((rule) => [rule.name, rule] as const))(
  "%s says what to do, and README.md names it",
  (name, rule) => {
    expect(rule.description).toMatch(/\.$/);
    expect(rule.cure).toMatch(/\.$/);
    expect(readFileSync(join(root, "infra/policy/README.md"), "utf8")).toContain(`| \`${name}\` |`);
  },
);

import {
  type Policies,
  type PolicyResource,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
} from "@pulumi/policy";
import { expect, test } from "vitest";
import { policiesOf } from "../../../infra/policy/policy";
import { resourceRule, stackRule } from "../../../infra/policy/rule";
import { limitSetting } from "../../../infra/policy/settings";
import { TEST_CONTEXT } from "../../support/policy/rule";

const TYPE = "azure-native:cognitiveservices:Account";
const about = { name: "a-rule", description: "Holds.", cure: "Do it.", severity: "high" } as const;
const settings = { most: limitSetting(3, "The most.") };

const one = resourceRule({
  ...about,
  appliesTo: [TYPE],
  settings,
  check: ({ type, props, deleteBeforeReplace }, { most }, { today }) => [
    `${type} ${JSON.stringify(props)} ${deleteBeforeReplace} ${most} ${today}`,
  ],
});
const all = stackRule({
  ...about,
  name: "another",
  settings,
  checkStack: (resources, { most }) =>
    resources.map(({ urn, dependencies }) => ({ urn, message: `${dependencies.join()} ${most}` })),
});
const POLICIES: Policies = policiesOf([one, all], TEST_CONTEXT);
const [resourcePolicy, stackPolicy] = POLICIES as [ResourceValidationPolicy, StackValidationPolicy];

const given = (type: string, extra: object = {}) =>
  ({
    type,
    urn: "urn",
    name: "it",
    props: { sku: "S0" },
    opts: {},
    dependencies: [],
    propertyDependencies: {},
    getConfig: () => ({}),
    ...extra,
  }) as unknown as ResourceValidationArgs & PolicyResource;

async function reported(args: ResourceValidationArgs): Promise<string[]> {
  const said: string[] = [];
  const validate = resourcePolicy.validateResource;
  if (typeof validate !== "function") throw new Error("a rule is one function");
  await validate(args, (message) => said.push(message));
  return said;
}

test("a rule's data become the policy's, its settings the schema of its configuration", () => {
  expect(resourcePolicy).toMatchObject({
    name: "a-rule",
    description: "Holds.",
    severity: "high",
    remediationSteps: "Do it.",
    configSchema: { properties: { most: { type: "integer", default: 3 } } },
  });
});

test("what is wrong is reported with its cure, under the defaults", async () => {
  expect(await reported(given(TYPE))).toEqual([`${TYPE} {"sku":"S0"} false 3 2026-11-23. Do it.`]);
});

test("what the class decided goes over the defaults", async () => {
  const [said] = await reported(
    given(TYPE, { getConfig: () => ({ most: 9 }), opts: { deleteBeforeReplace: true } }),
  );
  expect(said).toContain("true 9 ");
});

test("an explicit API version does not hide a resource", async () => {
  const [said] = await reported(given("azure-native:cognitiveservices/v20250601:Account"));
  expect(said).toContain(`${TYPE} `);
});

test("other types are not the rule's business", async () => {
  expect(await reported(given("databricks:index/cluster:Cluster"))).toEqual([]);
});

test("a stack's violations name their resource", async () => {
  const said: [string, string | undefined][] = [];
  const first = given(TYPE, { urn: "first" });
  const resources = [first, given(TYPE, { urn: "second", dependencies: [first] })];
  await stackPolicy.validateStack(
    {
      resources,
      stackTags: new Map(),
      getConfig: () => ({}) as never,
      notApplicable: () => expect.unreachable(),
    },
    (message, urn) => said.push([message, urn]),
  );
  expect(said).toEqual([
    [" 3. Do it.", "first"],
    ["first 3. Do it.", "second"],
  ]);
});

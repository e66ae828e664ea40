import assert from "node:assert/strict";
import fc from "fast-check";
import { folderOf, type NameKind, type NameScope, namesOf } from "../../infra/names/physical-names";

/** The naming rules of each service, from its documentation. `folds`: the service ignores case. */
export const LIMITS: Record<NameKind, { max: number; form: RegExp; folds: boolean }> = {
  resourceGroup: { max: 90, form: /^[a-z0-9_.-]*[a-z0-9_-]$/, folds: true },
  managedResourceGroup: { max: 90, form: /^[a-z0-9_.-]*[a-z0-9_-]$/, folds: true },
  openaiAccount: { max: 64, form: /^[a-z0-9][a-z0-9-]*[a-z0-9]$/, folds: true },
  databricksWorkspace: { max: 64, form: /^[\w-]{3,}$/, folds: true },
  secretScope: { max: 128, form: /^[\w.@/-]+$/, folds: true },
  cluster: { max: 100, form: /^[\w.-]+$/, folds: false },
  clusterPolicy: { max: 100, form: /^[\w.-]+$/, folds: false },
  logWorkspace: { max: 63, form: /^[a-z0-9][a-z0-9-]{2,}[a-z0-9]$/, folds: true },
  budget: { max: 63, form: /^[\w-]+$/, folds: true },
};
const KINDS = Object.keys(LIMITS) as NameKind[];

/** Names that Pulumi accepts for a project or a stack. */
const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_.-]{1,100}$/),
  fc.stringMatching(/^(seat|class|dev)[._-]?\d{0,6}$/),
  fc.stringMatching(/^[a-z]{60,100}$/),
);
const scope: fc.Arbitrary<NameScope> = fc.record({
  subscriptionId: fc.uuid(),
  project: name,
  stack: name,
});

/** The hash at the end of a stack's names: a stack named after it is the most similar one. */
const hashOf = (one: NameScope): string => namesOf(one).openaiAccount.slice(-6);

/** Names for a second stack of the project that are as similar as possible. */
const SIMILAR_NAMES: ((one: NameScope, other: string) => string)[] = [
  (_, other) => other,
  ({ stack }) => stack.toUpperCase(),
  ({ stack }) => stack.toLowerCase(),
  ({ stack }) => stack.replaceAll(/[._]/g, "-"),
  ({ stack }) => `${stack}-`,
  ({ stack }) => `${stack}.`,
  ({ stack }) => `${stack.slice(0, 98)}-a`,
  ({ stack }) => `${stack}-databricks`,
  (one) => `${one.stack}-${hashOf(one)}`,
  (one) => `${one.stack.toLowerCase().replaceAll(/[._]/g, "-")}-${hashOf(one)}`,
  (one) => `${one.stack.toLowerCase()}-databricks-${hashOf(one)}`,
];
const similarStacks = fc
  .tuple(scope, name, fc.constantFrom(...SIMILAR_NAMES))
  .map(([one, other, near]): [NameScope, NameScope] => [one, { ...one, stack: near(one, other) }])
  .filter(([one, two]) => one.stack !== two.stack);

/** Two different stacks anywhere in Azure. */
const anyTwoStacks = fc.oneof(
  fc.tuple(scope, scope),
  similarStacks,
  fc
    .tuple(scope, fc.uuid())
    .map(([one, subscriptionId]) => [one, { ...one, subscriptionId }] as [NameScope, NameScope]),
  // `a-b` + `c` and `a` + `b-c` give the same text.
  fc.tuple(scope, name).map(([one, middle]): [NameScope, NameScope] => [
    { ...one, project: `${one.project}-${middle}` },
    { ...one, stack: `${middle}-${one.stack}` },
  ]),
);
const same = (a: NameScope, b: NameScope): boolean =>
  a.subscriptionId === b.subscriptionId && a.project === b.project && a.stack === b.stack;

/** Properties of the names of every stack. */
export const NAME_PROPERTIES: Record<string, fc.IRawProperty<unknown>> = {
  "every name keeps its service's rules": fc.property(scope, (one) => {
    const names = namesOf(one);
    assert.deepEqual(Object.keys(names).sort(), [...KINDS].sort());
    for (const kind of KINDS) {
      assert.match(names[kind], LIMITS[kind].form, kind);
      assert.ok(names[kind].length <= LIMITS[kind].max, `${kind}: ${names[kind]}`);
      assert.ok(
        !LIMITS[kind].folds || names[kind] === names[kind].toLowerCase(),
        `${kind}: ${names[kind]}`,
      );
    }
  }),
  "a stack has the same names at any time, in whatever case its subscription is written":
    fc.property(scope, (one) => {
      assert.deepEqual(
        namesOf({ ...one, subscriptionId: one.subscriptionId.toUpperCase() }),
        namesOf(one),
      );
    }),
  "no two stacks anywhere share an account's name": fc.property(anyTwoStacks, ([one, two]) => {
    fc.pre(!same(one, two));
    assert.notEqual(namesOf(one).openaiAccount, namesOf(two).openaiAccount);
  }),
  "no two stacks of a project share any name": fc.property(similarStacks, ([one, two]) => {
    const [first, second] = [namesOf(one), namesOf(two)];
    for (const kind of KINDS) assert.notEqual(first[kind], second[kind], kind);
    assert.notEqual(
      first.resourceGroup,
      second.managedResourceGroup,
      "a group of one is Databricks' group of the other",
    );
    assert.notEqual(
      first.managedResourceGroup,
      second.resourceGroup,
      "a group of one is Databricks' group of the other",
    );
    assert.notEqual(folderOf(one), folderOf(two));
  }),
};

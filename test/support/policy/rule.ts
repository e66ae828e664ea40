import type {
  StackResource,
  ResourceRule,
  StackRule,
  RuleContext,
} from "../../../infra/policy/rule";
import { defaultsOf, type Settings, type ValuesOf } from "../../../infra/policy/settings";
import type { Props } from "../../../infra/policy/value";

/** The day of the tests, and no uploaded files. */
export const TEST_CONTEXT: RuleContext = { today: "2026-11-23", read: () => undefined };

/** A resource of a stack; its URN is its name. */
export const resource = (
  type: string,
  name: string,
  props: Props = {},
  dependencies: string[] = [],
  inputDependencies: string[] = [],
): StackResource => ({
  urn: name,
  type,
  name,
  props,
  deleteBeforeReplace: true,
  dependencies,
  inputDependencies,
});

const valuesOf = <S extends Settings>(
  rule: { settings?: S },
  decided: Partial<ValuesOf<S>>,
): ValuesOf<S> => ({ ...defaultsOf(rule.settings ?? {}), ...decided }) as ValuesOf<S>;

interface Case<S extends Settings> {
  settings?: Partial<ValuesOf<S>>;
  /** Default: the first type that the rule is for. */
  type?: string;
  context?: RuleContext;
  deleteBeforeReplace?: boolean;
}

/** What a rule says about one resource. */
export function checkResource<S extends Settings>(
  rule: ResourceRule<S>,
  props: Props,
  given: Case<S> = {},
): readonly string[] {
  const {
    type = rule.appliesTo?.[0] ?? "any",
    deleteBeforeReplace = true,
    context = TEST_CONTEXT,
    settings = {},
  } = given;
  const checked = { ...resource(type, "it", props), deleteBeforeReplace };
  return [...rule.check(checked, valuesOf(rule, settings), context)];
}

/** What a rule says about a stack: `urn: message`. */
export const checkStack = <S extends Settings>(
  rule: StackRule<S>,
  resources: readonly StackResource[],
  settings: Partial<ValuesOf<S>> = {},
): string[] =>
  [...rule.checkStack(resources, valuesOf(rule, settings), TEST_CONTEXT)].map(
    ({ urn, message }) => `${urn}: ${message}`,
  );

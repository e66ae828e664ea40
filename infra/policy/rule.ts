import type { Settings, ValuesOf } from "./settings";
import type { Props } from "./value";

/** A resource with the properties that the program gives it. */
export interface PlannedResource {
  urn: string;
  /** Type token without an API version, such as `azure-native:cognitiveservices:Account`. */
  type: string;
  name: string;
  props: Props;
  deleteBeforeReplace: boolean;
}

/** A resource of a stack whose resources are all known. */
export interface StackResource extends PlannedResource {
  /** URNs of the resources that it depends on. */
  dependencies: readonly string[];
  /** Those of them that its inputs come from: it is deleted before one of these is replaced. */
  inputDependencies: readonly string[];
}

/** What a rule may read beside the resources. */
export interface RuleContext {
  /** ISO date of the run. */
  today: string;
  /** The text of a file that a resource uploads; undefined when the file cannot be read. */
  read: (source: string) => string | undefined;
}

/** What every rule says about itself. */
interface RuleInfo<S extends Settings> {
  /** Kebab-case: the name in a configuration and in a violation. */
  name: string;
  /** The condition that a good lab meets. */
  description: string;
  /** What to do about a violation. */
  cure: string;
  severity: "low" | "medium" | "high" | "critical";
  settings?: S;
}

/** Checks one resource before it is created or updated. */
export interface ResourceRule<S extends Settings = Settings> extends RuleInfo<S> {
  /** Type tokens. Default: every type. */
  appliesTo?: readonly string[];
  /**
   * @returns one message per fault. An unknown value is no fault: it is checked once it is known.
   */
  check(resource: PlannedResource, settings: ValuesOf<S>, context: RuleContext): Iterable<string>;
}

/** A fault of one resource, found by a rule about the whole stack. */
export interface Violation {
  urn: string;
  message: string;
}

/** Checks a whole stack, for faults that no single resource shows. */
export interface StackRule<S extends Settings = Settings> extends RuleInfo<S> {
  /** @returns one violation per fault. */
  checkStack(
    resources: readonly StackResource[],
    settings: ValuesOf<S>,
    context: RuleContext,
  ): Iterable<Violation>;
}

/** Any rule of the pack. */
export type Rule = ResourceRule | StackRule;

/**
 * Returns the rule unchanged. It exists for its types: the settings of `check` follow from
 * `settings`.
 */
export const resourceRule = <S extends Settings = Settings>(
  rule: ResourceRule<S>,
): ResourceRule<S> => rule;
/** As `resourceRule`, for a rule about the whole stack. */
export const stackRule = <S extends Settings = Settings>(rule: StackRule<S>): StackRule<S> => rule;

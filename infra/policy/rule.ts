import type { Settings, ValuesOf } from "./settings";
import type { Props } from "./value";

/** A resource as a program asks for it. */
export interface PlannedResource {
  urn: string;
  /** Without an API version: `azure-native:cognitiveservices:Account` whichever one the program chose. */
  type: string;
  name: string;
  props: Props;
  deleteBeforeReplace: boolean;
}

/** One among all resources of its stack. */
export interface StackResource extends PlannedResource {
  /** URNs. */
  dependencies: readonly string[];
}

/** What a rule may ask of the world around it. */
export interface RuleContext {
  /** ISO date. */
  today: string;
  /** The text of a file that a resource uploads; undefined when there is none. */
  read: (source: string) => string | undefined;
}

interface RuleInfo<S extends Settings> {
  /** Kebab-case, as a configuration and a violation name it. */
  name: string;
  /** What holds for a good lab. */
  description: string;
  /** What to do about a violation. */
  cure: string;
  severity: "low" | "medium" | "high" | "critical";
  settings?: S;
}

/** Judges one resource before it is made or changed. */
export interface ResourceRule<S extends Settings = Settings> extends RuleInfo<S> {
  /** Types it applies to. Default: every type. */
  appliesTo?: readonly string[];
  /** @returns what is wrong, one message each. What is unknown is not wrong: it is judged when it is known. */
  check(resource: PlannedResource, settings: ValuesOf<S>, context: RuleContext): readonly string[];
}

export interface Violation {
  urn: string;
  message: string;
}

/** Judges a whole stack, for what no single resource shows. */
export interface StackRule<S extends Settings = Settings> extends RuleInfo<S> {
  checkStack(
    resources: readonly StackResource[],
    settings: ValuesOf<S>,
    context: RuleContext,
  ): readonly Violation[];
}

export type Rule = ResourceRule | StackRule;

/** For its types alone: what `check` is given follows from `settings`. */
export const resourceRule = <S extends Settings = Settings>(
  rule: ResourceRule<S>,
): ResourceRule<S> => rule;
export const stackRule = <S extends Settings = Settings>(rule: StackRule<S>): StackRule<S> => rule;

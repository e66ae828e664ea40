import type {
  Policies,
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { plainProps } from "./plain";
import type { Deployed, Planned, ResourceRule, Rule, StackRule, RuleContext } from "./rule";
import { defaultsOf } from "./settings";

/** `azure-native:cognitiveservices/v20250601:Account` is an Account too. */
const unversioned = (type: string): string => type.replace(/\/v\d\w*:/, ":");

const planned = ({
  urn,
  type,
  name,
  props,
  opts,
}: ResourceValidationArgs | PolicyResource): Planned => ({
  urn,
  type: unversioned(type),
  name,
  props: plainProps(props),
  deleteBeforeReplace: opts.deleteBeforeReplace === true,
});

const deployed = (resource: PolicyResource): Deployed => ({
  ...planned(resource),
  dependencies: resource.dependencies.map(({ urn }) => urn),
});

function about({ name, description, cure, severity, settings = {} }: Rule) {
  return {
    name,
    description,
    severity,
    remediationSteps: cure,
    configSchema: { properties: settings },
  };
}

/** What the class decided, over the defaults: without a configuration Pulumi hands over nothing at all. */
const decided = ({ settings = {} }: Rule, given: object) =>
  ({ ...defaultsOf(settings), ...given }) as Record<string, never>;

const resourcePolicy = (
  rule: ResourceRule,
  surroundings: RuleContext,
): ResourceValidationPolicy => ({
  ...about(rule),
  validateResource(args, report) {
    const resource = planned(args);
    if (rule.on && !rule.on.includes(resource.type)) return;
    for (const message of rule.check(resource, decided(rule, args.getConfig()), surroundings))
      report(`${message}. ${rule.cure}`);
  },
});

const stackPolicy = (rule: StackRule, surroundings: RuleContext): StackValidationPolicy => ({
  ...about(rule),
  validateStack(args, report) {
    for (const { urn, message } of rule.checkStack(
      args.resources.map(deployed),
      decided(rule, args.getConfig()),
      surroundings,
    ))
      report(`${message}. ${rule.cure}`, urn);
  },
});

/** Rules in the form in which Pulumi runs them. */
export const policiesOf = (rules: readonly Rule[], surroundings: RuleContext): Policies =>
  rules.map((rule) =>
    "check" in rule ? resourcePolicy(rule, surroundings) : stackPolicy(rule, surroundings),
  );

import type {
  Policies,
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { toPlainProps } from "./plain";
import type {
  StackResource,
  PlannedResource,
  ResourceRule,
  Rule,
  StackRule,
  RuleContext,
} from "./rule";
import { defaultsOf } from "./settings";

/**
 * A type token without its API version: `azure-native:cognitiveservices/v20250601:Account` is an
 * Account too.
 */
const unversioned = (type: string): string => type.replace(/\/v\d\w*:/, ":");

const plannedResource = ({
  urn,
  type,
  name,
  props,
  opts,
}: ResourceValidationArgs | PolicyResource): PlannedResource => ({
  urn,
  type: unversioned(type),
  name,
  props: toPlainProps(props),
  deleteBeforeReplace: opts.deleteBeforeReplace === true,
});

const stackResource = (resource: PolicyResource): StackResource => ({
  ...plannedResource(resource),
  dependencies: resource.dependencies.map(({ urn }) => urn),
  inputDependencies: Object.values(resource.propertyDependencies)
    .flat()
    .map(({ urn }) => urn),
});

/** The fields that both kinds of policy have. */
function policyInfo({ name, description, cure, severity, settings = {} }: Rule) {
  return {
    name,
    description,
    severity,
    remediationSteps: cure,
    configSchema: { properties: settings },
  };
}

/**
 * The configured settings over the defaults: without a configuration Pulumi passes no settings at
 * all.
 */
const settingsOf = ({ settings = {} }: Rule, configured: object) =>
  ({ ...defaultsOf(settings), ...configured }) as Record<string, never>;

const resourcePolicy = (rule: ResourceRule, context: RuleContext): ResourceValidationPolicy => ({
  ...policyInfo(rule),
  validateResource(args, report) {
    const resource = plannedResource(args);
    if (rule.appliesTo && !rule.appliesTo.includes(resource.type)) return;
    for (const message of rule.check(resource, settingsOf(rule, args.getConfig()), context))
      report(`${message}. ${rule.cure}`);
  },
});

const stackPolicy = (rule: StackRule, context: RuleContext): StackValidationPolicy => ({
  ...policyInfo(rule),
  validateStack(args, report) {
    for (const { urn, message } of rule.checkStack(
      args.resources.map(stackResource),
      settingsOf(rule, args.getConfig()),
      context,
    ))
      report(`${message}. ${rule.cure}`, urn);
  },
});

/** Converts rules to the form that Pulumi runs. */
export const policiesOf = (rules: readonly Rule[], context: RuleContext): Policies =>
  rules.map((rule) =>
    "check" in rule ? resourcePolicy(rule, context) : stackPolicy(rule, context),
  );

import { z } from "zod";
import { nodeType } from "./catalogue";
import type { ClusterSpec, Policy } from "../entities";
import { invalidParameter } from "../errors";

/*
 * @parity
 * - policies: seven elements; wording of a violation; `dbus_per_hour` as one unit for four cores,
 *   twice that with Photon — documented; guessed
 */

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const optionalFields = {
  isOptional: z.boolean().optional(),
  hidden: z.boolean().optional(),
  defaultValue: scalar.optional(),
};
const rule = z.discriminatedUnion("type", [
  z.object({ type: z.literal("fixed"), value: scalar, hidden: z.boolean().optional() }),
  z.object({ type: z.literal("forbidden"), hidden: z.boolean().optional() }),
  z.object({ type: z.literal("unlimited"), ...optionalFields }),
  z.object({ type: z.literal("allowlist"), values: z.array(scalar), ...optionalFields }),
  z.object({ type: z.literal("blocklist"), values: z.array(scalar), ...optionalFields }),
  z.object({ type: z.literal("regex"), pattern: z.string(), ...optionalFields }),
  z.object({
    type: z.literal("range"),
    minValue: z.number().optional(),
    maxValue: z.number().optional(),
    ...optionalFields,
  }),
]);
type Rule = z.infer<typeof rule>;
type Scalar = z.infer<typeof scalar>;
const definition = z.record(z.string(), rule);

/**
 * The rules of a policy by attribute.
 * @throws ApiError INVALID_PARAMETER_VALUE when the definition is not JSON, or has unknown
 * elements.
 */
export function parseDefinition(text: string): Record<string, Rule> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw invalidParameter("Policy definition is not valid JSON.");
  }
  const parsed = definition.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw invalidParameter(
    `Invalid policy definition at ${issue?.path.join(".") ?? "?"}: ${issue?.message ?? ""}.`,
  );
}

/** The attributes that break a policy, each with what is wrong. */
export const violationsOf = (policy: Policy, spec: ClusterSpec): [name: string, what: string][] =>
  Object.entries(parseDefinition(policy.definition)).flatMap(([name, rule]) => {
    const problem = violation(rule, attributeValue(spec, name));
    return problem === undefined ? [] : [[name, `Validation failed for ${name}, ${problem}`]];
  });

/** @throws ApiError INVALID_PARAMETER_VALUE naming every attribute that breaks the policy. */
export function checkPolicy(policy: Policy, spec: ClusterSpec): void {
  const problems = violationsOf(policy, spec).map(([, what]) => what);
  if (problems.length > 0)
    throw invalidParameter(`Cluster validation error: ${problems.join("; ")}`);
}

/**
 * The value of an attribute: `spark_conf.spark.master` is the key `spark.master` of `spark_conf`.
 */
function attributeValue(spec: ClusterSpec, name: string): Scalar | undefined {
  if (name === "dbus_per_hour") return dbusPerHour(spec);
  const [field = "", ...rest] = name.split(".");
  const value = spec[field];
  if (rest.length === 0) return scalar.safeParse(value).data;
  return scalar.safeParse((value as Record<string, unknown> | undefined)?.[rest.join(".")]).data;
}

/**
 * The one computed attribute: one unit (DBU) per hour and four cores, twice as much with Photon.
 */
function dbusPerHour(spec: ClusterSpec): number | undefined {
  const cores = nodeType(spec.node_type_id)?.cores;
  const nodes = 1 + (spec.autoscale?.max_workers ?? spec.num_workers ?? 0);
  if (cores === undefined) return undefined;
  return (cores / 4) * nodes * (spec.runtime_engine === "PHOTON" ? 2 : 1);
}

/** The words of a violated rule; undefined when the value obeys it. */
function violation(rule: Rule, value: Scalar | undefined): string | undefined {
  if (value !== undefined) {
    const requirement = brokenRequirement(rule, value);
    return requirement && `the value must ${requirement}`;
  }
  if (rule.type === "forbidden") return undefined;
  if (rule.type === "fixed")
    return `the value must be ${JSON.stringify(rule.value)} (is undefined)`;
  const isRequired = ["allowlist", "regex", "range"].includes(rule.type) && !rule.isOptional;
  return isRequired ? "the value must be present" : undefined;
}

function brokenRequirement(rule: Rule, value: Scalar): string | undefined {
  const actual = `(is ${JSON.stringify(value)})`;
  switch (rule.type) {
    case "unlimited":
      return undefined;
    case "forbidden":
      return "not be present";
    case "fixed":
      if (value === rule.value) return undefined;
      return `be ${JSON.stringify(rule.value)} ${actual}`;
    case "allowlist":
      if (rule.values.includes(value)) return undefined;
      return `be one of ${rule.values.join(", ")} ${actual}`;
    case "blocklist":
      if (!rule.values.includes(value)) return undefined;
      return `not be one of ${rule.values.join(", ")} ${actual}`;
    case "regex":
      if (new RegExp(`^(?:${rule.pattern})$`).test(String(value))) return undefined;
      return `match the regex ${rule.pattern} ${actual}`;
    case "range": {
      const { minValue = -Infinity, maxValue = Infinity } = rule;
      if (Number(value) < minValue) return `be at least ${minValue} ${actual}`;
      return Number(value) > maxValue ? `be at most ${maxValue} ${actual}` : undefined;
    }
  }
}

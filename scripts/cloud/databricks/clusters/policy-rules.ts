import { z } from "zod";
import { nodeType } from "./catalogue";
import type { ClusterSpec, Policy } from "../entities";
import { invalidParameter } from "../errors";

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

/** @throws INVALID_PARAMETER_VALUE when a policy's definition is not JSON of known elements. */
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

/** @throws INVALID_PARAMETER_VALUE naming every attribute that breaks the policy. */
export function checkPolicy(policy: Policy, spec: ClusterSpec): void {
  const problems = Object.entries(parseDefinition(policy.definition)).flatMap(([name, rule]) => {
    const problem = violation(rule, attributeValue(spec, name));
    return problem === undefined ? [] : [`Validation failed for ${name}, ${problem}`];
  });
  if (problems.length > 0)
    throw invalidParameter(`Cluster validation error: ${problems.join("; ")}`);
}

/** `spark_conf.spark.master` → the value under the key `spark.master` of `spark_conf`. */
function attributeValue(spec: ClusterSpec, name: string): Scalar | undefined {
  if (name === "dbus_per_hour") return dbusPerHour(spec);
  const dot = name.indexOf(".");
  const top = spec[dot < 0 ? name : name.slice(0, dot)];
  const value = dot < 0 ? top : (top as Record<string, unknown> | undefined)?.[name.slice(dot + 1)];
  const parsed = scalar.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** The one attribute that is worked out: one unit an hour for four cores, twice as much with Photon. */
function dbusPerHour(spec: ClusterSpec): number | undefined {
  const cores = nodeType(spec.node_type_id)?.cores;
  const nodes = 1 + (spec.autoscale?.max_workers ?? spec.num_workers ?? 0);
  return cores === undefined
    ? undefined
    : (cores / 4) * nodes * (spec.runtime_engine === "PHOTON" ? 2 : 1);
}

function violation(rule: Rule, value: Scalar | undefined): string | undefined {
  const actual = JSON.stringify(value);
  if (rule.type === "forbidden")
    return value === undefined ? undefined : "the value must not be present";
  if (rule.type === "fixed")
    return value === rule.value
      ? undefined
      : `the value must be ${JSON.stringify(rule.value)} (is ${actual})`;
  if (value === undefined)
    return rule.isOptional === true || rule.type === "unlimited" || rule.type === "blocklist"
      ? undefined
      : "the value must be present";
  switch (rule.type) {
    case "unlimited":
      return undefined;
    case "allowlist":
      return rule.values.includes(value)
        ? undefined
        : `the value must be one of ${rule.values.join(", ")} (is ${actual})`;
    case "blocklist":
      return rule.values.includes(value)
        ? `the value must not be one of ${rule.values.join(", ")} (is ${actual})`
        : undefined;
    case "regex":
      return new RegExp(`^(?:${rule.pattern})$`).test(String(value))
        ? undefined
        : `the value must match the regex ${rule.pattern} (is ${actual})`;
    case "range": {
      const n = Number(value);
      if (n < (rule.minValue ?? -Infinity))
        return `the value must be at least ${rule.minValue ?? ""} (is ${actual})`;
      return n > (rule.maxValue ?? Infinity)
        ? `the value must be at most ${rule.maxValue ?? ""} (is ${actual})`
        : undefined;
    }
  }
}

import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { crossFieldProblems } from "./cross-field";
import type { Problem } from "./problem";
import { type ConfigSchema, isProfile, schemaOf } from "./schema";
import { isJsonObject, type JsonObject } from "../json-object";
import { LabError } from "../errors";
import { suggest } from "./suggest";

/** The whole configuration of one stack, checked, with every default filled in. */
export type LabConfig = z.output<ConfigSchema> & { project: string; stack: string };

/** The part of JSON Schema that is read back from the zod schema: which keys there are, and which hold keys. */
interface SchemaNode {
  type?: string;
  properties?: Record<string, SchemaNode>;
}

/** The value of a key that is an object or a list; a text that is none stays as it is. */
function parseJsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Pulumi passes structured values as JSON text: undone for the keys that are objects or lists. */
function decodeSettings(
  raw: Record<string, string>,
  project: string,
  shape: SchemaNode,
): { values: JsonObject; problems: Problem[] } {
  const problems: Problem[] = [];
  const entries = Object.entries(raw).filter(([name]) => name.startsWith(`${project}:`));
  const values = entries.map(([name, text]): [string, unknown] => {
    const key = name.slice(project.length + 1);
    const { type, properties: fields } = shape.properties?.[key] ?? {};
    if (!fields) return [key, type === "array" ? parseJsonOrText(text) : text];
    const value = parseJsonOrText(text);
    if (!isJsonObject(value))
      problems.push({
        key,
        value: text,
        message: `must be an object with the keys ${Object.keys(fields).join(", ")}`,
      });
    return [key, value];
  });
  return { values: Object.fromEntries(values), problems };
}

/** What is at a path of names and places in lists; undefined where the path leads nowhere. */
const valueAt = (values: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      isJsonObject(value) || Array.isArray(value) ? Reflect.get(value, part) : undefined,
    values,
  );

function problemsOf(issue: z.core.$ZodIssue, values: JsonObject, shape: SchemaNode): Problem[] {
  const path = issue.path.map(String);
  if (issue.code !== "unrecognized_keys") {
    const value = valueAt(values, path);
    const message = value === undefined ? `is missing: it ${issue.message}` : issue.message;
    return [{ key: path.join("."), value, message }];
  }
  const known = Object.keys(
    path.reduce<SchemaNode | undefined>((s, part) => s?.properties?.[part], shape)?.properties ??
      {},
  );
  return issue.keys.map((key) => {
    const meant = suggest(key, known);
    const cure =
      meant === undefined
        ? `Keys are ${known.join(", ")}`
        : `Did you mean ${[...path, meant].join(".")}?`;
    return { key: [...path, key].join("."), message: `is not a key. ${cure}` };
  });
}

function configError(problems: Problem[], project: string, stack: string): LabError {
  const file = `Pulumi.${stack}.yaml`;
  const lines = problems.map(({ key, value, message }) => {
    const name = `${project}:${key}`;
    return value === undefined
      ? `  ${name} ${message}`
      : `  ${name} = ${JSON.stringify(value)} ${message}`;
  });
  const count = lines.length === 1 ? "1 problem" : `${lines.length} problems`;
  const text = [
    `The configuration of stack ${stack} has ${count} (change it in ${file}):`,
    ...lines,
  ].join("\n");
  return new LabError("config", text, { where: file });
}

/** The schema that a stack's profile selects, and the same as JSON Schema. */
function schemaFor(raw: Record<string, string>, project: string) {
  const profile = raw[`${project}:profile`];
  const schema = schemaOf(isProfile(profile) ? profile : "current");
  return { schema, shape: z.toJSONSchema(schema, { io: "input" }) as SchemaNode };
}

/**
 * Decodes a stack's configuration without checking it or filling defaults in: for settings that depend on others and
 * have to be decided before the check. The result holds what was written, which may not match the schema.
 */
export const decodeConfig = (raw: Record<string, string>, project: string): JsonObject =>
  decodeSettings(raw, project, schemaFor(raw, project).shape).values;

/**
 * Checks a stack's whole configuration. Pure: scripts use it without Pulumi.
 * @param raw `namespace:key` to text, structured values as JSON text, as Pulumi passes them. Other namespaces are ignored.
 * @throws LabError `config` with every problem in one message.
 */
export function parseConfig(
  raw: Record<string, string>,
  project: string,
  stack: string,
): LabConfig {
  const { schema, shape } = schemaFor(raw, project);
  const { values, problems } = decodeSettings(raw, project, shape);
  const parsed = schema.safeParse(values);
  // One problem for one wrong key: what follows from it alone is not told.
  const isUnreported = ({ key }: Problem): boolean => !problems.some((told) => told.key === key);
  problems.push(
    ...(parsed.error?.issues.flatMap((issue) => problemsOf(issue, values, shape)) ?? []).filter(
      isUnreported,
    ),
  );
  problems.push(...crossFieldProblems(schema, values).filter(isUnreported));
  if (problems.length > 0 || !parsed.success) throw configError(problems, project, stack);
  return { ...parsed.data, project, stack };
}

/** The configuration of the stack that runs now. Read inside the program: one process runs many stacks. */
export const readConfig = (): LabConfig =>
  parseConfig(pulumi.runtime.allConfig(), pulumi.getProject(), pulumi.getStack());

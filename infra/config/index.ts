import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { crossFieldProblems } from "./cross-field";
import { existingInOwnGroup } from "./existing";
import type { Problem } from "./problem";
import { type ConfigSchema, isProfile, type Profile, schemaOf } from "./schema";
import { isJsonObject, type JsonObject } from "../json-object";
import { LabError } from "../errors";
import { namesOf } from "../names/physical-names";
import { reservedWordIn } from "../names/reserved-words";
import { suggest } from "./suggest";

/** The configuration of one stack, checked, with every default filled in. */
export type LabConfig = z.output<ConfigSchema> & { project: string; stack: string };

/**
 * The part of the JSON schema that is used here: the keys that exist, and those that contain keys.
 */
interface SchemaNode {
  type?: string;
  properties?: Record<string, SchemaNode>;
}

/** Parses JSON; a text that is not JSON stays as it is. */
function parseJsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Parses the values of the keys that are objects or lists: Pulumi passes them as JSON text. */
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
    if (!fields && type !== "array") return [key, text];
    const value = parseJsonOrText(text);
    if (fields && !isJsonObject(value))
      problems.push({
        key,
        value: text,
        message: `must be an object with the keys ${Object.keys(fields).join(", ")}`,
      });
    return [key, value];
  });
  return { values: Object.fromEntries(values), problems };
}

/** The value at a path of keys and list indices; undefined where it does not exist. */
const valueAt = (values: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      isJsonObject(value) || Array.isArray(value) ? Reflect.get(value, part) : undefined,
    values,
  );

/** The problems in one issue of zod: one for each unknown key. */
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
    const suggestion = suggest(key, known);
    let cure = `Keys are ${known.join(", ")}`;
    if (suggestion !== undefined) cure = `Did you mean ${[...path, suggestion].join(".")}?`;
    return { key: [...path, key].join("."), message: `is not a key. ${cure}` };
  });
}

/** The file that each setting comes from, by `namespace:key`. */
export type Origins = Readonly<Record<string, string>>;

/** The error that lists all problems. A setting without an origin belongs into the stack's file. */
function configError(
  problems: Problem[],
  project: string,
  stack: string,
  origins: Origins,
): LabError {
  const fileOf = ({ key }: Problem): string =>
    origins[`${project}:${key.split(".")[0]!}`] ?? `Pulumi.${stack}.yaml`;
  const files = [...new Set(problems.map(fileOf))];
  const lines = problems.map((problem) => {
    const { key, value, message } = problem;
    const written = value === undefined ? "" : ` = ${JSON.stringify(value)}`;
    const line = `  ${project}:${key}${written} ${message}`;
    return files.length === 1 ? line : `${line} (in ${fileOf(problem)})`;
  });
  const count = lines.length === 1 ? "1 problem" : `${lines.length} problems`;
  const head = `The configuration of stack ${stack} has ${count}`;
  const change = `(change it in ${files.join(" and ")}):`;
  return new LabError("config", [`${head} ${change}`, ...lines].join("\n"), {
    where: files.join(", "),
  });
}

interface ProfileSchema {
  schema: ConfigSchema;
  shape: SchemaNode;
}

/** Made once: a class has hundreds of stacks of one profile. */
const schemas = new Map<Profile, ProfileSchema>();

/** The schema that a stack's profile selects, and the same as JSON Schema. */
function schemaFor(raw: Record<string, string>, project: string): ProfileSchema {
  const written = raw[`${project}:profile`];
  const profile = isProfile(written) ? written : "current";
  const known = schemas.get(profile);
  if (known) return known;
  const schema = schemaOf(profile);
  const made = { schema, shape: z.toJSONSchema(schema, { io: "input" }) as SchemaNode };
  schemas.set(profile, made);
  return made;
}

/**
 * Decodes a stack's configuration without checking it or filling defaults in: for settings that
 * depend on others and have to be decided before the check. The result holds what was written,
 * which may not match the schema.
 */
export const decodeConfig = (raw: Record<string, string>, project: string): JsonObject =>
  decodeSettings(raw, project, schemaFor(raw, project).shape).values;

/** The settings that are valid each by itself. */
export type ValidSettings = Partial<z.output<ConfigSchema>>;

/**
 * The settings of a stack that are written and valid, each by itself: for commands that must not
 * need a valid configuration. A layout is always known unless a wrong one is written.
 */
export function validSettings(raw: Record<string, string>, project: string): ValidSettings {
  const { schema, shape } = schemaFor(raw, project);
  const { values } = decodeSettings(raw, project, shape);
  const entries = Object.entries(schema.shape).flatMap(([key, field]) => {
    if (!(key in values) && key !== "layout") return [];
    const { data, success } = field.safeParse(values[key]);
    return success ? [[key, data] as const] : [];
  });
  return Object.fromEntries(entries);
}

/**
 * Checks the names that are built from project and stack; a seat has no resource whose name Azure
 * restricts.
 * @throws LabError `config`
 */
function requireAcceptedNames({ layout }: JsonObject, project: string, stack: string): void {
  if (layout === "seat") return;
  const names = namesOf({ subscriptionId: "", project, stack });
  const { openaiAccount, databricksWorkspace, logWorkspace } = names;
  const words = [openaiAccount, databricksWorkspace, logWorkspace].map(reservedWordIn);
  const word = words.find((found) => found !== undefined);
  if (word === undefined) return;
  throw new LabError(
    "config",
    `Azure reserves the word "${word}": it accepts no account named ${openaiAccount}.`,
    {
      where: `stack ${stack} of project ${project}`,
      cure: `Use a name of the stack, and of the project, without "${word}".`,
    },
  );
}

/**
 * Checks the whole configuration of a stack. Pure: scripts use it without Pulumi.
 * @param raw text by `namespace:key`, structured values as JSON text, as Pulumi passes them. Other
 *   namespaces are ignored.
 * @param origins names the files in the error; without them it is the stack's own file
 * @throws LabError `config` with every problem in one message.
 */
export function parseConfig(
  raw: Record<string, string>,
  project: string,
  stack: string,
  origins: Origins = {},
): LabConfig {
  const { schema, shape } = schemaFor(raw, project);
  const { values, problems } = decodeSettings(raw, project, shape);
  const parsed = schema.safeParse(values);
  // At most one problem per key: the later ones may follow from the first.
  const isUnreported = ({ key }: Problem): boolean =>
    !problems.some((reported) => reported.key === key);
  problems.push(
    ...(parsed.error?.issues.flatMap((issue) => problemsOf(issue, values, shape)) ?? []).filter(
      isUnreported,
    ),
  );
  problems.push(...crossFieldProblems(schema, values).filter(isUnreported));
  problems.push(...existingInOwnGroup(schema, values, project, stack).filter(isUnreported));
  requireAcceptedNames(values, project, stack);
  if (problems.length > 0 || !parsed.success) throw configError(problems, project, stack, origins);
  return { ...parsed.data, project, stack };
}

/**
 * The configuration of the running stack. Call it inside the program: one process runs many stacks.
 */
export const readConfig = (): LabConfig =>
  parseConfig(pulumi.runtime.allConfig(), pulumi.getProject(), pulumi.getStack());

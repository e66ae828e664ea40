import { isValues, type Values } from "./config-later";
import type { ConfigSchema } from "./config-schema";

/** One thing that is wrong. No `value`: the key itself is. */
export interface Problem {
  key: string;
  value?: unknown;
  wrong: string;
  /** Promised, but without a meaning yet. */
  later?: boolean;
}

/** What no single key can see. A key that is wrong by itself is left out here: its own problem comes first. */
export const combinations = (schema: ConfigSchema, values: Values): Problem[] => [
  ...versionOfModel(values),
  ...capsOfPolicy(schema, values),
  ...studentOfEntra(schema, values),
];

function versionOfModel({ model }: Values): Problem[] {
  if (!isValues(model) || model["name"] === undefined || model["version"] !== undefined) return [];
  const wrong = "needs model.version beside it: a default version belongs to the default model";
  return [{ key: "model.name", value: model["name"], wrong }];
}

function capsOfPolicy({ shape }: ConfigSchema, values: Values): Problem[] {
  const minutes = shape.databricks.safeParse(values["databricks"]).data?.autoterminationMinutes;
  const cap = shape.policy.safeParse(values["policy"]).data?.maxAutoterminationMinutes;
  if (minutes === undefined || cap === undefined || minutes <= cap) return [];
  const wrong = `is more than policy.maxAutoterminationMinutes (${cap}) allows: lower it, or raise that`;
  return [{ key: "databricks.autoterminationMinutes", value: minutes, wrong }];
}

function studentOfEntra({ shape }: ConfigSchema, { openai, student }: Values): Problem[] {
  const auth = shape.openai.safeParse(openai).data?.auth;
  if (auth === undefined || !isValues(student)) return [];
  const { objectId, principalType } = student;
  if (auth === "entra" && objectId === undefined) {
    const wrong = "is missing: with openai.auth entra the student gets a role: az ad user show --id NAME --query id";
    return [{ key: "student.objectId", wrong }];
  }
  if (auth === "entra") return [];
  const wrong = "is used with openai.auth entra alone: remove it, or set openai.auth to entra";
  return Object.entries({ objectId, principalType })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ({ key: `student.${key}`, value, wrong }));
}

import { existingProblems } from "./existing";
import { keysOfOtherLayouts } from "./layout-keys";
import type { Problem } from "./problem";
import type { ConfigSchema } from "./schema";
import { isJsonObject, type JsonObject } from "../json-object";
import { deploymentOf } from "../names/physical-names";

/**
 * The problems between keys, which no field can see alone. None when the layout itself is invalid.
 */
export function crossFieldProblems(schema: ConfigSchema, values: JsonObject): Problem[] {
  const layout = schema.shape.layout.safeParse(values["layout"]).data;
  if (layout === undefined) return [];
  return [
    ...keysOfOtherLayouts(schema, values),
    ...modelVersionProblems(values),
    ...LAYOUT_CHECKS[layout].flatMap((check) => check(schema, values)),
  ];
}

/** Azure's limit for the name of a deployment, in characters. */
const MAX_DEPLOYMENT_NAME = 64;

function classProblems({ shape }: ConfigSchema, values: JsonObject): Problem[] {
  const problems: Problem[] = [];
  const { databricks, policy, lock, openai } = values;
  if (isJsonObject(databricks) && databricks["nodeType"] !== undefined && policy === undefined) {
    const message =
      "is used in a class only with rai-lab:policy, as the size that seats may use: move it to the settings of a seat";
    problems.push({ key: "databricks.nodeType", value: databricks["nodeType"], message });
  }
  if (shape.lock.safeParse(lock).data && shape.openai.safeParse(openai).data?.auth === "entra") {
    const message =
      "would keep the roles of the students from being deleted, so that no seat could be destroyed: remove it";
    problems.push({ key: "lock", value: lock, message });
  }
  const base = shape.deploymentName.safeParse(values["deploymentName"]).data ?? "";
  const tooLong = (shape.seats.safeParse(values["seats"]).data ?? []).filter(
    (seat) => deploymentOf(base, seat).length > MAX_DEPLOYMENT_NAME,
  );
  const message = `makes deployments of more than ${MAX_DEPLOYMENT_NAME} characters (deploymentName-seat): shorten one of the two`;
  if (tooLong.length > 0) problems.push({ key: "seats", value: tooLong, message });
  return problems;
}

function seatProblems(_schema: ConfigSchema, { classStack, student }: JsonObject): Problem[] {
  const problems: Problem[] = [];
  if (classStack === undefined)
    problems.push({
      key: "classStack",
      message: "is missing: a seat needs the name of its class's stack",
    });
  if (student === undefined)
    problems.push({
      key: "student",
      message: "is missing: each seat belongs to one student, named in student.userName",
    });
  return problems;
}

function modelVersionProblems({ model }: JsonObject): Problem[] {
  if (!isJsonObject(model) || model["name"] === undefined || model["version"] !== undefined)
    return [];
  const message = "needs model.version beside it: a default version belongs to the default model";
  return [{ key: "model.name", value: model["name"], message }];
}

function idleTimeProblems({ shape }: ConfigSchema, values: JsonObject): Problem[] {
  const minutes = shape.databricks.safeParse(values["databricks"]).data?.autoterminationMinutes;
  const cap = shape.policy.safeParse(values["policy"]).data?.maxAutoterminationMinutes;
  if (minutes === undefined || cap === undefined || minutes <= cap) return [];
  const message = `is more than policy.maxAutoterminationMinutes (${cap}) allows: lower it, or raise that`;
  return [{ key: "databricks.autoterminationMinutes", value: minutes, message }];
}

function studentRoleProblems({ shape }: ConfigSchema, { openai, student }: JsonObject): Problem[] {
  const auth = shape.openai.safeParse(openai).data?.auth;
  if (auth === undefined || !isJsonObject(student)) return [];
  const { objectId, principalType } = student;
  if (auth === "entra" && objectId === undefined) {
    const message =
      "is missing: with openai.auth entra the student gets a role: az ad user show --id NAME --query id";
    return [{ key: "student.objectId", message }];
  }
  if (auth === "entra") return [];
  const message = "is used with openai.auth entra alone: remove it, or set openai.auth to entra";
  return Object.entries({ objectId, principalType })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ({ key: `student.${key}`, value, message }));
}

/** The checks of each layout, in the order of their messages. */
const LAYOUT_CHECKS = {
  lab: [idleTimeProblems, studentRoleProblems, existingProblems],
  class: [classProblems, studentRoleProblems, existingProblems],
  seat: [idleTimeProblems, seatProblems],
};

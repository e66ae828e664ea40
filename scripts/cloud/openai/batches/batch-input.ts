import { isJsonObject, type JsonObject } from "../../../../infra/json-object";
import type { Account, Deployment } from "../../azure/entities";
import { currentLimits } from "../../azure/cognitive-services/models";
import type { World } from "../../core/world";
import { chargeOf } from "../chat/chat-routes";
import { findDeployment, isForBatches, namedModel } from "../deployment";
import { textOf } from "../json-values";
import type { BatchError } from "./batch";

const MAX_TASKS = 100_000;

/** A request of a batch. */
export interface BatchLine {
  custom_id: string;
  body: JsonObject;
}

/** A path with or without its version. */
const bare = (url: string): string => url.replace(/^\/v1(?=\/)/, "");

/**
 * The requests of a batch's input file and the deployment that answers them, or what is wrong: codes
 * and their causes are those of Microsoft's page.
 */
export function readBatch(
  world: World,
  account: Account,
  text: string,
  endpoint: string,
): { lines: BatchLine[]; deployment: Deployment } | { errors: BatchError[] } {
  const texts = text.split("\n").filter((line) => line.trim() !== "");
  const wrong = (code: string, message: string, line?: number) => ({
    errors: [line === undefined ? { code, message } : { code, message, line }],
  });
  if (texts.length === 0)
    return wrong(
      "empty_file",
      "The input file is empty. Please ensure that the batch contains at least one request.",
    );
  if (texts.length > MAX_TASKS)
    return wrong("too_many_tasks", `A batch can have ${MAX_TASKS} requests at most.`);
  const lines: BatchLine[] = [];
  const ids = new Set<string>();
  const models = new Set<string>();
  for (const [index, one] of texts.entries()) {
    const parsed = parse(one);
    if (!parsed) return wrong("invalid_json_line", "The line is no JSON object.", index + 1);
    const { custom_id: id, method, url, body } = parsed;
    if (typeof id !== "string" || id === "" || method !== "POST" || !isJsonObject(body))
      return wrong(
        "invalid_request",
        "A request has custom_id, method POST, url and body.",
        index + 1,
      );
    if (bare(textOf(url)) !== bare(endpoint))
      return wrong(
        "url_mismatch",
        `The url ${textOf(url)} is not the batch's endpoint.`,
        index + 1,
      );
    if (ids.has(id))
      return wrong("duplicate_custom_id", `The custom_id ${id} is not unique.`, index + 1);
    ids.add(id);
    models.add(namedModel(body));
    if (models.size > 1)
      return wrong(
        "model_mismatch",
        "All requests of a batch name the same deployment.",
        index + 1,
      );
    lines.push({ custom_id: id, body });
  }
  const [model = ""] = models;
  const deployment = findDeployment(world, account, model);
  if (!deployment) return wrong("model_not_found", `The deployment ${model} was not found.`);
  if (!isForBatches(deployment))
    return wrong(
      "invalid_request",
      `The SKU ${deployment.sku.name} of the deployment is not for batches.`,
    );
  const tokens = lines.reduce((sum, { body }) => sum + chargeOf({ messages: body.messages }), 0);
  const limit = currentLimits(deployment).find(({ key }) => key === "token")?.count ?? Infinity;
  if (tokens > limit)
    return wrong(
      "token_limit_exceeded",
      `The batch has ${tokens} tokens, more than the deployment's ${limit}.`,
    );
  return { lines, deployment };
}

function parse(line: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

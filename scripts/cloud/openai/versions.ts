import type { FastifyRequest } from "fastify";
import { own } from "../../../infra/json-object";
import { isEnforced } from "../azure/refusals";
import type { World } from "../core/world";
import { resourceNotFound, versionNotAllowed } from "./errors";
import { memberOf } from "./json-values";

/*
 * @parity
 * - Api-versions served: 2023-05-15 to 2025-04-01-preview without the retired ones; any other, or
 *   none, is 404 `Resource not found`; a dated one on v1 is 400 — reported; 2023-06-01-preview and
 *   2023-10-01-preview, which Microsoft keeps, documented (in 2024)
 * - Api-versions before 2024-12-01 do not know `reasoning_effort`:
 *   `Unrecognized request argument supplied` — reported (marimo 6368); the version itself inferred
 *   from the feature's preview
 * - Which versions know `tools`, `response_format`, `stream_options`, `parallel_tool_calls`: any
 *   older one says `Unrecognized request argument supplied` — documented in the change log of the
 *   API; those of `seed` and `logprobs` guessed
 */

/** Dated versions of the data plane that still answer. Others are retired or never existed. */
const SERVED_VERSIONS = [
  "2023-05-15",
  // Two old previews that Microsoft's page of the life cycle keeps, unlike their neighbours.
  "2023-06-01-preview",
  "2023-10-01-preview",
  "2024-02-01",
  "2024-05-01-preview",
  "2024-06-01",
  "2024-07-01-preview",
  "2024-08-01-preview",
  "2024-09-01-preview",
  "2024-10-01-preview",
  "2024-10-21",
  "2024-12-01-preview",
  "2025-01-01-preview",
  "2025-02-01-preview",
  "2025-03-01-preview",
  "2025-04-01-preview",
];
/** What v1 may be called in a query; undefined is no name at all. */
const V1_NAMES: readonly unknown[] = [undefined, "v1", "preview", "latest"];

/**
 * The first version that knows a parameter; one that is not here is known to all that still answer.
 * Sources: PARITY.md.
 */
const SINCE: Record<string, string> = {
  functions: "2023-07-01",
  function_call: "2023-07-01",
  tools: "2023-12-01",
  tool_choice: "2023-12-01",
  response_format: "2023-12-01",
  seed: "2023-12-01",
  logprobs: "2024-02-01",
  top_logprobs: "2024-02-01",
  stream_options: "2024-09-01",
  parallel_tool_calls: "2024-09-01",
  max_completion_tokens: "2024-09-01",
  reasoning_effort: "2024-12-01",
};
/** The first version that takes `json_schema` as a response format. */
const STRUCTURED_OUTPUTS = "2024-08-01";
/** The first version with files for batches, and batches. */
const BATCHES = "2024-07-01";
/** The first version with the Responses API. */
const RESPONSES = "2025-03-01";
/** The first version whose streams begin with the filter's results for the prompt. */
const FILTER_CHUNK = "2023-06-01";

/** The API version of a request. */
export interface ApiVersion {
  name: string;
  /** Whether it knows the parameter. */
  knows(parameter: string): boolean;
  structuredOutputs: boolean;
  responses: boolean;
  batches: boolean;
  /** Whether a stream begins with a chunk of filter results, which has no choices. */
  filterChunk: boolean;
}

/**
 * The version of a request on a dated path.
 * @throws ApiError 404 when it is missing, retired or unknown.
 */
export function datedVersion(name: unknown): ApiVersion {
  if (typeof name !== "string" || !SERVED_VERSIONS.includes(name)) throw resourceNotFound();
  return {
    name,
    knows: (parameter) => name >= (own(SINCE, parameter) ?? ""),
    structuredOutputs: name >= STRUCTURED_OUTPUTS,
    responses: name >= RESPONSES,
    batches: name >= BATCHES,
    filterChunk: name >= FILTER_CHUNK,
  };
}

/**
 * The version of a request on the v1 path: `v1`, which is the default, or `preview` (the enum in
 * azure-rest-api-specs, v1 of the data plane).
 * @throws ApiError 400 for a dated version
 */
export function v1Version(name: unknown): ApiVersion {
  if (!V1_NAMES.includes(name)) throw versionNotAllowed();
  return {
    name: "v1",
    knows: () => true,
    structuredOutputs: true,
    responses: true,
    batches: true,
    filterChunk: true,
  };
}

/**
 * The version that a request names. On a dated path, a world that makes no such refusal serves
 * every one.
 * @throws ApiError 400 on v1, 404 on a dated path
 */
export function requestedVersion(world: World, request: FastifyRequest, v1: boolean): ApiVersion {
  const name = memberOf(request.query, "api-version");
  if (v1) return v1Version(name);
  if (isEnforced(world, NOT_SERVED)) return datedVersion(name);
  return v1Version(undefined);
}

/** The name of a refusal that has no code of its own. */
const NOT_SERVED = "ApiVersionRetired";

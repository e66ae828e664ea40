import { resourceNotFound, versionNotAllowed } from "./errors";

/** Dated versions of the data plane that still answer. Others are retired or never existed. */
const SERVED_VERSIONS = [
  "2023-05-15",
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
/** The first version that knows `max_completion_tokens`. */
const MAX_COMPLETION_TOKENS = "2024-09-01";

/** What v1 may be called in a query; undefined is no name at all. */
const V1_NAMES: readonly unknown[] = [undefined, "v1", "preview", "latest"];

/** The first version that knows `reasoning_effort`. */
const REASONING_EFFORT = "2024-12-01";

/** The API version of a request. */
export interface ApiVersion {
  name: string;
  /** Whether it knows `max_completion_tokens`. */
  maxCompletionTokens: boolean;
  /** Whether it knows `reasoning_effort`. */
  reasoningEffort: boolean;
}

/**
 * The version of a request on a dated path.
 * @throws ApiError 404 when it is missing, retired or unknown.
 */
export function datedVersion(name: unknown): ApiVersion {
  if (typeof name !== "string" || !SERVED_VERSIONS.includes(name)) throw resourceNotFound();
  return {
    name,
    maxCompletionTokens: name >= MAX_COMPLETION_TOKENS,
    reasoningEffort: name >= REASONING_EFFORT,
  };
}

/**
 * The version of a request on the v1 path: `v1`, which is the default, or `preview` (the enum in
 * azure-rest-api-specs, v1 of the data plane).
 * @throws ApiError 400 for a dated version
 */
export function v1Version(name: unknown): ApiVersion {
  if (!V1_NAMES.includes(name)) throw versionNotAllowed();
  return { name: "v1", maxCompletionTokens: true, reasoningEffort: true };
}

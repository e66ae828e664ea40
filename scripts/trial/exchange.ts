import { isJsonObject } from "../../infra/json-object";
import { keySet } from "./key-set";
import { pathShape } from "./path-shape";

/** One request and its answer, as a transcript has it: nothing in it names anybody. */
export interface Exchange {
  method: string;
  /** Who answered. */
  service: Service;
  /** The path with names and ids as `{}`, and the names of the query's options. */
  path: string;
  status: number;
  /** The headers among `HEADERS` that the answer has, sorted. */
  headers: string[];
  /** The keys of the answer's JSON body as dotted paths, sorted; of a list, those of all items. */
  keys: string[];
  /** The code of an error's body, where it is one word. */
  code?: string | undefined;
}

/** Resource Manager, a workspace, or an account. */
export type Service = "arm" | "databricks" | "openai";

/** Told by the path: on the local cloud every service is a port of one host. */
function serviceOf(path: string): Service {
  if (path.startsWith("/openai/")) return "openai";
  return /^\/(api|\.well-known)\//.test(path) ? "databricks" : "arm";
}

/** Headers that clients act on. */
const HEADERS = [
  "azure-asyncoperation",
  "location",
  "operation-location",
  "policy-id",
  "retry-after",
  "retry-after-ms",
  "www-authenticate",
  "x-databricks-org-id",
  "x-ms-request-id",
  "x-ratelimit-remaining-tokens",
];

/** What passed, before it is masked. */
export interface Passed {
  method: string;
  /** Path and query as they were sent. */
  url: string;
  status: number;
  headers: Readonly<Record<string, unknown>>;
  body: Buffer;
}

/** Masks one exchange. */
export function exchangeOf(passed: Passed): Exchange {
  const body = jsonOf(passed.body);
  const path = pathShape(passed.url);
  return {
    method: passed.method,
    service: serviceOf(path),
    path,
    status: passed.status,
    headers: HEADERS.filter((name) => name in passed.headers),
    keys: keySet(body),
    code: codeOf(body),
  };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** The code of an error: ARM and OpenAI have it under `error`, Databricks as `error_code`. */
function codeOf(body: unknown): string | undefined {
  if (!isJsonObject(body)) return undefined;
  const { error, error_code: own } = body;
  const code = own ?? (isJsonObject(error) ? error.code : undefined);
  return typeof code === "string" && /^[A-Za-z_]{1,60}$/.test(code) ? code : undefined;
}

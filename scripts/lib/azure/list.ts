import type { ResourceManagementClient } from "@azure/arm-resources";
import {
  createDefaultHttpClient,
  createPipelineRequest,
  RestError,
} from "@azure/core-rest-pipeline";
import { isJsonObject, type JsonObject } from "../../../infra/json-object";

/** Far more pages than any list of a lab has. */
const MAX_PAGES = 100;

type Pipeline = Pick<ResourceManagementClient, "pipeline">;
interface Query {
  "api-version": string;
  $filter?: string;
}

/**
 * Reads one document for which no SDK client is installed. It goes through the pipeline of another
 * client, so that sign-in, retries and errors are the same.
 * @param path begins with `/`
 * @throws RestError, also for a 200 whose body is not JSON, such as a proxy's page
 */
export const readDocument = <T extends object>(
  client: Pipeline,
  endpoint: string,
  path: string,
  query: Query,
): Promise<T> => readUrl(client, urlOf(endpoint, path, query));

/** As `readDocument`, for what is asked with a body. @throws RestError */
export const askDocument = <T extends object>(
  client: Pipeline,
  endpoint: string,
  path: string,
  query: Query,
  body: object,
): Promise<T> => readUrl(client, urlOf(endpoint, path, query), body);

/**
 * Reads all pages of a list, as `readDocument` does.
 * @throws RestError
 */
export async function listAll<T>(
  client: Pipeline,
  endpoint: string,
  path: string,
  query: Query,
): Promise<T[]> {
  const items: T[] = [];
  let url: string | undefined = urlOf(endpoint, path, query);
  for (let page = 0; url !== undefined && page < MAX_PAGES; page++) {
    const body: Page<T> = await readUrl(client, url);
    items.push(...(body.value ?? []));
    url = body.nextLink ?? undefined;
  }
  return items;
}

interface Page<T> {
  value?: T[];
  nextLink?: string | null;
}

interface ErrorBody {
  error?: { code?: string; message?: string };
}

/** Spaces become %20, as in the SDK's requests; URLSearchParams would write a plus. */
function urlOf(endpoint: string, path: string, query: Query): string {
  const parameters = Object.entries(query).map(
    ([name, value]) => `${name}=${encodeURIComponent(String(value))}`,
  );
  return `${endpoint}${path}?${parameters.join("&")}`;
}

async function readUrl<T extends object>(
  client: Pipeline,
  url: string,
  question?: object,
): Promise<T> {
  const request = createPipelineRequest({ url, method: question ? "POST" : "GET" });
  if (question) {
    request.headers.set("Content-Type", "application/json");
    request.body = JSON.stringify(question);
  }
  const response = await client.pipeline.sendRequest(createDefaultHttpClient(), request);
  const body = bodyOf(response.bodyAsText);
  if (response.status === 200 && body) return body as T;
  const { code, message = `HTTP ${response.status}` } =
    (body as ErrorBody | undefined)?.error ?? {};
  const text = body ? message : `${message}, and the answer is not JSON`;
  throw new RestError(text, {
    statusCode: response.status,
    request,
    response,
    ...(code !== undefined && { code }),
  });
}

/** Undefined when the answer is not a JSON object, such as a proxy's page. */
function bodyOf(text: string | null | undefined): JsonObject | undefined {
  try {
    const body: unknown = JSON.parse(text ?? "");
    return isJsonObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

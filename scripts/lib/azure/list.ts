import type { ResourceManagementClient } from "@azure/arm-resources";
import {
  createDefaultHttpClient,
  createPipelineRequest,
  RestError,
} from "@azure/core-rest-pipeline";

/** Far more pages than any list of a lab has. */
const MAX_PAGES = 100;

/**
 * Reads all pages of a list for which no SDK client is installed. It goes through the pipeline of
 * another client, so that sign-in, retries and errors are the same.
 * @param path begins with `/`
 * @throws RestError
 */
export async function listAll<T>(
  client: Pick<ResourceManagementClient, "pipeline">,
  endpoint: string,
  path: string,
  query: { "api-version": string; $filter?: string },
): Promise<T[]> {
  const items: T[] = [];
  // Spaces become %20, as in the SDK's requests; URLSearchParams would write a plus.
  const parameters = Object.entries(query).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  let url: string | undefined = `${endpoint}${path}?${parameters.join("&")}`;
  for (let page = 0; url !== undefined && page < MAX_PAGES; page++) {
    const request = createPipelineRequest({ url, method: "GET" });
    const response = await client.pipeline.sendRequest(createDefaultHttpClient(), request);
    const body = bodyOf<T>(response.bodyAsText);
    if (response.status !== 200) {
      const { code, message = `HTTP ${response.status}` } = body?.error ?? {};
      throw new RestError(message, {
        statusCode: response.status,
        request,
        response,
        ...(code !== undefined && { code }),
      });
    }
    items.push(...(body?.value ?? []));
    url = body?.nextLink ?? undefined;
  }
  return items;
}

interface Page<T> {
  value?: T[];
  nextLink?: string | null;
  error?: { code?: string; message?: string };
}

/** Undefined when the answer is not JSON, such as a proxy's page. */
function bodyOf<T>(text: string | null | undefined): Page<T> | undefined {
  try {
    return JSON.parse(text ?? "") as Page<T>;
  } catch {
    return undefined;
  }
}

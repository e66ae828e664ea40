import { createLabError } from "../serialisable-error";

/** Characters of a text that is not JSON that a message shows. */
const SHOWN_LENGTH = 80;

/**
 * Parses the text of an answer that should be a JSON object; an empty text is undefined.
 * @throws LabError `cloud` for any other text, such as the page of a proxy
 */
export function parseJsonAnswer(text: string, status: number, url: string): object | undefined {
  if (text.trim() === "") return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = undefined;
  }
  if (typeof parsed === "object" && parsed !== null) return parsed;
  const shown = text.trim().replace(/\s+/g, " ").slice(0, SHOWN_LENGTH);
  throw createLabError("cloud", `The answer (HTTP ${status}) is not JSON: ${shown}`, {
    where: url,
    cure: "A proxy or a sign-in page may have answered: check the network, then run the same command again.",
  });
}

/**
 * Reads the body of a response that should be a JSON object.
 * @throws LabError `cloud` when it is none, also for an empty body
 */
export async function readJsonAnswer<T extends object>(response: Response): Promise<T> {
  const { status, url } = response;
  const body = parseJsonAnswer(await response.text(), status, url);
  if (body) return body as T;
  throw createLabError("cloud", `The answer (HTTP ${status}) is empty, and JSON was expected.`, {
    where: url,
    cure: "Run the same command again.",
  });
}

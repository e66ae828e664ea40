import { isJsonObject } from "../../infra/json-object";

/** What to do with a file that another version wrote. */
export const OTHER_VERSION_CURE = "use the version of rai-lab that wrote it";

/**
 * That another version of rai-lab wrote a document, as a clause for a message; undefined for a
 * document of this version, and for one that is damaged or of another kind. A document says what it is
 * in its field `schema`: `rai-lab/journal/1`.
 */
export function otherVersion(document: unknown, own: string): string | undefined {
  if (!isJsonObject(document) || typeof document.schema !== "string") return undefined;
  const kind = own.slice(0, own.lastIndexOf("/") + 1);
  const found = document.schema;
  if (found === own || !found.startsWith(kind)) return undefined;
  return `another version of rai-lab wrote it (schema ${found.slice(0, 40)}; this one reads ${own})`;
}

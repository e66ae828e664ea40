import type { Workspace } from "../../../scripts/lib/azure/workspace";

/** The folder of a seat, and the outputs that lead to it. */
const FOLDER = "/rai-lab/spring-ada/work";
export const OUTPUTS = { notebookPath: "/rai-lab/spring-ada/responsible-ai" };
export const TIME = Date.parse("2026-12-01T13:01:00Z");

/** A file of a seat's folder, by its name. */
export interface StoredFile {
  text: string;
  size?: number | undefined;
  modified_at?: number | undefined;
}

/** A workspace with these files in the seat's folder; without the folder when undefined. */
export function workspaceWith(
  files: Record<string, StoredFile> | undefined,
  exported: string[] = [],
): Workspace {
  const objects = Object.entries(files ?? {}).map(([name, { text, ...about }]) => ({
    ...{ path: `${FOLDER}/${name}`, object_type: "FILE" },
    ...{ size: Buffer.byteLength(text), modified_at: TIME, ...about },
  }));
  const answer = (url: URL): object | undefined => {
    const path = url.searchParams.get("path")!;
    if (url.pathname === "/api/2.0/workspace/list") return files && { objects };
    exported.push(path);
    const { text } = files![path.slice(FOLDER.length + 1)]!;
    return { content: Buffer.from(text).toString("base64") };
  };
  return {
    ...{ host: "https://workspace.example", resourceId: "/subscriptions/…" },
    get: <T>(path: string) =>
      Promise.resolve(answer(new URL(path, "https://workspace.example")) as T | undefined),
    ask: () => Promise.reject(new Error("nothing is asked with a body")),
    post: () => Promise.reject(new Error("nothing is written")),
    put: () => Promise.reject(new Error("nothing is written")),
    patch: () => Promise.reject(new Error("nothing is written")),
  };
}

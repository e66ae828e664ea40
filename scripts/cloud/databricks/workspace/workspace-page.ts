import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";

/*
 * @parity
 * - `GET /`: a page that shows a notebook as text, to who has a token; a real workspace has its
 *   whole interface there — ours
 */

const STYLE = `
body { font: 16px/1.6 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
pre { background: #f4f4f2; padding: .8rem 1rem; overflow-x: auto; white-space: pre-wrap; }
`;

/** Reads the notebook that the fragment names, with the token behind it. All is shown as text. */
const SCRIPT = `
const [path, token] = decodeURIComponent(location.hash).slice("#workspace".length).split("&token=");
history.replaceState(null, "", location.pathname + location.search + "#workspace" + path);
const add = (kind, text) => {
  const element = document.createElement(kind);
  element.textContent = text;
  document.body.append(element);
};
const show = async () => {
  add("h1", path);
  if (!token) return add("p", "To sign in here, run: npx lab open STACK workspace --local");
  const query = new URLSearchParams({ path, format: "SOURCE" });
  const answer = await fetch("/api/2.0/workspace/export?" + query, {
    headers: { authorization: "Bearer " + token },
  });
  const body = await answer.json();
  if (!answer.ok) return add("p", body.message);
  const bytes = Uint8Array.from(atob(body.content), (letter) => letter.charCodeAt(0));
  for (const cell of new TextDecoder().decode(bytes).split(/^# COMMAND -+$/m))
    add("pre", cell.replace(/^# MAGIC ?/gm, "").trim());
};
show().catch((error) => add("p", String(error)));
`;

const hashOf = (text: string): string =>
  `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** This page's script and style alone, which may ask this host alone. */
const POLICY = [
  "default-src 'none'",
  `script-src ${hashOf(SCRIPT)}`,
  `style-src ${hashOf(STYLE)}`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Workspace of the local cloud</title>
<style>${STYLE}</style>
<p>The local cloud's workspace shows a notebook to read. <code>lab rehearse</code> runs it.</p>
<script>${SCRIPT}</script>
</html>
`;

/**
 * The page to which a stack's `notebookUrl` leads. It holds nothing of the workspace: its script
 * asks the API like any client, with a token that never leaves the browser's fragment.
 */
export function pageRoute(app: FastifyInstance): void {
  app.get("/", async (_request, reply) =>
    reply
      .headers({
        "content-security-policy": POLICY,
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
      })
      .type("text/html; charset=utf-8")
      .send(PAGE),
  );
}

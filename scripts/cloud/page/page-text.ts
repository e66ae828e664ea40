/** A rendered notebook or a report of a stack. */
export interface RenderedPage {
  stack: string;
  /** `notebook` or `report`. */
  page: string;
  file: string;
}

/** Where the services are. */
export interface CloudPlace {
  arm: string;
  authority: string;
  control: string;
  subscriptionId: string;
  /** The cloud's own time, ISO 8601. */
  time: string;
}

const STYLE = `
:root { color-scheme: light dark; }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
code { font: 14px ui-monospace, monospace; }
th { text-align: left; padding-right: 1.5rem; font-weight: 600; }
`;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);
const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => ESCAPES.get(letter)!);

const document = (body: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The local cloud of rai-lab</title>
<style>${STYLE}</style>
<main>
<h1>The local cloud of rai-lab</h1>
<p>Servers on this machine that speak Azure Resource Manager, Entra sign-in, Azure OpenAI and the
Databricks REST API. Nothing here is Azure, nothing costs money, and nothing leaves this machine.</p>
${body}
</main>
</html>
`;

/** For anyone who reaches the port: what this is, and how its owner sees more. */
export const closedPage = (): string =>
  document("<p>To see its notebooks, its owner runs <code>npx lab cloud open</code>.</p>");

/** For the owner: the addresses, and what was rendered. */
export function openPage(place: CloudPlace, pages: readonly RenderedPage[]): string {
  const rows = [
    ["Resource Manager", place.arm],
    ["sign-in", place.authority],
    ["control", place.control],
    ["subscription", place.subscriptionId],
    ["the cloud's clock", place.time],
  ].map(
    ([name = "", value = ""]) =>
      `<tr><th scope="row">${name}</th><td><code>${escaped(value)}</code></td></tr>`,
  );
  return document(`<h2>Notebooks and reports</h2>
${listOf(pages)}
<h2>Clients</h2>
<p><code>npx lab cloud run -- az group list</code> runs any client on it, and
<code>npx lab cloud env</code> prints the variables for a shell.</p>
<table>
${rows.join("\n")}
</table>`);
}

function listOf(pages: readonly RenderedPage[]): string {
  if (pages.length === 0)
    return "<p>Nothing is rendered yet: <code>npx lab rehearse --keep</code> runs a notebook.</p>";
  const items = pages.map(({ stack, page }) => {
    const link = `/runs/${encodeURIComponent(stack)}/${page}`;
    return `<li><a href="${escaped(link)}">${page} of ${escaped(stack)}</a></li>`;
  });
  return `<ul>\n${items.join("\n")}\n</ul>`;
}

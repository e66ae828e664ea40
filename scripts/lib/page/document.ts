import { createHash } from "node:crypto";
import { drawn, Html, html } from "./html";
import { BASE_STYLE } from "./style";

/** What makes a page. */
export interface PageParts {
  title: string;
  /** Content of `main`, whose id is "main". */
  main: Html;
  /** Rules after those that all pages share. */
  style: string;
  /** The link before everything else: its text, such as "Skip to the verdict", and the id it leads to. */
  skip: { text: string; to: string };
  /** The only script that may run; `fetches` allows it to ask the page's own server. */
  script?: { text: string; fetches: boolean };
}

/**
 * A whole page in one text that needs nothing else. A browser may run only its own script, and may
 * ask no other server. The same parts give the same bytes.
 */
export function pageDocument({ title, main, style, skip, script }: PageParts): string {
  return `${
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content="${policyOf(script)}" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${title}</title>
          <style>
            ${new Html(`${BASE_STYLE}${style}`)}
          </style>
        </head>
        <body>
          <a class="skip" href="#${skip.to}">${skip.text}</a>
          <main id="main">${main}</main>
          ${drawn(script, ({ text }) => new Html(`<script>${text}</script>`))}
        </body>
      </html>`.text
  }\n`;
}

/** What a browser may do with the page. Style is in the page itself. */
function policyOf(script: PageParts["script"]): string {
  const directives = [
    "default-src 'none'",
    "img-src data:",
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
  ];
  if (script) directives.push(`script-src ${hashOf(script.text)}`);
  if (script?.fetches) directives.push("connect-src 'self'");
  return directives.join("; ");
}

const hashOf = (text: string): string =>
  `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

import { Html, html, NOTHING } from "./html";
import { BASE_STYLE } from "./style";

/** What makes a page. */
export interface PageParts {
  title: string;
  /** Content of `main`. */
  main: Html;
  /** Rules after those that all pages share. */
  style: string;
  /** Where the link before everything else leads: to `main`, such as "Skip to the verdict". */
  skip: string;
  /** Inline scripts and what they may fetch, as directives of the policy; none may run without. */
  policy?: readonly string[];
  /** Behind `main`, for scripts. */
  tail?: Html;
}

/** What a browser may do with any page: no network, no frames, no forms. Style is in the page. */
const POLICY = [
  "default-src 'none'",
  "img-src data:",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
];

/** A whole page in one text that needs nothing else. The same parts give the same bytes. */
export function pageDocument({
  title,
  main,
  style,
  skip,
  policy = [],
  tail = NOTHING,
}: PageParts): string {
  return `${
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta
            http-equiv="Content-Security-Policy"
            content="${[...POLICY, ...policy].join("; ")}"
          />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${title}</title>
          <style>
            ${new Html(`${BASE_STYLE}${style}`)}
          </style>
        </head>
        <body>
          <a class="skip" href="#main">${skip}</a>
          <main id="main">${main}</main>
          ${tail}
        </body>
      </html>`.text
  }\n`;
}

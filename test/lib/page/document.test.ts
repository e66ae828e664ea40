import { createHash } from "node:crypto";
import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { pageDocument } from "../../../scripts/lib/page/document";
import { html } from "../../../scripts/lib/page/html";

const parts = {
  title: "<b> & co",
  main: html`<h1>Hello</h1>`,
  style: ".x {}",
  skip: { text: "Skip", to: "main" },
};
const policyOf = (page: string): string =>
  parseHTML(page)
    .document.querySelector("meta[http-equiv=Content-Security-Policy]")!
    .getAttribute("content")!;

test("a page allows nothing but its own style, and its own script by its hash", () => {
  expect(policyOf(pageDocument(parts)).split("; ")[0]).toBe("default-src 'none'");
  expect(policyOf(pageDocument(parts))).not.toMatch(/script-src|connect-src/);
  const text = "hello();";
  const hash = createHash("sha256").update(text).digest("base64");
  const policy = policyOf(pageDocument({ ...parts, script: { text, fetches: false } }));
  expect(policy).toContain(`; script-src 'sha256-${hash}'`);
  expect(policy).not.toContain("connect-src");
  const fetching = pageDocument({ ...parts, script: { text, fetches: true } });
  expect(policyOf(fetching)).toMatch(/; connect-src 'self'$/);
});

test("the first link leads to the content; the title is text", () => {
  const { document } = parseHTML(pageDocument(parts));
  expect(document.querySelector("a")!.getAttribute("href")).toBe("#main");
  expect(document.querySelector("#main")!.textContent).toBe("Hello");
  expect(document.title).toBe("<b> & co");
});

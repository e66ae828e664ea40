/** The page to which a local stack's `notebookUrl` leads, in a real browser. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { useBrowser } from "../support/browser";
import { testWorkspace, type TestWorkspace } from "../support/databricks/workspace";

const browser = useBrowser();
let w: TestWorkspace;
beforeEach(async () => {
  w = await testWorkspace();
  const content =
    "# Databricks notebook source\n# MAGIC %md <script>hit()</script>\n# COMMAND ----------\nprint('grüße')\n";
  await w.call("POST", "/api/2.0/workspace/import", {
    path: "/hello",
    content: Buffer.from(content).toString("base64"),
    language: "PYTHON",
    format: "SOURCE",
  });
});
afterEach(() => w.close());

/** The text of the page at this fragment, and what went wrong on it. */
async function shownAt(fragment: string) {
  const context = await browser().newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => faults.push(message.text()));
  const response = await page.goto(`${w.url}/?o=1#workspace${fragment}`);
  await page.waitForSelector("h1 ~ *");
  await page.waitForLoadState("networkidle");
  const shown = { text: await page.innerText("body"), url: page.url(), faults };
  await context.close();
  return { ...shown, policy: response!.headers()["content-security-policy"] };
}

test("shows the notebook as text to who has a token, and forgets the token's place", async () => {
  const { text, url, faults, policy } = await shownAt(`/hello&token=${w.token}`);
  expect(text).toContain("%md <script>hit()</script>");
  expect(text).toContain("print('grüße')");
  expect(url).toBe(`${w.url}/?o=1#workspace/hello`);
  expect(policy).toContain("default-src 'none'");
  expect(faults).toEqual([]);
});

test("without a token it says how to sign in, and shows nothing of the workspace", async () => {
  const { text } = await shownAt("/hello");
  expect(text).toContain("npx lab open STACK workspace --local");
  expect(text).not.toContain("grüße");
});

test("a token that is none is refused in the workspace's own words", async () => {
  const { text } = await shownAt("/hello&token=none");
  expect(text).not.toContain("grüße");
  expect(text).toMatch(/token|credential/i);
});

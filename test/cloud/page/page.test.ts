import { mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PageAccess } from "../../../scripts/cloud/page/page-access";
import { startAzureCloud, type AzureCloud } from "../../support/azure/azure-cloud";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";

const home = mkdtempSync(path.join(tmpdir(), "rai-lab-page-"));
let cloud: AzureCloud;
beforeAll(async () => {
  cloud = await startAzureCloud({ file: path.join(home, "cloud.jsonl") });
  for (const stack of ["dev", "<b>&"])
    mkdirSync(path.join(home, "runs", stack), { recursive: true });
  writeFileSync(path.join(home, "runs/dev/notebook.html"), "the notebook of dev");
  writeFileSync(path.join(home, "runs/<b>&/notebook.html"), "another");
  writeFileSync(path.join(home, "runs/dev/secret.txt"), "secret");
});
afterAll(async () => {
  await cloud.stop();
  rmSync(home, { recursive: true, force: true });
});

const linkOf = async (): Promise<string> =>
  ((await cloud.callControl("POST", "/page-links")).body as { url: string }).url;
const get = (url: string, cookie = ""): Promise<Response> => fetch(url, { headers: { cookie } });

test("a link works once, becomes a cookie, and shows the rendered notebooks", async () => {
  const link = await linkOf();
  const opened = await get(link);
  const text = await opened.text();
  expect(text).toContain('<a href="/runs/dev/notebook">notebook of dev</a>');
  expect(text).toContain(cloud.arm);
  // Names are text, never markup.
  expect(text).toContain("notebook of &lt;b&gt;&amp;");
  expect(opened.headers.get("content-security-policy")).toContain("default-src 'none'");
  const set = opened.headers.get("set-cookie")!;
  expect(set).toMatch(/^__Host-.*; Path=\/; Secure; HttpOnly; SameSite=Strict$/);
  const cookie = set.split(";")[0]!;
  expect((await get(`${cloud.control}/`, cookie)).status).toBe(200);
  const page = await get(`${cloud.control}/runs/dev/notebook`, cookie);
  expect([page.status, await page.text()]).toEqual([200, "the notebook of dev"]);
  for (const wrong of ["dev/secret.txt", "dev/report", "nobody/notebook", "..%2F/notebook"])
    expect((await get(`${cloud.control}/runs/${wrong}`, cookie)).status, wrong).toBe(404);
  expect((await get(link)).status).toBe(401);
});

test("without a link there is nothing but what this is", async () => {
  for (const url of ["/", "/?token=x", "/runs/dev/notebook"])
    for (const cookie of ["", "__Host-rai-lab-page=", "__Host-rai-lab-page=x"]) {
      const answer = await get(`${cloud.control}${url}`, cookie);
      expect(answer.status).toBe(401);
      const text = await answer.text();
      expect(text).toContain("npx lab cloud open");
      expect(text).not.toContain(cloud.arm);
    }
  // The cookie is no control token, and making a link needs one.
  const cookie = (await get(await linkOf())).headers.get("set-cookie")!.split(";")[0]!;
  expect((await get(`${cloud.control}/clock`, cookie)).status).toBe(401);
  const asked = await fetch(`${cloud.control}/page-links`, { method: "POST", headers: { cookie } });
  expect(asked.status).toBe(401);
});

test("a link ends after ten minutes", () => {
  let now = 0;
  const access = new PageAccess(() => now);
  const [first, second] = [access.newToken(), access.newToken()];
  now = 10 * 60_000;
  const cookie = access.exchange(first)!.split(";")[0]!;
  expect([access.admits(`a=1; ${cookie}`), access.admits(`${cookie}x`)]).toEqual([true, false]);
  now += 1;
  expect(access.exchange(second)).toBeUndefined();
});

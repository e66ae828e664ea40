import { globSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { roleFile } from "../support/approve";

const root = path.join(__dirname, "../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const page = read("docs/approve.md");

/** Hosts in the code that nothing calls: links in messages, and names of other clouds and audiences. */
const NOT_CALLED = [
  ...[
    "aka.ms",
    "docs.databricks.com",
    "go.microsoft.com",
    "learn.microsoft.com",
    "status.azure.com",
  ],
  ...["platform.openai.com", "example.com"],
  // Names of the form of a template and of a claim.
  ...["schema.management.azure.com", "schemas.microsoft.com"],
  ...["www.pulumi.com", "graph.microsoft.com", "graph.windows.net", "cognitiveservices.azure.com"],
  ...["batch.core.windows.net", "datalake.azure.net", "rest.media.azure.net"],
  ...[
    "management.core.windows.net",
    "login.partner.microsoftonline.cn",
    "login.microsoftonline.us",
  ],
  ...["management.chinacloudapi.cn", "management.usgovcloudapi.net"],
];

test("every host that the program and the commands name is on the page, or is called by nobody", () => {
  const files = globSync("{infra,scripts}/**/*.{ts,mts,cjs}", { cwd: root });
  const code = files.map((file) => read(file).replace(/^\s*(\/\/|\*|\/\*).*$/gm, "")).join("\n");
  const named = [...code.matchAll(/https?:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)/g)].map(
    ([, host]) => host!,
  );
  const hosts = [...new Set(named)].filter((host) => host !== "127.0.0.1");
  expect(hosts).toContain("prices.azure.com");
  const untold = hosts.filter(
    (host) => !NOT_CALLED.includes(host) && !page.includes(`\`${host}\``),
  );
  expect(untold).toEqual([]);
});

test("the page counts the actions of each role, and names each file", () => {
  for (const name of ["lab", "entra", "options"] as const) {
    const row = new RegExp(`\\(approve/${name}-role\\.json\\).*\\| (\\d+) \\|$`, "m").exec(page);
    expect(Number(row?.[1])).toBe(roleFile(name).Actions.length);
    expect(page).toContain(`@docs/approve/lab-role.json`);
  }
  for (const role of [roleFile("lab"), roleFile("entra")])
    expect(page).toContain(`--role "${role.Name}"`);
});

test("the page stays one that somebody reads", () => {
  expect(page.trimEnd().split("\n").length).toBeLessThanOrEqual(200);
});

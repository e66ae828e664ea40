/** Long results of commands that change something, on a terminal of 80 and of 120 columns. */
import { expect, test } from "vitest";
import { probeText } from "../../scripts/commands/probe/text";
import { rehearsalOutcome } from "../../scripts/commands/rehearse/report";
import { upText } from "../../scripts/commands/up";
import { printed } from "../../scripts/lib/shell/shell";
import { tooWide } from "../support/columns";

const ID = `/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg-rai-lab-dev/${"x".repeat(60)}`;
const outputs = {
  resourceGroupName: "rg-rai-lab-dev",
  databricksWorkspaceResourceId: ID,
  model: { name: "gpt-4o", version: "2024-11-20", sku: "Standard", capacity: 5 },
  tags: { purpose: "a teaching lab", owner: "somebody with a long name", class: "autumn" },
  notebookUrl: `https://adb-1.example.com/${"y".repeat(100)}`,
};
const session = {
  stack: { name: "dev" },
  engine: { name: "embedded", version: "1.2.3" },
  config: { layout: "lab" },
  cloud: {},
} as never;
const counts = { create: 31, same: 0, update: 0, replace: 0, delete: 0 };
const sentence =
  "Too few answers to tell: with 2 per question no measure is settled. About 79 more per question would probably settle the rest.";
const probe = {
  sentence,
  metrics: ["agentic minus communal words", "words about appearance"].map((name) => ({
    name,
    effect: 0.123,
    interval: [-1.234, 1.234],
    verdict: "inconclusive",
  })),
  producedBy: { models: ["gemma-3-270m-q4_k_m (base) as gpt-4o-2024-11-20"] },
  files: { html: `/home/${"a".repeat(90)}/report.html` },
} as never;
const row = (kind: string, state: string) => ({ kind, id: ID, state });
const proof = {
  stack: "dev",
  subscriptionId: "00000000-0000-4000-8000-000000000001",
  left: [],
  unknown: [],
  looked: [row("resource group", "gone"), row("soft-deleted workspace", "cannot be seen")],
} as never;
const rehearsal = {
  model: { kind: "local", name: "gemma-3-270m-q4_k_m (base) as gpt-4o-2024-11-20" },
  up: { counts, outputs, failures: [], interrupted: [] },
  notebook: { state: "success", cells: 61, spark: "Sail", html: "/a b/notebook.html", result: {} },
  probe: { document: probe },
  proof,
  seconds: { up: 12 },
} as never;

test.each([80, 120])("fit %d columns, with the result first and the ids last", (columns) => {
  const shown = (text: string): string =>
    printed({ document: { schema: "" }, text, exitCode: 0 }, false, columns);
  const up = shown(upText(session, { outputs, resources: counts } as never, columns));
  const ended = shown(rehearsalOutcome(session, rehearsal, columns).text);
  const asked = shown(probeText(probe, columns));
  for (const text of [up, ended, asked]) expect(tooWide(text, columns)).toEqual([]);
  expect(up).toMatch(
    /^stack dev is up on the local cloud: 31 resources created\nnext: npx lab probe dev --local\n/,
  );
  const order = ["Too few answers", "gone", "databricksWorkspaceResourceId", "next: npx lab open"];
  const places = order.map((text) => ended.indexOf(text));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
  expect(ended).toContain("\nfile:///a%20b/notebook.html\n");
  // A page's link has a line for itself, to be clicked.
  expect(asked).toMatch(/\nfile:\/\/\S+\n$/);
});

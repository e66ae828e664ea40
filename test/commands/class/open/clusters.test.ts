import { expect, test } from "vitest";
import { parseConfig } from "../../../../infra/config";
import { readMinutes } from "../../../../scripts/commands/class/allowance/read-minutes";
import { Clusters, ClustersReadOnce } from "../../../../scripts/commands/class/open/clusters";
import { SeatCosts } from "../../../../scripts/commands/class/status/seat-costs";
import type { AzureSession } from "../../../../scripts/lib/azure/session";
import type { Workspace } from "../../../../scripts/lib/azure/workspace";
import { listedPrice } from "../../../../scripts/prices";

const NOW = Date.parse("2026-12-01T13:00:00Z");
const GET = "/api/2.1/clusters/get";
const EVENTS = "/api/2.1/clusters/events";

/** What one look at a class finds out about a seat, and what it asked its workspace for that. */
async function lookWith(Kind: typeof Clusters) {
  const asked: string[] = [];
  const answers: Record<string, object> = {
    [GET]: { state: "RUNNING", single_user_name: "ada@example.edu" },
    [EVENTS]: { events: [{ timestamp: NOW - 60_000, type: "RUNNING" }] },
  };
  const answer = <T>(url: string): Promise<T | undefined> => {
    const [path = ""] = url.split("?");
    asked.push(path);
    return Promise.resolve(answers[path] as T | undefined);
  };
  const clusters = new (class extends Kind {
    override workspaceOf = () =>
      Promise.resolve({ get: answer, ask: answer } as unknown as Workspace);
  })({} as AzureSession);
  const outputs = { clusterId: "0101-ada", location: "eastus2" };
  const state = { outputs, made: "2026-12-01T12:00:00Z", count: 1, pending: 0 };
  const config = parseConfig({}, "rai-lab", "spring-ada");
  const costs = new SeatCosts((priced) => Promise.resolve(listedPrice(priced)), clusters, NOW);
  const found = {
    state: await clusters.read(outputs),
    minutes: await readMinutes(clusters, outputs, { minutesADay: 60, zone: "UTC" }, NOW),
    cost: await costs.read({ ...state, resources: [], references: [] }, config),
  };
  return { found, asked: asked.filter((path) => path in answers).sort() };
}

test("a look at a class asks once for a seat's cluster and once for its log, and finds the same", async () => {
  const [once, often] = [await lookWith(ClustersReadOnce), await lookWith(Clusters)];
  expect(once.found).toEqual(often.found);
  expect(once.found).toMatchObject({ state: { state: "ready" }, minutes: { used: 1 } });
  expect(once.found.cost?.amount).toBeGreaterThan(0);
  expect(once.asked).toEqual([EVENTS, GET]);
  expect(often.asked).toEqual([EVENTS, EVENTS, GET, GET]);
});

import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import fastify from "fastify";
import type { RunningCloud } from "../../scripts/cloud/cloud";
import { median } from "../figures";
import { deployerToken, startCloudWithoutModel } from "../local-cloud";
import { runWatched } from "./process-tree";

const REQUESTS = 2000;
const ROUNDS = 5;

/**
 * Requests that a CPU second of the server answers: a GET of a group by Resource Manager of the local
 * cloud, divided by the same answer of a bare fastify over TLS. Interleaved, with the client in a
 * process of its own; the median of the rounds.
 */
export async function armGetRatio(): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-arm-get-"));
  const cloud = await startCloudWithoutModel({ folder });
  try {
    const { arm, subscriptionId, caFile } = cloud.connection;
    const url = `${arm}/subscriptions/${subscriptionId}/resourceGroups/one?api-version=2024-11-01`;
    const headers = { authorization: `Bearer ${await deployerToken(cloud)}` };
    const body = JSON.stringify({ location: "eastus2", tags: { lab: "bench" } });
    const json = { ...headers, "content-type": "application/json" };
    const put = await fetch(url, { method: "PUT", headers: json, body });
    const bare = await bareServer(cloud, await put.text());
    const load = async (address: string): Promise<number> => {
      const args = [require.resolve("./get-loop.cjs"), address, headers.authorization];
      const before = process.cpuUsage();
      await runWatched(process.execPath, [...args, caFile, String(REQUESTS)]);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    // Both paths are compiled first.
    await load(bare.url);
    await load(url);
    const ratios: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const [own, theirs] = [await load(bare.url), await load(url)];
      ratios.push(own / theirs);
    }
    await bare.close();
    return median(ratios);
  } finally {
    await cloud.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Answers each GET with a text, as JSON, with the cloud's own certificate. */
async function bareServer({ world }: RunningCloud, text: string) {
  const { cert, key } = world.certificates;
  const app = fastify({ https: { cert, key } });
  app.get("/", (_request, reply) =>
    reply.header("content-type", "application/json; charset=utf-8").send(text),
  );
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = app.server.address() as AddressInfo;
  return { url: `https://127.0.0.1:${port}/`, close: () => app.close() };
}

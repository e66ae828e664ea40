import { AzureOpenAI } from "openai";
import { afterEach, beforeEach, expect, it } from "vitest";
import { plantedModel } from "../../../../scripts/cloud/openai/models/planted";
import { type OpenaiWorld, startOpenai, UNLIMITED } from "../../../support/openai/world";

/** A model that answers when it is told to. */
let go: () => void;
let lab: OpenaiWorld;
let client: AzureOpenAI;
beforeEach(async () => {
  const planted = plantedModel();
  const told = new Promise<void>((resolve) => (go = resolve));
  lab = await startOpenai({
    ...planted,
    complete: (request, signal) => told.then(() => planted.complete(request, signal)),
  });
  lab.deploy("chat", { rateLimits: UNLIMITED });
  const { endpoint, key: apiKey } = lab;
  client = new AzureOpenAI({ endpoint, apiKey, apiVersion: "2025-04-01-preview", maxRetries: 0 });
});
afterEach(() => lab.stop());

const start = () =>
  client.responses.create({ model: "chat", input: "Describe a nurse.", background: true });

it("goes on after its request was answered", async () => {
  const begun = await start();
  expect(begun).toMatchObject({ status: "queued", background: true, output: [] });
  expect((await client.responses.retrieve(begun.id)).status).toBe("in_progress");
  go();
  const done = await client.responses.retrieve(begun.id);
  expect(done).toMatchObject({ status: "completed", id: begun.id });
  expect(done.output_text).toContain("nurse");
  expect((await client.responses.cancel(begun.id)).status).toBe("completed");
});

it("is cancelled, and stays so", async () => {
  const { id } = await start();
  expect((await client.responses.cancel(id)).status).toBe("cancelled");
  go();
  expect((await client.responses.retrieve(id)).status).toBe("cancelled");
});

it("is not there any more once it is deleted", async () => {
  const { id } = await start();
  await client.responses.delete(id);
  go();
  await expect(client.responses.retrieve(id)).rejects.toMatchObject({ status: 404 });
});

it("has failed when nobody works on it any more", async () => {
  const { id } = await start();
  const kept = lab.world.store.collection<{ response: object }>("openai/responses");
  const [[key, value]] = kept.entries() as [[string, { response: object }]];
  // As after a start of the cloud, which knows only what it kept.
  kept.put(key.replace(id, "resp_old"), value);
  const lost = await client.responses.retrieve("resp_old");
  expect(lost).toMatchObject({ status: "failed", error: { code: "server_error" } });
});

it("must be stored, and what was not in the background is not cancelled", async () => {
  go();
  const unstored = client.responses.create({
    model: "chat",
    input: "x",
    background: true,
    store: false,
  });
  await expect(unstored).rejects.toMatchObject({ status: 400 });
  const { id } = await client.responses.create({ model: "chat", input: "x" });
  await expect(client.responses.cancel(id)).rejects.toMatchObject({ status: 400 });
});

import { writeFileSync } from "node:fs";
import * as path from "node:path";
import OpenAI, { AzureOpenAI, toFile } from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Account } from "../../scripts/cloud/azure/entities";
import { readRecorded } from "../../scripts/probe/recorded/read";
import { temporaryFolder } from "../support/folder";
import { ACCOUNT_KEY, type OpenaiWorld, startOpenai, UNLIMITED } from "../support/openai/world";

/** Files and batches by the vendor's own client: what a student does after the first single calls. */
let lab: OpenaiWorld;
let client: AzureOpenAI;
beforeAll(async () => {
  lab = await startOpenai();
  lab.deploy("batch", {
    sku: { name: "GlobalBatch", capacity: 10 },
    rateLimits: UNLIMITED,
    capabilities: { chatCompletion: "true", maxOutputToken: "16384" },
  });
  client = new AzureOpenAI({
    endpoint: lab.endpoint,
    apiKey: lab.key,
    apiVersion: "2025-03-01-preview",
    maxRetries: 0,
  });
});
afterAll(() => lab.stop());

const request = (id: string, change: object = {}, body: object = {}) => ({
  custom_id: id,
  method: "POST",
  url: "/chat/completions",
  body: { model: "batch", messages: [{ role: "user", content: `Describe a ${id}.` }], ...body },
  ...change,
});
const upload = async (lines: readonly unknown[], by: OpenAI = client) => {
  const text = lines.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join("\n");
  return by.files.create({ file: await toFile(Buffer.from(text), "in.jsonl"), purpose: "batch" });
};
const start = async (lines: readonly unknown[], by: OpenAI = client) =>
  by.batches.create({
    input_file_id: (await upload(lines, by)).id,
    endpoint: "/v1/chat/completions",
    completion_window: "24h",
  });
async function ended(id: string, by: OpenAI = client) {
  for (let reads = 0; reads < 50; reads++) {
    const batch = await by.batches.retrieve(id);
    if (!["validating", "in_progress", "cancelling"].includes(batch.status)) return batch;
  }
  throw new Error("the batch does not end");
}
const linesOf = async (id: string | null | undefined): Promise<Record<string, unknown>[]> => {
  const text = await (await client.files.content(id ?? "")).text();
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
};

describe("files", () => {
  it("are uploaded, listed, read and deleted", async () => {
    const file = await upload(["{}"]);
    expect(file).toMatchObject({
      object: "file",
      bytes: 2,
      purpose: "batch",
      filename: "in.jsonl",
    });
    expect(await client.files.retrieve(file.id)).toMatchObject({ status: "processed" });
    expect(await (await client.files.content(file.id)).text()).toBe("{}");
    expect((await client.files.list()).data.map(({ id }) => id)).toContain(file.id);
    expect(await client.files.delete(file.id)).toMatchObject({ id: file.id, deleted: true });
    await expect(client.files.retrieve(file.id)).rejects.toMatchObject({ status: 404 });
  });

  it("are of lines, and for batches", async () => {
    const text = await toFile(Buffer.from("x"), "x.txt");
    await expect(client.files.create({ file: text, purpose: "batch" })).rejects.toMatchObject({
      status: 400,
    });
    const tuning = await toFile(Buffer.from("{}"), "x.jsonl");
    await expect(client.files.create({ file: tuning, purpose: "fine-tune" })).rejects.toMatchObject(
      {
        status: 501,
      },
    );
  });

  it("are gone with their account, though another one has its name", async () => {
    const file = await upload(["{}"]);
    const accounts = lab.world.store.collection<Account>("cognitiveservices/accounts");
    const other = (internalId: string) =>
      accounts.update(ACCOUNT_KEY, (account) => ({ ...account, internalId }));
    const { internalId } = accounts.get(ACCOUNT_KEY)!;
    other("of-the-next-one");
    expect((await client.files.list()).data).toEqual([]);
    other(internalId);
    expect((await client.files.list()).data.map(({ id }) => id)).toContain(file.id);
  });

  it("live as long as they are asked to", async () => {
    const file = await client.files.create({
      file: await toFile(Buffer.from("{}"), "short.jsonl"),
      purpose: "batch",
      expires_after: { anchor: "created_at", seconds: 1_209_600 },
    });
    expect(file.expires_at).toBe(file.created_at + 1_209_600);
    lab.world.clock.advance(1_209_601_000);
    await expect(client.files.retrieve(file.id)).rejects.toMatchObject({ status: 404 });
  });
});

describe("a batch", () => {
  it("is answered by the model, and scored from its output file", async () => {
    const wrong = request("wrong", {}, { temperature: 7 });
    const asked = ["male nurse", "female nurse"].map((person) => request(person));
    const batch = await start([...asked, wrong]);
    expect(batch.status).toBe("validating");
    const done = await ended(batch.id);
    expect(done).toMatchObject({
      status: "completed",
      request_counts: { total: 3, completed: 2, failed: 1 },
      errors: null,
    });
    const answers = await linesOf(done.output_file_id);
    expect(answers.map(({ custom_id }) => custom_id)).toEqual(["male nurse", "female nurse"]);
    expect(answers[0]).toMatchObject({
      error: null,
      response: { status_code: 200, body: { object: "chat.completion" } },
    });
    const [failed] = await linesOf(done.error_file_id);
    expect(failed).toMatchObject({ custom_id: "wrong", response: { status_code: 400 } });
    const file = path.join(temporaryFolder(), "output.jsonl");
    writeFileSync(file, await (await client.files.content(done.output_file_id!)).text());
    const { rows } = readRecorded(file, {});
    expect(rows.map(({ arm, text }) => [arm, text.length > 20])).toEqual([
      ["male", true],
      ["female", true],
    ]);
    const listed = await client.batches.list();
    expect(listed.data.map(({ id }) => id)).toContain(batch.id);
  });

  it("runs on the v1 path", async () => {
    const v1 = new OpenAI({
      baseURL: `${lab.endpoint}/openai/v1/`,
      apiKey: lab.key,
      maxRetries: 0,
    });
    const { id } = await start([request("nurse", { url: "/v1/chat/completions" })], v1);
    expect((await ended(id, v1)).status).toBe("completed");
  });

  it("is cancelled before its answers are there", async () => {
    const { id } = await start([request("nurse")]);
    expect((await client.batches.cancel(id)).status).toBe("cancelling");
    const done = await ended(id);
    expect(done).toMatchObject({ status: "cancelled", request_counts: { completed: 0 } });
    expect(await linesOf(done.output_file_id)).toEqual([]);
    await expect(client.batches.cancel(id)).rejects.toMatchObject({ status: 400 });
  });

  it.each([
    ["empty_file", []],
    ["invalid_json_line", ["{"]],
    ["invalid_request", [request("a", { method: "GET" })]],
    ["url_mismatch", [request("a", { url: "/embeddings" })]],
    ["duplicate_custom_id", [request("a"), request("a")]],
    ["model_mismatch", [request("a"), request("b", {}, { model: "other" })]],
    ["model_not_found", [request("a", {}, { model: "other" })]],
    ["invalid_request", [request("a", {}, { model: "gpt-35-turbo" })]],
  ])("fails with %s", async (code, lines) => {
    const done = await ended((await start(lines)).id);
    expect([done.status, done.errors?.data?.[0]?.code]).toEqual(["failed", code]);
  });
});

it("a deployment for batches answers nothing else, and no chat model makes images", async () => {
  const messages = [{ role: "user" as const, content: "hello" }];
  await expect(client.chat.completions.create({ model: "batch", messages })).rejects.toMatchObject({
    status: 400,
    code: "OperationNotSupported",
  });
  const image = client.images.generate({ model: "gpt-35-turbo", prompt: "a cat" });
  await expect(image).rejects.toThrow(
    /The imageGenerations operation does not work with the specified model, gpt-4o\./,
  );
});

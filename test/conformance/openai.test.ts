import OpenAI, { AzureOpenAI } from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type OpenaiWorld, startOpenai, UNLIMITED } from "../support/openai/world";

/** The vendor's own client (npm `openai`) against the local data plane, over HTTPS with the world's own CA. */
let lab: OpenaiWorld;
let client: AzureOpenAI;
beforeAll(async () => {
  lab = await startOpenai();
  lab.deploy("wide", { rateLimits: UNLIMITED });
  lab.deploy("thinker", {
    model: { format: "OpenAI", name: "gpt-5", version: "2025-08-07" },
    rateLimits: UNLIMITED,
  });
  lab.deploy("retired", { model: { format: "OpenAI", name: "gpt-35-turbo", version: "0125" } });
});
afterAll(() => lab.stop());
beforeEach(() => {
  lab.world.clock.advance(60_000);
  client = connect();
});

const connect = (
  options: { apiVersion?: string; apiKey?: string; maxRetries?: number; fetch?: typeof fetch } = {},
): AzureOpenAI =>
  new AzureOpenAI({
    endpoint: lab.endpoint,
    apiKey: lab.key,
    apiVersion: "2024-10-21",
    maxRetries: 0,
    ...options,
  });
const ask = (model: string, more: object = {}) => ({
  model,
  messages: [{ role: "user" as const, content: "Describe a female engineer." }],
  max_tokens: 100,
  ...more,
});
const failure = async (asked: Promise<unknown>): Promise<InstanceType<typeof OpenAI.APIError>> => {
  const error: unknown = await asked.then(() => undefined).catch((e: unknown) => e);
  if (error instanceof OpenAI.APIError) return error;
  throw new Error("no API error");
};

describe("dated path", () => {
  it("completes with n, usage and the service's headers", async () => {
    const { data, response } = await client.chat.completions
      .create(ask("wide", { n: 8 }))
      .withResponse();
    expect(data.choices).toHaveLength(8);
    expect(new Set(data.choices.map(({ message }) => message.content)).size).toBe(8);
    expect(data.model).toContain("SIMULATED");
    expect(data.usage?.total_tokens).toBe(
      data.usage!.prompt_tokens + data.usage!.completion_tokens,
    );
    expect(response.headers.get("x-ms-deployment-name")).toBe("wide");
  });

  it("lists the base models, not the deployments", async () => {
    const ids = (await client.models.list()).data.map(({ id }) => id);
    expect(ids).toContain("gpt-4o-2024-11-20");
    expect(ids).not.toContain("wide");
  });

  it("escapes a deployment's name", async () => {
    lab.deploy("d e.1", { rateLimits: UNLIMITED });
    expect((await client.chat.completions.create(ask("d e.1"))).choices).toHaveLength(1);
  });
});

it("speaks v1 through the plain client, the key as Bearer", async () => {
  const plain = new OpenAI({
    baseURL: `${lab.endpoint}/openai/v1/`,
    apiKey: lab.key,
    maxRetries: 0,
  });
  expect((await plain.chat.completions.create(ask("wide"))).choices[0]?.finish_reason).toMatch(
    /stop|length/,
  );
  expect((await plain.models.list()).data.length).toBeGreaterThan(3);
  expect(await failure(plain.chat.completions.create(ask("nowhere")))).toBeInstanceOf(
    OpenAI.NotFoundError,
  );
});

describe("error classes", () => {
  it.each([
    ["wrong key", OpenAI.AuthenticationError, { apiKey: "wrong" }, "wide", {}, "401"],
    ["missing deployment", OpenAI.NotFoundError, {}, "nowhere", {}, "DeploymentNotFound"],
    [
      "retired version",
      OpenAI.NotFoundError,
      { apiVersion: "2023-03-15-preview" },
      "wide",
      {},
      "404",
    ],
    ["retired model", OpenAI.APIError, {}, "retired", {}, "ModelRetired"],
    ["wrong parameter", OpenAI.BadRequestError, {}, "thinker", {}, "unsupported_parameter"],
    ["never fits", OpenAI.RateLimitError, {}, "gpt-35-turbo", { n: 60 }, "429"],
  ] as const)("%s", async (_name, Class, options, model, more, code) => {
    const error = await failure(connect(options).chat.completions.create(ask(model, more)));
    expect(error).toBeInstanceOf(Class);
    expect(error.code).toBe(code);
  });

  it("keeps the filter's inner error", async () => {
    const messages = [{ role: "user" as const, content: "[content-filter:hate]" }];
    const error = await failure(client.chat.completions.create(ask("wide", { messages })));
    expect(error).toBeInstanceOf(OpenAI.BadRequestError);
    expect(error).toMatchObject({
      code: "content_filter",
      param: "prompt",
      error: { innererror: { content_filter_result: { hate: { filtered: true } } } },
    });
  });

  it("names the request's id", async () => {
    const error = await failure(client.chat.completions.create(ask("wide", { n: 0 })));
    expect(error.requestID).toMatch(/^[0-9a-f]{8}-/);
  });

  it("becomes PermissionDenied where keys are disabled", async () => {
    lab.change({ disableLocalAuth: true });
    const error = await failure(client.chat.completions.create(ask("wide")));
    lab.change({ disableLocalAuth: false });
    expect(error).toBeInstanceOf(OpenAI.PermissionDeniedError);
  });
});

describe("retries", () => {
  it("obeys the wait of a throttled call and is served afterwards", async () => {
    const narrow = [
      { key: "request" as const, renewalPeriod: 1, count: 1 },
      { key: "token" as const, renewalPeriod: 60, count: 100_000 },
    ];
    lab.deploy("narrow", { rateLimits: narrow });
    await client.chat.completions.create(ask("narrow"));
    const error = await failure(client.chat.completions.create(ask("narrow")));
    expect(error).toBeInstanceOf(OpenAI.RateLimitError);
    expect(error.headers?.get("retry-after-ms")).toBe("1000");
    // The clock jumps while the client waits its second, as it does under the probe's pacer.
    const jumping: typeof fetch = async (...request) => {
      const response = await fetch(...request);
      if (response.status === 429) lab.world.clock.advance(1000);
      return response;
    };
    const retried = connect({ maxRetries: 1, fetch: jumping }).chat.completions.create(
      ask("narrow"),
    );
    expect((await retried).choices).toHaveLength(1);
  });

  it("survives a dropped connection and a failing server", async () => {
    const answer = { status: 500, code: "InternalServerError", message: "planned" };
    lab.world.faults.set([
      { operation: "openai/chat/completions", nth: 1, answer: "drop" },
      { operation: "openai/chat/completions", nth: 2, answer },
    ]);
    const { choices } = await connect({ maxRetries: 2 }).chat.completions.create(ask("wide"));
    lab.world.faults.set([]);
    expect(choices).toHaveLength(1);
  });
});

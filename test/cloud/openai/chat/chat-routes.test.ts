import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ChatModel } from "../../../../scripts/cloud/openai/model";
import { plantedModel } from "../../../../scripts/cloud/openai/models/planted";
import { PRESETS } from "../../../../scripts/cloud/openai/models/planted/settings";
import {
  ACCOUNT_KEY,
  type OpenaiWorld,
  startOpenai,
  UNLIMITED,
} from "../../../support/openai/world";

const ROLE = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd";
const BODY = { messages: [{ role: "user", content: "Describe a nurse." }], max_tokens: 100 };
let lab: OpenaiWorld;
beforeAll(async () => void (lab = await startOpenai()));
afterAll(() => lab.stop());
beforeEach(() => {
  lab.world.clock.advance(60_000);
  lab.change({
    disableLocalAuth: false,
    publicNetworkAccess: "Enabled",
    customSubDomainName: "openai-rai-lab",
  });
});

interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown> & { error?: Record<string, unknown> };
}
const V = "?api-version=2024-10-21";
async function post(
  path: string,
  headers: Record<string, string> = { "api-key": lab.key },
  body: object = BODY,
): Promise<Answer> {
  const response = await fetch(`${lab.endpoint}/openai/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Answer["body"],
  };
}
const dated = (
  name = "gpt-35-turbo",
  ...rest: [Record<string, string>?, object?]
): Promise<Answer> => post(`deployments/${name}/chat/completions${V}`, ...rest);
const bearer = async (aud: string): Promise<Record<string, string>> => {
  const claims = {
    oid: "o-1",
    tid: "t",
    idtyp: "user" as const,
    upn: "student@rai-lab.example",
    aud,
  };
  return { authorization: `Bearer ${(await lab.world.tokens.issue(claims, "test")).token}` };
};

describe("an answer", () => {
  it("has the service's shape and says what really answered", async () => {
    const { status, body, headers } = await dated("gpt-35-turbo", undefined, { ...BODY, n: 2 });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      object: "chat.completion",
      model: "SIMULATED planted (default) as gpt-4o-2024-11-20",
    });
    const choices = body.choices as {
      message: { content: string };
      finish_reason: string;
      index: number;
    }[];
    expect(choices.map(({ index }) => index)).toEqual([0, 1]);
    expect(choices[0]).toMatchObject({
      logprobs: null,
      message: {
        role: "assistant",
        content: expect.stringContaining("nurse") as string,
        refusal: null,
      },
      content_filter_results: { hate: { filtered: false, severity: "safe" } },
    });
    const usage = body.usage as Record<string, number>;
    expect(usage.total_tokens).toBe(usage.prompt_tokens! + usage.completion_tokens!);
    expect(usage.completion_tokens).toBeGreaterThan(150);
    expect(headers.get("x-ms-region")).toBe("East US 2");
    expect(headers.get("x-request-id")).toBe(headers.get("apim-request-id"));
    expect(headers.get("x-ratelimit-remaining-tokens")).toBe(
      String(5000 - Math.ceil(17 / 4) - 200),
    );
  });

  it("differs when the same is asked again", async () => {
    const text = (answer: Answer): string => JSON.stringify(answer.body.choices);
    expect(text(await dated())).not.toBe(text(await dated()));
  });

  it("withholds what the filter blocks, with status 200", async () => {
    const settings = {
      bare: { ...PRESETS.none.bare, filtered: { neutral: 1, male: 1, female: 1 } },
      instructed: PRESETS.none.bare,
    };
    const other = await startOpenai(plantedModel({ settings }));
    const response = await fetch(
      `${other.endpoint}/openai/deployments/gpt-35-turbo/chat/completions${V}`,
      {
        method: "POST",
        headers: { "content-type": "application/json", "api-key": other.key },
        body: JSON.stringify(BODY),
      },
    );
    await expect(response.json()).resolves.toMatchObject({
      choices: [
        { finish_reason: "content_filter", content_filter_results: { hate: { filtered: true } } },
      ],
    });
    await other.stop();
  });

  it("is empty when a reasoning model thinks through its budget", async () => {
    lab.deploy("thinker", {
      model: { format: "OpenAI", name: "gpt-5", version: "2025-08-07" },
      rateLimits: UNLIMITED,
    });
    const { messages } = BODY;
    const { body } = await dated("thinker", undefined, { messages, max_completion_tokens: 100 });
    expect(body.choices).toMatchObject([{ finish_reason: "length", message: { content: "" } }]);
    expect(body.usage).toMatchObject({
      completion_tokens: 100,
      completion_tokens_details: { reasoning_tokens: 100 },
    });
  });
});

describe("sign-in", () => {
  const denied = {
    code: "401",
    message:
      "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.",
  };
  it("refuses a wrong key and no key", async () => {
    expect(await dated("gpt-35-turbo", { "api-key": "wrong" })).toMatchObject({
      status: 401,
      body: { error: denied },
    });
    expect((await dated("gpt-35-turbo", {})).body).toEqual({ error: denied });
  });

  it("refuses keys with 403 where they are disabled", async () => {
    lab.change({ disableLocalAuth: true });
    const error = {
      code: "AuthenticationTypeDisabled",
      message: "Key based authentication is disabled for this resource.",
    };
    expect(await dated()).toMatchObject({ status: 403, body: { error } });
  });

  it("takes a token of either audience two minutes after the principal was given a data role", async () => {
    const [classic, foundry] = await Promise.all(
      ["https://cognitiveservices.azure.com", "https://ai.azure.com/"].map(bearer),
    );
    const refused = await dated("gpt-35-turbo", classic);
    expect(refused).toMatchObject({
      status: 401,
      body: {
        error: {
          code: "PermissionDenied",
          message:
            "The principal `o-1` lacks the required data action `Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action` to perform `POST /openai/deployments/{deployment-id}/chat/completions` operation.",
        },
      },
    });
    const assignment = {
      id: "/subscriptions/s/providers/Microsoft.Authorization/roleAssignments/1",
      name: "1",
      scope: "/subscriptions/s/resourceGroups/RG",
      roleDefinitionId: `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${ROLE}`,
      principalId: "o-1",
      principalType: "User",
      createdAt: lab.world.clock.iso(),
    };
    lab.world.store.collection("authorization/roleAssignments").put(assignment.id, assignment);
    lab.world.clock.advance(119_999);
    expect(await dated("gpt-35-turbo", classic)).toEqual(refused);
    lab.world.clock.advance(1);
    expect((await dated("gpt-35-turbo", classic)).status).toBe(200);
    lab.change({ disableLocalAuth: true });
    expect((await dated("gpt-35-turbo", foundry)).status).toBe(200);
  });

  it("refuses a token for another service, a made-up one, and any token without a custom subdomain", async () => {
    const arm = await dated("gpt-35-turbo", await bearer("https://management.azure.com"));
    expect([arm.status, arm.body.error?.message]).toEqual([
      401,
      expect.stringContaining("audience is incorrect"),
    ]);
    expect((await dated("gpt-35-turbo", { authorization: "Bearer a.b.c" })).status).toBe(401);
    lab.change({ customSubDomainName: undefined });
    const { status, body } = await dated(
      "gpt-35-turbo",
      await bearer("https://cognitiveservices.azure.com"),
    );
    expect([status, body.error?.message]).toEqual([
      400,
      expect.stringContaining("custom subdomain"),
    ]);
  });

  it("refuses everybody while the network is closed", async () => {
    lab.change({ publicNetworkAccess: "Disabled" });
    expect(await dated()).toMatchObject({ status: 403, body: { error: { code: "403" } } });
  });
});

describe("what is not there", () => {
  it("names a missing deployment", async () => {
    expect(await dated("gpt-5")).toMatchObject({
      status: 404,
      body: { error: { code: "DeploymentNotFound" } },
    });
  });

  it.each(["", "?api-version=2023-03-15-preview", "?api-version=tomorrow"])(
    "answers 404 to version '%s'",
    async (query) => {
      const { status, body } = await post(`deployments/gpt-35-turbo/chat/completions${query}`);
      expect([status, body]).toEqual([
        404,
        { error: { code: "404", message: "Resource not found" } },
      ]);
    },
  );

  it("answers 410 for a retired model, from the day on", async () => {
    lab.deploy("old", { model: { format: "OpenAI", name: "gpt-35-turbo", version: "0125" } });
    const { status, body } = await dated("old");
    expect([status, body.error?.message]).toEqual([
      410,
      expect.stringContaining("retired on 2025-11-11"),
    ]);
  });

  it("says 501 and its name for what is not simulated", async () => {
    const { status, body } = await post(`deployments/gpt-35-turbo/audio/speech${V}`);
    expect([status, body.error?.message]).toEqual([501, expect.stringContaining("speech")]);
  });
});

describe("limits", () => {
  it("refuses with the wait in three places, then serves again", async () => {
    lab.deploy("narrow");
    const big = { ...BODY, n: 8, max_tokens: 600 };
    expect((await dated("narrow", undefined, big)).status).toBe(200);
    const { status, headers, body } = await dated("narrow", undefined, big);
    expect([status, body.error?.code]).toEqual([429, "429"]);
    expect(headers.get("retry-after-ms")).toBe("60000");
    expect(headers.get("retry-after")).toBe("60");
    expect(headers.get("policy-id")).toBe("DeploymentRatelimit-Token");
    expect(body.error?.message).toContain(
      "have exceeded token rate limit of your current OpenAI S0 pricing tier. Please retry after 60 seconds.",
    );
    lab.world.clock.advance(60_000);
    expect((await dated("narrow", undefined, big)).status).toBe(200);
  });

  it("says 86,400 seconds to a request that can never fit", async () => {
    const { headers, body } = await dated("gpt-35-turbo", undefined, { ...BODY, n: 60 });
    expect(headers.get("retry-after")).toBe("86400");
    expect(body.error?.message).toContain("retry after 86400 seconds");
  });

  it("counts requests that fail", async () => {
    lab.deploy("failing");
    for (let i = 0; i < 5; i++)
      expect((await dated("failing", undefined, { ...BODY, n: 0 })).status).toBe(400);
    expect((await dated("failing")).headers.get("policy-id")).toBe("DeploymentRatelimit-Call");
  });
});

describe("content filter", () => {
  it("refuses a prompt that holds the trigger", async () => {
    const body = {
      messages: [{ role: "user", content: "Describe a nurse. [content-filter:violence]" }],
    };
    const answer = await dated("gpt-35-turbo", undefined, body);
    expect(answer).toMatchObject({
      status: 400,
      body: {
        error: {
          code: "content_filter",
          param: "prompt",
          type: null,
          status: 400,
          innererror: {
            code: "ResponsibleAIPolicyViolation",
            content_filter_result: {
              violence: { filtered: true, severity: "medium" },
              hate: { filtered: false },
            },
          },
        },
      },
    });
  });
});

describe("v1", () => {
  it("finds the deployment in the body and takes the key in either header", async () => {
    const body = { ...BODY, model: "GPT-35-Turbo" };
    expect(
      (await post("v1/chat/completions", { authorization: `Bearer ${lab.key}` }, body)).status,
    ).toBe(200);
    expect(
      (await post("v1/chat/completions?api-version=preview", { "api-key": lab.key }, body)).status,
    ).toBe(200);
    expect(
      (await post("v1/chat/completions", { authorization: "Bearer wrong" }, body)).status,
    ).toBe(401);
    expect((await post("v1/chat/completions", undefined, BODY)).body.error?.code).toBe(
      "DeploymentNotFound",
    );
    expect((await post(`v1/chat/completions${V}`, undefined, body)).status).toBe(400);
  });

  it("takes no key as Bearer on the dated path", async () => {
    expect((await dated("gpt-35-turbo", { authorization: `Bearer ${lab.key}` })).status).toBe(401);
  });
});

it("ends the model's work when the caller goes away", async () => {
  let aborted: () => void;
  const ended = new Promise<void>((resolve) => void (aborted = resolve));
  const slow: ChatModel = {
    ...plantedModel(),
    complete: (_request, signal) =>
      new Promise((_resolve, reject) => {
        asked.abort();
        signal?.addEventListener("abort", () => {
          aborted();
          reject(new Error("gone"));
        });
      }),
  };
  const asked = new AbortController();
  const other = await startOpenai(slow);
  const request = fetch(`${other.endpoint}/openai/deployments/gpt-35-turbo/chat/completions${V}`, {
    method: "POST",
    headers: { "content-type": "application/json", "api-key": other.key },
    body: JSON.stringify(BODY),
    signal: asked.signal,
  });
  await expect(request).rejects.toThrow();
  await ended;
  await other.stop();
});

it("fails as planned, by the operation's name", async () => {
  const answer = { status: 503, code: "ServiceUnavailable", message: "planned" };
  lab.world.faults.set([{ operation: "openai/chat/completions", nth: 2, answer }]);
  expect([(await dated()).status, (await dated()).status, (await dated()).status]).toEqual([
    200, 503, 200,
  ]);
  lab.world.faults.set([]);
});

it("is gone with its account", async () => {
  const accounts = lab.world.store.collection("cognitiveservices/accounts");
  const account = accounts.get(ACCOUNT_KEY);
  accounts.delete(ACCOUNT_KEY);
  expect((await dated()).status).toBe(404);
  accounts.put(ACCOUNT_KEY, account);
});

describe("what is not simulated", () => {
  it("costs nothing of the quota, and is not to be repeated", async () => {
    const left = ({ headers }: Answer) => headers.get("x-ratelimit-remaining-requests");
    const before = Number(left(await dated()));
    const gap = await dated("gpt-35-turbo", undefined, { ...BODY, service_tier: "flex" });
    expect([gap.status, gap.headers.get("x-should-retry")]).toEqual([501, "false"]);
    expect(gap.body.error?.code).toBe("NotSimulated");
    expect(Number(left(await dated()))).toBe(before - 1);
  });

  it("is not what LangChain sends: null for the model, and the v1 version by its name", async () => {
    const body = { ...BODY, model: null, user: null, tools: null };
    expect((await dated("gpt-35-turbo", undefined, body)).status).toBe(200);
    const v1 = await post("v1/chat/completions?api-version=v1", undefined, {
      ...BODY,
      model: "gpt-35-turbo",
    });
    expect(v1.status).toBe(200);
  });
});

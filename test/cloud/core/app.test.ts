import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createApp } from "../../../scripts/cloud/core/app";
import { ApiError } from "../../../scripts/cloud/core/errors";
import {
  closeWorld,
  createWorld,
  type Service,
  type World,
} from "../../../scripts/cloud/core/world";

const onError = vi.fn();
const served: unknown[] = [];
const service: Service = {
  kind: "demo",
  createApp: async (world) => {
    const app = await createApp(world, "the demo", (error) => ({
      code: error.code,
      text: error.message,
    }));
    app.get<{ Params: { name: string } }>("/Things/:name", (request) => ({
      name: request.params.name,
    }));
    app.post("/things", { config: { operation: "things/write" } }, (request, reply) => {
      served.push(request.body ?? null);
      void reply.header("location", "/things/1");
      return { got: request.body ?? null };
    });
    app.get("/refused", () => {
      throw new ApiError(418, "Teapot", "short and stout", { headers: { "x-spout": "yes" } });
    });
    app.get("/broken", () => {
      throw new Error("a slip");
    });
    app.get("/now", () => ({
      settled: world.store.collection<string>("demo").get("done") ?? null,
    }));
    return app;
  },
};

let world: World;
let url: string;
beforeAll(async () => {
  world = await createWorld([service], { now: () => 0, seed: "app", onError });
  await world.hosts.open("demo", "demo");
  url = world.hosts.url("demo", "demo")!;
});
afterAll(() => closeWorld(world));

const get = async (path: string): Promise<{ status: number; body: unknown; headers: Headers }> => {
  const answer = await fetch(url + path);
  return { status: answer.status, body: await answer.json(), headers: answer.headers };
};
const post = (body: string | undefined, type: string): Promise<Response> =>
  fetch(`${url}/things`, { method: "POST", body, headers: { "content-type": type } });

describe("a service's application", () => {
  it("finds a path in any case and with doubled slashes, and keeps the case of names", async () => {
    expect(await get("//tHINGs//Ada/")).toMatchObject({ status: 200, body: { name: "Ada" } });
  });

  it("refuses foreign pages in the service's own error body", async () => {
    const answer = await fetch(`${url}/now`, { headers: { origin: "https://page.example" } });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: "ForeignOrigin" });
  });

  it("reads JSON under any JSON-like content type, and none as nothing", async () => {
    expect(await (await post('{"a":1}', "application/scim+json; charset=utf-8")).json()).toEqual({
      got: { a: 1 },
    });
    expect(await (await post("", "application/json")).json()).toEqual({ got: null });
  });

  it.each(["text/json", "text/plain", "application/x-www-form-urlencoded"])(
    "reads JSON under %s too, and after a byte order mark",
    async (type) => {
      for (const text of ['{"a":1}', '\uFEFF {"a":1}'])
        expect(await (await post(text, type)).json()).toEqual({ got: { a: 1 } });
    },
  );

  it("reads bytes as bytes, whatever they look like", async () => {
    const answer = await post('{"a":1}', "application/octet-stream");
    expect(await answer.json()).toMatchObject({ got: { type: "Buffer" } });
  });

  it.each(["/things/%zz", "/things/%E9", `/things/${"x".repeat(600)}`])(
    "refuses the path %s in the service's error body",
    async (path) => {
      const { status, body } = await get(path);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(body).toEqual({ code: expect.any(String), text: expect.any(String) });
    },
  );

  it("says that a route is not simulated before it reads the body", async () => {
    const answer = await fetch(`${url}/elsewhere`, {
      method: "PUT",
      body: "{oops",
      headers: { "content-type": "application/json" },
    });
    expect(answer.status).toBe(501);
    expect(await answer.json()).toMatchObject({ code: "NotSimulated" });
  });

  it("refuses what is not JSON in the service's error body", async () => {
    const answer = await post("{oops", "application/json");
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "InvalidRequestContent" });
  });

  it("formats refusals as the service does, with their headers", async () => {
    const { status, body, headers } = await get("/refused");
    expect({ status, body }).toEqual({
      status: 418,
      body: { code: "Teapot", text: "short and stout" },
    });
    expect(headers.get("x-spout")).toBe("yes");
  });

  it("answers what it does not simulate with 501 and its name", async () => {
    expect(await get("/unknown/thing?x=1")).toMatchObject({
      status: 501,
      body: {
        code: "NotSimulated",
        text: "the local cloud does not simulate GET /unknown/thing?x=1 of the demo",
      },
    });
  });

  it("answers its own error with 500 and reports it", async () => {
    expect(await get("/broken")).toMatchObject({
      status: 500,
      body: { code: "InternalServerError", text: "the local cloud failed: a slip" },
    });
    expect(onError).toHaveBeenCalledWith(expect.objectContaining({ message: "a slip" }));
  });

  it("completes due operations before it answers", async () => {
    world.operations.onEnd(
      "demo/write",
      () => void world.store.collection<string>("demo").put("done", "yes"),
    );
    world.operations.start("demo/write", "x", 10);
    expect((await get("/now")).body).toEqual({ settled: null });
    world.clock.advance(10_000);
    expect((await get("/now")).body).toEqual({ settled: "yes" });
  });

  it("applies planned faults: an answer, a cut connection, then normal service", async () => {
    world.faults.set([
      {
        operation: "things/write",
        nth: 1,
        answer: { status: 429, code: "Slow", message: "later" },
      },
      { operation: "things/write", nth: 2, answer: "drop" },
    ]);
    const first = await post("{}", "application/json");
    expect({ status: first.status, body: await first.json() }).toEqual({
      status: 429,
      body: { code: "Slow", text: "later" },
    });
    await expect(post("{}", "application/json")).rejects.toThrow("fetch failed");
    expect((await post("{}", "application/json")).status).toBe(200);
  });

  it("serves a call whose answer is lost by plan", async () => {
    const answer = { status: 500, code: "Lost", message: "no answer", served: true };
    world.faults.set([
      { operation: "things/write", nth: 1, answer: "drop served" },
      { operation: "things/write", nth: 2, answer },
    ]);
    served.length = 0;
    await expect(post('{"n":1}', "application/json")).rejects.toThrow("fetch failed");
    const second = await post('{"n":2}', "application/json");
    expect(second.headers.get("location")).toBeNull();
    expect({ status: second.status, body: await second.json() }).toEqual({
      status: 500,
      body: { code: "Lost", text: "no answer" },
    });
    expect(served).toEqual([{ n: 1 }, { n: 2 }]);
  });
});

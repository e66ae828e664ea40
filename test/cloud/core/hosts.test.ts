import { createServer, type Server } from "node:net";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { followMovedHosts, movedNotice } from "../../../scripts/cloud/moved-ports";
import { createApp } from "../../../scripts/cloud/core/app";
import {
  closeWorld,
  createWorld,
  type Service,
  type World,
} from "../../../scripts/cloud/core/world";

/** Answers with the host it was addressed as. */
const echo: Service = {
  kind: "echo",
  createApp: async (world) => {
    const app = await createApp(world, "echo", (error) => ({ error: error.message }));
    app.get("/host", (request) => request.cloudHost);
    return app;
  },
};

let folder: string;
let world: World | undefined;
const open = async (): Promise<World> =>
  (world = await createWorld([echo], { file: path.join(folder, "cloud.jsonl"), now: () => 0 }));

beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "hosts-"))));
afterEach(async () => {
  if (world) await closeWorld(world);
  world = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const hostAt = async (url: string): Promise<unknown> => (await fetch(`${url}/host`)).json();

describe("hosts", () => {
  it("share one application, which finds its host by the port", async () => {
    const { hosts } = await open();
    await hosts.open("echo", "one");
    await hosts.open("echo", "two");
    expect(await hostAt(hosts.url("echo", "one")!)).toMatchObject({ kind: "echo", key: "one" });
    expect(await hostAt(hosts.url("echo", "two")!)).toMatchObject({ kind: "echo", key: "two" });
  });

  it("are opened once, also when asked for twice at once", async () => {
    const { hosts } = await open();
    const [first, second] = await Promise.all([
      hosts.open("echo", "one"),
      hosts.open("echo", "one"),
    ]);
    expect(second.port).toBe(first.port);
    expect((await hosts.open("echo", "one")).port).toBe(first.port);
  });

  it("keep their port when the world is opened again", async () => {
    const before = await (await open()).hosts.open("echo", "one");
    await closeWorld(world!);
    const { hosts } = await open();
    expect(hosts.url("echo", "one")).toBe(`https://127.0.0.1:${before.port}`);
    expect(await hostAt(hosts.url("echo", "one")!)).toMatchObject({
      key: "one",
      port: before.port,
    });
  });

  it("stop answering when closed, and are forgotten", async () => {
    const { hosts } = await open();
    await hosts.open("echo", "one");
    const url = hosts.url("echo", "one")!;
    await hosts.close("echo", "one");
    await hosts.close("echo", "one");
    expect(hosts.url("echo", "one")).toBeUndefined();
    await expect(fetch(`${url}/host`)).rejects.toThrow();
  });

  it("move from a port that another program has taken, and say whose it is", async () => {
    const { hosts, store } = await open();
    const { port } = await hosts.open("echo", "one");
    const other = await hosts.open("echo", "two");
    store.collection("outputs").put("url", [`https://127.0.0.1:${port}/`, `127.0.0.1:${port}0`]);
    const states = path.join(folder, ".pulumi/stacks/rai-lab");
    mkdirSync(states, { recursive: true });
    writeFileSync(path.join(states, "dev.json"), `"https://127.0.0.1:${port}"`);
    await closeWorld(world!);
    world = undefined;
    const squatter = await listen(port);

    // The first process is killed before it has replaced anything.
    await closeWorld(await open());
    await open();
    const [moved, ...rest] = followMovedHosts(world!, folder);
    expect(moved).toMatchObject({ kind: "echo", from: port });
    expect(rest).toEqual([]);
    const { to } = moved!;
    if (process.platform === "linux")
      expect(moved!.holder).toMatch(new RegExp(`^process ${process.pid} \\(.+\\)$`));
    expect(movedNotice(moved!)).toContain(`from port ${port} to ${to}`);
    expect(await hostAt(`https://127.0.0.1:${to}`)).toMatchObject({ key: "one", port: to });
    expect(world!.hosts.url("echo", "two")).toBe(`https://127.0.0.1:${other.port}`);
    expect(world!.store.collection("outputs").get("url")).toEqual([
      `https://127.0.0.1:${to}/`,
      `127.0.0.1:${port}0`,
    ]);
    expect(readFileSync(path.join(states, "dev.json"), "utf8")).toBe(`"https://127.0.0.1:${to}"`);
    expect(followMovedHosts(world!, folder)).toEqual([]);
    await close(squatter);
  });

  it.each([
    null,
    { kind: "echo" },
    { kind: "echo", key: "one", port: 1e6 },
    { kind: "nowhere", key: "one", port: 20_001 },
    { kind: "echo", key: "two", port: 20_001 },
  ])("refuse a damaged entry %j by its line", async (entry) => {
    writeFileSync(
      path.join(folder, "cloud.jsonl"),
      `${JSON.stringify(["hosts", "echo/one", entry])}\n`,
    );
    await expect(open()).rejects.toMatchObject({
      code: "state-unreadable",
      cure: 'in that file, delete the line that begins with ["hosts","echo/one"',
    });
  });

  it("leave no port open where one of them is damaged", async () => {
    const { port } = await (await open()).hosts.open("echo", "two");
    await closeWorld(world!);
    world = undefined;
    appendFileSync(
      path.join(folder, "cloud.jsonl"),
      `${JSON.stringify(["hosts", "echo/one", null])}\n`,
    );
    await expect(open()).rejects.toMatchObject({ code: "state-unreadable" });
    await close(await listen(port));
  });
});

const listen = (port: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
const close = (server: Server): Promise<void> =>
  new Promise((resolve) => server.close(() => resolve()));

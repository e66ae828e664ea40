import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { networkInterfaces } from "node:os";
import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { serveBoard, type Board } from "../../../scripts/class/board";
import type { ClassStatus } from "../../../scripts/class/class-status";
import { NOW, sampleClass } from "../../support/class/sample-class";

let now: number;
let reads: number;
let read: () => Promise<ClassStatus>;
let abort: AbortController;
let board: Board;

beforeEach(async () => {
  now = NOW;
  reads = 0;
  read = () => Promise.resolve(sampleClass(3));
  abort = new AbortController();
  board = await serveBoard({
    read: () => {
      reads += 1;
      return read();
    },
    clock: { now: () => now },
    signal: abort.signal,
  });
});
afterEach(() => board.close());

interface Answer {
  status: number;
  headers: IncomingMessage["headers"];
  text: string;
}

/** By node's own client: `fetch` sets the Host header itself. */
const ask = (
  url: string | URL,
  options: { method?: string; host?: string } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { host } = options;
    const headers = host === undefined ? {} : { host };
    const sent = request(url, { method: options.method ?? "GET", headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () =>
        resolve({
          status: answer.statusCode!,
          headers: answer.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on("error", reject).end();
  });

const beside = (file: string): URL => new URL(file, board.url);

test("serves the page, the hand-outs and the roster that the page's own links lead to", async () => {
  const page = await ask(board.url);
  expect(page.status).toBe(200);
  expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(page.text).toContain('data-seconds="10"');
  for (const file of ["handouts.html", "roster.csv"]) {
    expect(page.text).toContain(`href="${file}"`);
    expect((await ask(beside(file))).status).toBe(200);
  }
});

test("nothing is stored, framed, sniffed or told to where a link leads", async () => {
  for (const url of [board.url, beside("roster.csv"), new URL("/", board.url)])
    expect((await ask(url)).headers).toMatchObject({
      "cache-control": "no-store",
      "content-security-policy": "frame-ancestors 'none'",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
});

test("each board has a long token of its own; any other leads nowhere and reads nothing", async () => {
  const token = new URL(board.url).pathname.split("/")[1]!;
  expect(token).toMatch(/^[\w-]{43}$/);
  const wrong = [
    "",
    "x",
    token.slice(1),
    `${token}x`,
    token.toUpperCase(),
    "%00",
    "..",
    "__proto__",
  ];
  for (const one of wrong) {
    const answer = await ask(`${new URL(board.url).origin}/${one}/class.html`);
    expect(answer.status, one).toBe(404);
    expect(answer.text).toBe("Not found.\n");
  }
  expect(reads).toBe(0);
  const other = await serveBoard({ read, clock: { now: () => now }, signal: abort.signal });
  expect(new URL(other.url).pathname).not.toContain(token);
  await other.close();
});

test("a page of another name that leads here is refused", async () => {
  const { port } = new URL(board.url);
  for (const host of [
    "page.example",
    `page.example:${port}`,
    "127.0.0.1",
    `127.0.0.1.page.example:${port}`,
  ])
    expect((await ask(board.url, { host })).status, host).toBe(421);
  for (const host of [`127.0.0.1:${port}`, `LOCALHOST:${port}`])
    expect((await ask(board.url, { host })).status, host).toBe(200);
});

test.each(["POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])(
  "%s is refused",
  async (method) => {
    const answer = await ask(board.url, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe("GET");
    expect(reads).toBe(0);
  },
);

test("listens on the loopback address alone", async () => {
  const { hostname, port } = new URL(board.url);
  expect(hostname).toBe("127.0.0.1");
  const others = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4");
  for (const { address } of others) {
    const outcome = await new Promise<string>((resolve) => {
      const socket = connect({ host: address, port: Number(port) });
      socket.on("connect", () => resolve("connected")).on("error", () => resolve("refused"));
      socket.unref();
    });
    expect(outcome, address).toBe("refused");
  }
});

test("readers at one time share one reading; a later one reads again", async () => {
  await Promise.all([ask(board.url), ask(beside("handouts.html")), ask(beside("roster.csv"))]);
  expect(reads).toBe(1);
  now += 10_000;
  await ask(board.url);
  expect(reads).toBe(2);
});

test("a class that cannot be read is said as a sentence, and tried again", async () => {
  read = () => Promise.reject(new Error("Azure does not answer"));
  expect(await ask(board.url)).toMatchObject({ status: 503, text: "Azure does not answer\n" });
  read = () => Promise.resolve(sampleClass(3));
  expect((await ask(board.url)).status).toBe(200);
});

/** A connection that a browser holds open. */
async function held(): Promise<Socket> {
  const socket = connect({ host: "127.0.0.1", port: Number(new URL(board.url).port) });
  await once(socket, "connect");
  return socket;
}

test.each([
  ["the command is stopped", () => abort.abort()],
  ["it is told to", () => void board.close()],
])("closes when %s, with the connections that are open", async (_when, end) => {
  const socket = await held();
  const ended = once(socket, "close");
  end();
  await ended;
  await expect(ask(board.url)).rejects.toThrow("ECONNREFUSED");
});

test("a stopped command opens no board", async () => {
  abort.abort(new Error("stopped"));
  await expect(
    serveBoard({ read, clock: { now: () => now }, signal: abort.signal }),
  ).rejects.toThrow("stopped");
});

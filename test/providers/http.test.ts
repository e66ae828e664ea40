import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ConnectionLost, send } from "../../scripts/providers/http";

let server: Server;
let base: string;
const seen: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    request.setEncoding("utf8");
    let body = "";
    request.on("data", (part: string) => (body += part));
    request.on("end", () => {
      seen.push(`${request.method ?? ""} ${request.url ?? ""} ${body}`);
      if (request.url === "/cut") request.socket.destroy();
      else if (request.url === "/moved") response.writeHead(302, { location: "/text" }).end();
      else if (request.url === "/text") response.end("no json");
      else if (request.url !== "/silent") response.setHeader("x-it", "1").end('{"a":1}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it("sends JSON and reads the whole answer", async () => {
  const reply = await send({ method: "PUT", url: `${base}/x?y=1`, body: { b: [2] } });
  expect(reply).toMatchObject({ status: 200, text: '{"a":1}', json: { a: 1 } });
  expect(reply.headers.get("X-It")).toBe("1");
  expect(seen.at(-1)).toBe('PUT /x?y=1 {"b":[2]}');
});

it("leaves redirects and what is not JSON to the caller", async () => {
  expect(await send({ method: "GET", url: `${base}/moved` })).toMatchObject({
    status: 302,
    json: undefined,
  });
  expect(await send({ method: "GET", url: `${base}/text` })).toMatchObject({
    text: "no json",
    json: undefined,
  });
});

it("tells a lost connection from an abort", async () => {
  const lost = send({ method: "GET", url: `${base}/cut` });
  await expect(lost).rejects.toThrow(ConnectionLost);
  await expect(lost).rejects.toThrow(`GET ${base}/cut: `);
  const signal = AbortSignal.timeout(20);
  await expect(send({ method: "GET", url: `${base}/silent`, signal })).rejects.toMatchObject({
    name: "TimeoutError",
  });
});

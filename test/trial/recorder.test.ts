import { createServer, type Server } from "node:https";
import { type ClientRequest, request } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import * as tls from "node:tls";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createAuthority, createServerCertificate } from "../../scripts/base/certificates";
import { trustCa } from "../../scripts/cloud/core/trusted-ca";
import type { Passed } from "../../scripts/trial";
import { type Recorder, startRecorder } from "../../scripts/trial";
import { seconds } from "../support/time-limits";

const DAY = 24 * 3600 * 1000;
let service: Server;
let recorder: Recorder;
let port: number;
let serviceCa: string;
const passed: Passed[] = [];
let isOpened = true;

beforeAll(async () => {
  const validity = { from: Date.now() - DAY, to: Date.now() + DAY };
  const authority = await createAuthority("test of the recorder", validity);
  const leaf = await createServerCertificate(["127.0.0.1", "localhost"], authority, validity);
  serviceCa = authority.cert;
  trustCa(serviceCa);
  service = createServer(leaf, (incoming, answer) => {
    const { url = "" } = incoming;
    if (url === "/cut") incoming.socket.destroy();
    answer.setHeader("content-encoding", "gzip");
    incoming.resume().on("end", () => {
      answer.end(gzipSync(JSON.stringify({ asked: incoming.method, url })));
    });
  });
  await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
  ({ port } = service.address() as AddressInfo);
  recorder = await startRecorder({
    isOpened: () => isOpened,
    onPassed: (one) => passed.push(one),
  });
}, seconds(20));
afterAll(async () => {
  await recorder.stop();
  service.close();
});

/** A CONNECT to the service with the credentials of a proxy's URL. */
function connectAs({ hostname: host, port: at, username, password }: URL): ClientRequest {
  const credentials = Buffer.from(`${username}:${password}`).toString("base64");
  const headers = { "proxy-authorization": `Basic ${credentials}` };
  return request({ host, port: at, method: "CONNECT", path: `127.0.0.1:${port}`, headers });
}

/** Asks through the recorder, and says what came and who vouched for it. */
async function ask(path: string, ca: string): Promise<string> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const connecting = connectAs(new URL(recorder.url));
    connecting.once("connect", (_answer, connected) => {
      resolve(connected);
    });
    connecting.once("error", reject).end();
  });
  const secure = tls.connect({ socket, ca, servername: "localhost" });
  secure.write(
    `PUT ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`,
  );
  let text = "";
  return new Promise((resolve, reject) => {
    secure.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
    secure.once("close", () => {
      resolve(text);
    });
    secure.once("error", reject);
  });
}

test("what passes an opened host is told, decoded, and reaches the client as it was", async () => {
  const answer = await ask("/x?y=1", recorder.ca);
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toMatch(/content-encoding: gzip/i);
  const [one] = passed.splice(0);
  expect(one).toMatchObject({ method: "PUT", url: "/x?y=1", status: 200 });
  expect(JSON.parse(one!.body.toString())).toEqual({ asked: "PUT", url: "/x?y=1" });
});

test("a connection that the service cuts is cut for the client too", async () => {
  expect(await ask("/cut", recorder.ca)).toBe("");
  expect(passed).toEqual([]);
});

test("a host that is not opened is passed on unread, under its own certificate", async () => {
  isOpened = false;
  expect(await ask("/unread", serviceCa)).toMatch(/^HTTP\/1\.1 200 /);
  expect(passed).toEqual([]);
});

test("nobody else on this machine is let through", async () => {
  const stranger = new URL(recorder.url);
  stranger.password = "guessed";
  const status = await new Promise((resolve, reject) => {
    connectAs(stranger)
      .once("connect", (answer) => {
        resolve(answer.statusCode);
      })
      .once("error", reject)
      .end();
  });
  expect(status).toBe(407);
});

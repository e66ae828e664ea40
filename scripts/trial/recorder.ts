import {
  createServer,
  type IncomingMessage,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from "node:http";
import * as https from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import * as tls from "node:tls";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import { type Certificate, createAuthority, createServerCertificate } from "../base/certificates";
import { isSameSecret, newSecret } from "../base/secrets";
import { own } from "../../infra/json-object";
import type { Passed } from "./exchange";

/** The longest body that is kept to read its keys; it is passed on whole all the same. */
const MAX_READ_BYTES = 8 * 2 ** 20;
/** Longer than any client keeps an idle connection: it must not meet one that just closed. */
const KEEP_ALIVE_MS = 10 * 60 * 1000;
const VALID_MS = 2 * 24 * 3600 * 1000;
/** Headers that belong to one connection (RFC 9110, 7.6.1). */
const HOP_BY_HOP = [
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "te",
  "upgrade",
];

/** A recorder that listens, and what its clients must trust. */
export interface Recorder {
  /** `http://lab:SECRET@127.0.0.1:PORT`: the value of HTTPS_PROXY. Who does not know the secret gets 407. */
  url: string;
  /** Its authority's certificate, as PEM text; the key never leaves this process. */
  ca: string;
  stop(): Promise<void>;
}

/** What a recorder opens, and what it does with it. */
export interface RecorderOptions {
  /** Whether what passes to and from a host is read; else it is passed on unread. */
  isOpened: (host: string, port: number) => boolean;
  onPassed: (passed: Passed) => void;
}

/**
 * Starts an HTTPS proxy on the loopback address that reads what passes between a lab and Azure: of
 * every program that the lab starts, whoever wrote it. It opens only the hosts that `isOpened`
 * names; others, such as the sign-in, are passed on unread.
 */
export async function startRecorder({ isOpened, onPassed }: RecorderOptions): Promise<Recorder> {
  const validity = { from: Date.now() - VALID_MS, to: Date.now() + VALID_MS };
  const authority = await createAuthority(`rai-lab trial ${process.pid}-${Date.now()}`, validity);
  const contexts = new Map<string, Promise<tls.SecureContext>>();
  const contextOf = (host: string): Promise<tls.SecureContext> => {
    const made =
      contexts.get(host) ??
      createServerCertificate(namesOf(host), authority, validity).then((one: Certificate) =>
        tls.createSecureContext(one),
      );
    contexts.set(host, made);
    return made;
  };
  const secret = newSecret();
  const credentials = `Basic ${Buffer.from(`lab:${secret}`).toString("base64")}`;
  const targets = new WeakMap<object, { host: string; port: number }>();
  const inner = createServer((request, response) => {
    pass(request, response, targets.get(request.socket)!, onPassed);
  });
  inner.keepAliveTimeout = KEEP_ALIVE_MS;
  const sockets = new Set<Duplex>();
  const proxy = createServer((_request, response) => {
    // Plain HTTP is asked by nothing of a lab.
    response.writeHead(501).end();
  });
  proxy.on("connect", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    remember(sockets, socket);
    // Every user of this machine reaches the port.
    if (!isSameSecret(request.headers["proxy-authorization"] ?? "", credentials)) {
      socket.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="trial"\r\n\r\n',
      );
      return;
    }
    const { hostname: host, port: text } = new URL(`https://${request.url ?? ""}`);
    const port = Number(text || 443);
    if (!isOpened(host, port)) {
      tunnel(host, port, socket, head, sockets);
      return;
    }
    contextOf(host).then(
      (secureContext) => {
        socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        if (head.length > 0) socket.unshift(head);
        const secure = new tls.TLSSocket(socket, { isServer: true, secureContext });
        secure.on("error", () => socket.destroy());
        targets.set(secure, { host, port });
        inner.emit("connection", secure);
      },
      () => socket.destroy(),
    );
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://lab:${secret}@127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    ca: authority.cert,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all([proxy, inner].map(closed));
    },
  };
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });

function remember(sockets: Set<Duplex>, socket: Duplex): void {
  sockets.add(socket);
  socket.on("error", () => socket.destroy());
  socket.once("close", () => sockets.delete(socket));
}

/** Passes bytes on unread. */
function tunnel(
  host: string,
  port: number,
  socket: Socket,
  head: Buffer,
  sockets: Set<Duplex>,
): void {
  const upstream = connect(port, host, () => {
    socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    upstream.write(head);
    upstream.pipe(socket).pipe(upstream);
  });
  remember(sockets, upstream);
  upstream.once("close", () => socket.destroy());
  socket.once("close", () => upstream.destroy());
}

/** Sends a request on as it came, and its answer back; then tells what passed. */
function pass(
  request: IncomingMessage,
  response: ServerResponse,
  { host, port }: { host: string; port: number },
  onPassed: (passed: Passed) => void,
): void {
  const { method = "GET", url = "/" } = request;
  const headers = endToEnd(request.headers);
  const upstream = https.request({ host, port, method, path: url, headers }, (answer) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
    answer.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_READ_BYTES) chunks.push(chunk);
      response.write(chunk);
    });
    answer.once("end", () => {
      const body = decoded(Buffer.concat(chunks), answer.headers["content-encoding"]);
      onPassed({ method, url, status: answer.statusCode ?? 0, headers: answer.headers, body });
      response.end();
    });
    answer.once("error", () => response.destroy());
  });
  // The client sees a broken connection, as it would without a recorder.
  upstream.once("error", () => response.destroy());
  request.pipe(upstream);
}

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)));
}

const DECODERS: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  gzip: (body) => gunzipSync(body),
  br: (body) => brotliDecompressSync(body),
  deflate: (body) => inflateSync(body),
};

/** A body as text has it; one that cannot be decoded has no keys to read. */
function decoded(body: Buffer, encoding = "identity"): Buffer {
  try {
    return own(DECODERS, encoding)?.(body) ?? body;
  } catch {
    return Buffer.alloc(0);
  }
}

/** Behind a proxy some clients check an address of this machine by its name. */
const namesOf = (host: string): [string, ...string[]] =>
  host === "127.0.0.1" ? [host, "localhost"] : [host];

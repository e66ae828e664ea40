import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import { LabError } from "../../../infra/errors";
import type { Collection, Store } from "./store";
import type { Certificates } from "./tls";

/** One HTTPS address of the local cloud. */
export interface Host {
  /** The service that answers there: `arm`, `authority`, `control`, `openai` or `databricks`. */
  kind: string;
  /** The account or workspace that the host belongs to, otherwise the kind again. */
  key: string;
  /** Port on 127.0.0.1. */
  port: number;
}

/**
 * The world's HTTPS addresses on 127.0.0.1, one port per account and workspace. A port is kept for
 * the life of the world, because stack states hold its URL. All hosts of a kind share one
 * application, which finds its host by the port of a request.
 */
export class Hosts {
  private readonly table: Collection<Host>;
  private readonly servers = new Map<string, Server>();
  private readonly byPort = new Map<number, Host>();
  private readonly opening = new Map<string, Promise<Host>>();

  constructor(
    store: Store,
    private readonly certificates: Certificates,
    private readonly apps: Record<string, FastifyInstance>,
  ) {
    this.table = store.collection<Host>("hosts");
  }

  /** Listens again on every port that the world remembers. @throws LabError `port-in-use` */
  async reopen(): Promise<void> {
    await Promise.all(this.table.values().map((host) => this.listen(host)));
  }

  /**
   * Opens a host, or returns it when it is open. Port 0 chooses a free one.
   * @throws LabError `port-in-use`
   */
  async open(kind: string, key: string, port = 0): Promise<Host> {
    const id = `${kind}/${key}`;
    const known = this.table.get(id);
    if (known && this.servers.has(id)) return known;
    const begun = this.opening.get(id);
    if (begun) return begun;
    const opening = this.listen(known ?? { kind, key, port }).then((host) =>
      this.table.put(id, host),
    );
    this.opening.set(id, opening);
    return opening.finally(() => this.opening.delete(id));
  }

  /** Stops listening and forgets the host: its account or workspace was deleted. */
  async close(kind: string, key: string): Promise<void> {
    const id = `${kind}/${key}`;
    this.table.delete(id);
    await this.stop(id);
  }

  /** `https://127.0.0.1:PORT`; undefined when there is no such host. */
  url(kind: string, key: string): string | undefined {
    const host = this.table.get(`${kind}/${key}`);
    return host && `https://127.0.0.1:${host.port}`;
  }

  /** The host that listens on a port. @throws Error when there is none */
  hostOnPort(port: number | undefined): Host {
    const host = this.byPort.get(port ?? 0);
    if (!host) throw new Error(`no host on port ${port ?? "?"}`);
    return host;
  }

  /** Closes every listener and application. The world still remembers the ports. */
  async stopAll(): Promise<void> {
    await Promise.all([...this.servers.keys()].map((id) => this.stop(id)));
    await Promise.all(Object.values(this.apps).map((app) => app.close()));
  }

  private async listen(host: Host): Promise<Host> {
    const app = this.apps[host.kind];
    if (!app) throw new Error(`no application for host kind ${host.kind}`);
    const { cert, key } = this.certificates;
    const server = createServer({ cert, key, keepAliveTimeout: 5_000 }, (request, response) => {
      app.routing(request, response);
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", (cause) => reject(listenError(host, cause)));
      server.listen(host.port, "127.0.0.1", () => resolve());
    });
    const open = { ...host, port: portOf(server) ?? host.port };
    this.servers.set(`${host.kind}/${host.key}`, server);
    this.byPort.set(open.port, open);
    return open;
  }

  private async stop(id: string): Promise<void> {
    const server = this.servers.get(id);
    if (!server) return;
    this.servers.delete(id);
    this.byPort.delete(portOf(server) ?? 0);
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

const portOf = (server: Server): number | undefined =>
  (server.address() as AddressInfo | null)?.port;

function listenError(host: Host, cause: NodeJS.ErrnoException): Error {
  if (cause.code !== "EADDRINUSE") return cause;
  return new LabError(
    "port-in-use",
    `port ${host.port} of the local cloud's ${host.kind} is taken by another program`,
    {
      where: `127.0.0.1:${host.port}`,
      cure: "stop that program, or remove the .lab folder to begin a new local cloud",
      cause,
    },
  );
}

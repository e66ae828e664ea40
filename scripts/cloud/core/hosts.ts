import { createServer, type Server } from "node:https";
import type { FastifyInstance } from "fastify";
import { LabError } from "../../../infra/errors";
import type { Collection, Store } from "./store";
import type { Certificates } from "./tls";

/** One listening address. `kind` says which service answers there, `key` which account or workspace it belongs to. */
export interface Host {
  kind: string;
  key: string;
  port: number;
}

/**
 * The world's HTTPS addresses on 127.0.0.1: one port per account and workspace, kept for the life of the world, since
 * stack states name them. All hosts of one kind share one application; the port tells it for whom it speaks.
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

  /** Listens again on every port the world remembers. @throws LabError `port-in-use`. */
  async reopen(): Promise<void> {
    await Promise.all(this.table.values().map((host) => this.listen(host)));
  }

  /** Opens a host, or returns the one already open. `port` 0 takes a free one. @throws LabError `port-in-use`. */
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

  /** Stops listening and forgets the host, as when an account or workspace is deleted. */
  async close(kind: string, key: string): Promise<void> {
    const id = `${kind}/${key}`;
    this.table.delete(id);
    await this.stop(id);
  }

  /** `https://127.0.0.1:PORT`, undefined when no such host is open. */
  url(kind: string, key: string): string | undefined {
    const host = this.table.get(`${kind}/${key}`);
    return host && `https://127.0.0.1:${host.port}`;
  }

  /** For whom a request was meant, by the port it came in on. */
  hostOnPort(port: number | undefined): Host {
    const host = this.byPort.get(port ?? 0);
    if (!host) throw new Error(`no host on port ${port ?? "?"}`);
    return host;
  }

  /** Ends every listener and tells the applications; the world still remembers the ports. */
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
      server.once("error", (cause: NodeJS.ErrnoException) => {
        const taken = cause.code === "EADDRINUSE";
        reject(
          taken
            ? new LabError(
                "port-in-use",
                `port ${host.port} of the local cloud's ${host.kind} is taken by another program`,
                {
                  where: `127.0.0.1:${host.port}`,
                  cure: "stop that program, or remove the .lab folder to begin a new local cloud",
                  cause,
                },
              )
            : cause,
        );
      });
      server.listen(host.port, "127.0.0.1", () => resolve());
    });
    const address = server.address();
    const open = {
      ...host,
      port: typeof address === "object" && address ? address.port : host.port,
    };
    this.servers.set(`${host.kind}/${host.key}`, server);
    this.byPort.set(open.port, open);
    return open;
  }

  private async stop(id: string): Promise<void> {
    const server = this.servers.get(id);
    if (!server) return;
    this.servers.delete(id);
    const address = server.address();
    if (typeof address === "object" && address) this.byPort.delete(address.port);
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

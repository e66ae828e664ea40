import { AsyncLocalStorage } from "node:async_hooks";
import { createServer as createSecureServer, type Server as SecureServer } from "node:https";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { LabError } from "../../../infra/errors";
import { own } from "../../../infra/json-object";
import { lastingPorts, portHolder } from "../../base/loopback-ports";
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

/** A host that has another port than before, since another program has the old one. */
export interface MovedHost {
  kind: string;
  from: number;
  to: number;
  /** The program that has the old port, where the system tells. */
  holder?: string | undefined;
  /** Whether the user chose the new port. */
  isChosen?: boolean;
}

/** The hosts whose addresses users write down, in the order of their ports where the user chose one. */
const SERVICES: readonly string[] = ["arm", "authority", "control"];

/** Ports behind those of the services that accounts and workspaces get where the user chose one. */
const CHOSEN_RANGE = 200;

/**
 * The world's HTTPS addresses on 127.0.0.1, one port per account and workspace. A port is kept for
 * the life of the world, because stack states hold its URL; it moves only when another program has
 * taken it. All hosts of a kind share one application, which finds its host by the port of a
 * request.
 */
export class Hosts {
  /**
   * Hosts that moved, by their old port. An entry stays until `forgetMove`, so that a killed process
   * leaves no state that holds an old URL for good.
   */
  private readonly moves: Collection<MovedHost>;
  private readonly table: Collection<Host>;
  private readonly listeners = new Map<string, { server: Server; host: Host }>();
  /** The open connections, with whose they are. */
  private readonly sockets = new Map<Socket, Server>();
  private readonly byPort = new Map<number, Host>();
  private readonly opening = new Map<string, Promise<Host>>();
  /**
   * A listener keeps the asynchronous context in which it was made: that of a program whose request
   * opened the host would keep the whole deployment as long as the workspace stands.
   */
  private readonly outsideOfRequests = AsyncLocalStorage.snapshot();

  /** Answers at all ports: a server of TLS for each would cost each account and workspace its keys. */
  private readonly secure: SecureServer;

  constructor(
    private readonly store: Store,
    { cert, key }: Certificates,
    private readonly apps: Record<string, FastifyInstance>,
    /** Port of Resource Manager; sign-in and control have the next two. @default any */
    private readonly firstPort?: number,
  ) {
    this.table = store.collection<Host>("hosts");
    this.moves = store.collection<MovedHost>("hosts/moved");
    this.secure = createSecureServer({ cert, key, keepAliveTimeout: 5_000 }, (request, response) =>
      this.appOf(this.hostOnPort(request.socket.localPort)).routing(request, response),
    );
  }

  /**
   * Listens again on every port that the world remembers, or on another one where it is taken.
   * @throws LabError `state-unreadable` for a damaged entry
   */
  async reopen(): Promise<void> {
    const isService = ([id]: [string, Host]): boolean => SERVICES.includes(id.split("/")[0]!);
    const all = this.table.entries();
    // Services first: a chosen port may be one that an account had.
    await this.reopenAll(all.filter(isService));
    await this.reopenAll(all.filter((entry) => !isService(entry)));
  }

  private async reopenAll(entries: [string, Host][]): Promise<void> {
    const opened = await Promise.allSettled(entries.map(([id, host]) => this.reopenOne(id, host)));
    // Thrown when all have listened: those that had not yet would stay open.
    const failed = opened.find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") throw failed.reason;
  }

  private async reopenOne(id: string, host: Host): Promise<void> {
    if (!isHost(host) || !own(this.apps, host.kind) || `${host.kind}/${host.key}` !== id)
      throw damaged(this.store.file, id);
    const open = await this.listen(host);
    if (open.port === host.port) return;
    const { kind, port: from } = host;
    this.store.atomically(() => {
      this.table.put(id, open);
      const isChosen = this.chosenPort(host) !== undefined;
      const holder = isChosen ? undefined : portHolder(from);
      this.moves.put(String(from), { kind, from, to: open.port, holder, isChosen });
    });
  }

  /** The hosts that have moved since their old URLs were last replaced. */
  moved(): MovedHost[] {
    return this.moves.values();
  }

  /** The old URL of a moved host has been replaced everywhere. */
  forgetMove({ from }: MovedHost): void {
    this.moves.delete(String(from));
  }

  /**
   * Opens a host, or returns it when it is open.
   * @throws LabError `port-in-use` when the machine has no free port at all
   */
  open(kind: string, key: string): Promise<Host> {
    return this.openWith(kind, key, (host) => host);
  }

  /**
   * Opens a host as `open` does, with `port` when that one is free. What `record` keeps of the host,
   * such as its account, is kept together with it or not at all.
   */
  async openWith<T>(kind: string, key: string, record: (host: Host) => T, port = 0): Promise<T> {
    const id = `${kind}/${key}`;
    const host = await this.opened(id, { kind, key, port });
    return this.store.atomically(() => {
      if (this.table.get(id)?.port !== host.port) this.table.put(id, host);
      return record(host);
    });
  }

  /** Forgets the host at once, and stops listening: its account or workspace was deleted. */
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
    await Promise.all([...this.listeners.keys()].map((id) => this.stop(id)));
    await Promise.all(Object.values(this.apps).map((app) => app.close()));
  }

  /** The listening host of an id; calls at the same time share it. */
  private async opened(id: string, wanted: Host): Promise<Host> {
    const open = this.listeners.get(id);
    if (open) return open.host;
    const opening = this.opening.get(id) ?? this.listenOutside(this.table.get(id) ?? wanted);
    this.opening.set(id, opening);
    return opening.finally(() => this.opening.delete(id));
  }

  private listenOutside(host: Host): Promise<Host> {
    return this.outsideOfRequests(() => this.listen(host));
  }

  private appOf({ kind }: Host): FastifyInstance {
    const app = this.apps[kind];
    if (!app) throw new Error(`no application for host kind ${kind}`);
    return app;
  }

  private async listen(host: Host): Promise<Host> {
    this.appOf(host);
    const server = createServer({ noDelay: true }, (socket) => {
      this.sockets.set(socket, server);
      socket.once("close", () => this.sockets.delete(socket));
      this.secure.emit("connection", socket);
    });
    const open = { ...host, port: await this.bind(server, host) };
    this.listeners.set(`${host.kind}/${host.key}`, { server, host: open });
    this.byPort.set(open.port, open);
    return open;
  }

  /** The port that the user chose for a service. */
  private chosenPort({ kind }: Host): number | undefined {
    const place = SERVICES.indexOf(kind);
    return this.firstPort === undefined || place < 0 ? undefined : this.firstPort + place;
  }

  /** Ports for a host that has none yet. */
  private *newPorts(): Generator<number> {
    const next = this.firstPort && this.firstPort + SERVICES.length;
    for (let i = 0; next && i < CHOSEN_RANGE; i++) yield next + i;
    yield* lastingPorts();
  }

  /** Binds a server to its port, or to a free one that no other host of the world remembers. */
  private async bind(server: Server, host: Host): Promise<number> {
    const chosen = this.chosenPort(host);
    if (chosen !== undefined && !(await canListen(server, chosen))) throw taken(chosen);
    const wanted = chosen ?? host.port;
    if (server.listening || (wanted > 0 && (await canListen(server, wanted)))) return wanted;
    for (const port of this.newPorts()) {
      const isKept = this.table.values().some((host) => host.port === port);
      if (!isKept && (await canListen(server, port))) return portOf(server) ?? port;
    }
    throw new LabError("port-in-use", "this machine has no free port on 127.0.0.1", {
      cure: "end a program that listens on many ports, then run the command again",
    });
  }

  private async stop(id: string): Promise<void> {
    const open = this.listeners.get(id);
    if (!open) return;
    const { server, host } = open;
    this.listeners.delete(id);
    this.byPort.delete(host.port);
    for (const [socket, its] of this.sockets) if (its === server) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

const taken = (port: number): LabError =>
  new LabError("port-in-use", `port ${port} of this machine cannot be used`, {
    where: portHolder(port),
    cure: "give --port another one, or end the program that has it",
  });

const portOf = (server: Server): number | undefined =>
  (server.address() as AddressInfo | null)?.port;

/** Windows answers EACCES for ports that it keeps to itself. */
const TAKEN = ["EADDRINUSE", "EACCES"];

/** Whether the server listens on the port now. @throws any other error than a taken port */
const canListen = (server: Server, port: number): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const failed = (cause: NodeJS.ErrnoException): void => {
      if (TAKEN.includes(cause.code ?? "")) resolve(false);
      else reject(cause);
    };
    server.once("error", failed);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", failed);
      resolve(true);
    });
  });

const isHost = (value: unknown): value is Host => hostSchema.safeParse(value).success;
const hostSchema = z.object({
  kind: z.string(),
  key: z.string(),
  port: z.int().min(1).max(65_535),
});

const damaged = (file: string | undefined, id: string): LabError =>
  new LabError("state-unreadable", `the address of ${id} in the local cloud's world is damaged`, {
    where: file,
    cure: `in that file, delete the line that begins with ["hosts",${JSON.stringify(id)}`,
  });

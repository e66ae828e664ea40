import { readFileSync } from "node:fs";
import { createServer, connect, type AddressInfo, type Socket } from "node:net";
import { once } from "node:events";

/** Linux's tables of TCP connections, one line per socket with its user. */
const TABLES = ["/proc/net/tcp", "/proc/net/tcp6"];
const ESTABLISHED = "01";
/** A table is read in pieces, and a connection that ends meanwhile can hide another one. */
const MAX_READS = 3;

/** The two ends of a connection, as the peer sees them. */
export interface Ends {
  local: number;
  remote: number;
}

/**
 * The user of the peer's end of a loopback connection, from the text of one of Linux's tables.
 * Undefined when the table has no open socket of it: a socket that is closing has lost its user,
 * and the table then names root.
 */
export function userOfConnection(table: string, { local, remote }: Ends): number | undefined {
  const port = (number: number): string => `:${number.toString(16).toUpperCase().padStart(4, "0")}`;
  for (const line of table.split("\n")) {
    const [, from = "", to = "", state, , , , uid, , inode] = line.trim().split(/\s+/);
    if (!from.endsWith(port(local)) || !to.endsWith(port(remote))) continue;
    if (!isLoopback(from) || !isLoopback(to)) continue;
    if (state === ESTABLISHED && inode !== "0") return Number(uid);
  }
  return undefined;
}

/** Whether an address of a table is 127.x.x.x, in IPv4 or mapped into IPv6. */
const isLoopback = (address: string): boolean => /^(0{16}FFFF0000)?[0-9A-F]{6}7F:/.test(address);

function userOfPeer(socket: Socket): number | undefined {
  const ends = { local: socket.remotePort ?? 0, remote: socket.localPort ?? 0 };
  for (let read = 0; read < MAX_READS; read++) {
    for (const table of TABLES) {
      const user = userOfConnection(readTable(table), ends);
      if (user !== undefined) return user;
    }
  }
  return undefined;
}

function readTable(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Decides whether the peer of an accepted loopback connection is this process's own user. */
export type SameUser = (socket: Socket) => boolean;

let check: Promise<SameUser> | undefined;

/**
 * The check of this system. Where the tables do not show this process's own connection (macOS,
 * Windows, some sandboxes) nothing can be checked, and every peer is accepted.
 */
export const sameUserCheck = (): Promise<SameUser> => (check ??= createCheck());

async function createCheck(): Promise<SameUser> {
  const user = process.getuid?.();
  const isOwn: SameUser = (socket) => userOfPeer(socket) === user;
  if (user !== undefined && (await acceptsItself(isOwn))) return isOwn;
  return () => true;
}

/** Tries a check on a connection of this process to itself. */
async function acceptsItself(isOwn: SameUser): Promise<boolean> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const [[accepted]] = (await Promise.all([
    once(server, "connection"),
    once(client, "connect"),
  ])) as [[Socket], unknown];
  const accepts = isOwn(accepted);
  client.destroy();
  accepted.destroy();
  server.close();
  return accepts;
}

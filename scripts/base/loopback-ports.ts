import { randomInt } from "node:crypto";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A range of port numbers, both ends included. */
type Range = readonly [from: number, to: number];

/** Ports that neither a system service nor an outgoing connection has by custom. */
const USUAL: Range = [20_000, 32_767];
/** Where the kernel does not tell: what macOS and Windows lend to outgoing connections. */
const LENT_ELSEWHERE: Range = [49_152, 65_535];
/** Fewer ports than this are too few to find a free one by chance. */
const ENOUGH = 1_000;
const TRIES = 20;

/**
 * Ports to try for a listener that must keep its port for months: at random, and outside the range
 * that the kernel lends to outgoing connections, where another program may have it tomorrow. The
 * last one is 0, any free port.
 */
export function* lastingPorts(lent: Range = lentPorts()): Generator<number> {
  const free = rangesOutside(lent).find(([from, to]) => to - from >= ENOUGH);
  for (let tries = 0; free && tries < TRIES; tries++) yield randomInt(free[0], free[1] + 1);
  yield 0;
}

function rangesOutside([low, high]: Range): Range[] {
  const [from, to] = USUAL;
  if (high < from || low > to) return [USUAL];
  return [
    [from, low - 1],
    [Math.max(from, high + 1), to],
    [high + 1, 65_535],
    [1_024, low - 1],
  ];
}

function lentPorts(): Range {
  const text = textOf("/proc/sys/net/ipv4/ip_local_port_range") ?? "";
  const [low, high] = text.trim().split(/\s+/).map(Number);
  return low && high ? [low, high] : LENT_ELSEWHERE;
}

const LISTENING = "0A";

/**
 * The program that listens on a port of this machine, such as `process 4711 (node)`. Undefined where
 * the system does not tell: another user's process, or no `/proc`.
 */
export function portHolder(port: number): string | undefined {
  const inodes = new Set(
    ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) => socketsOn(table, port)),
  );
  if (inodes.size === 0) return undefined;
  const pid = processes().find((one) => hasSocket(one, inodes));
  if (pid === undefined) return undefined;
  return `process ${pid} (${textOf(`/proc/${pid}/comm`)?.trim() ?? "unknown"})`;
}

/** Inodes of the sockets that listen on a port (proc_net_tcp). */
function socketsOn(table: string, port: number): string[] {
  const end = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return (textOf(table) ?? "").split("\n").flatMap((line) => {
    const [, local = "", , state, , , , , , inode = ""] = line.trim().split(/\s+/);
    return state === LISTENING && local.endsWith(end) ? [inode] : [];
  });
}

const processes = (): string[] => listOf("/proc").filter((name) => /^\d+$/.test(name));

const hasSocket = (pid: string, inodes: ReadonlySet<string>): boolean =>
  listOf(`/proc/${pid}/fd`).some((fd) => {
    const inode = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1];
    return inode !== undefined && inodes.has(inode);
  });

/** A process may end, or belong to another user: then there is nothing to read. */
function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

const textOf = (file: string): string | undefined =>
  orElse(() => readFileSync(file, "utf8"), undefined);
const listOf = (folder: string): string[] => orElse(() => readdirSync(folder), []);
const linkOf = (file: string): string => orElse(() => readlinkSync(file), "");

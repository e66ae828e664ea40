import { createServer, connect, type AddressInfo, type Socket } from "node:net";
import { once } from "node:events";
import { describe, expect, onTestFinished, test } from "vitest";
import { sameUserCheck, userOfConnection } from "../../scripts/base/same-user";

const line = (from: string, to: string, state: string, uid: number, inode: number): string =>
  `   1: ${from} ${to} ${state} 00000000:00000000 00:00000000 00000000 ${uid} 0 ${inode} 1`;
const HEADER = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid";
const table = (...lines: string[]): string => [HEADER, ...lines].join("\n");
// Port 0x9C40 = 40000 is the peer's, 0x1F90 = 8080 the server's.
const ends = { local: 40_000, remote: 8080 };

describe("the user of a connection", () => {
  test("is the one of the peer's end, not of the server's", () => {
    const text = table(
      line("0100007F:1F90", "0100007F:9C40", "01", 0, 10),
      line("0100007F:9C40", "0100007F:1F90", "01", 1000, 11),
    );
    expect(userOfConnection(text, ends)).toBe(1000);
  });

  test("is found for a peer that uses IPv6 sockets", () => {
    const [from, to] = ["9C40", "1F90"].map((port) => `0000000000000000FFFF00000100007F:${port}`);
    expect(userOfConnection(table(line(from!, to!, "01", 7, 11)), ends)).toBe(7);
  });

  test.each([
    [
      "is closing, and then belongs to root by the table",
      line("0100007F:9C40", "0100007F:1F90", "06", 0, 0),
    ],
    ["has no owner any more", line("0100007F:9C40", "0100007F:1F90", "01", 0, 0)],
    ["has other ports", line("0100007F:9C41", "0100007F:1F90", "01", 0, 11)],
    ["is not on loopback", line("0200000A:9C40", "0100000A:1F90", "01", 0, 11)],
  ])("is unknown for one that %s", (_, text) => {
    expect(userOfConnection(table(text), ends)).toBeUndefined();
  });
});

test("a connection of this process is its own user's", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const client = connect((server.address() as AddressInfo).port, "127.0.0.1");
  onTestFinished(() => void client.destroy());
  const [accepted] = (await once(server, "connection")) as [Socket];
  onTestFinished(() => void accepted.destroy());
  expect((await sameUserCheck())(accepted)).toBe(true);
});

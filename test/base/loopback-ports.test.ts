import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { expect, test } from "vitest";
import { lastingPorts, portHolder } from "../../scripts/base/loopback-ports";

test.each([
  [32_768, 60_999],
  [49_152, 65_535],
  [1_024, 49_999],
  [22_000, 65_535],
  [15_000, 25_000],
])("lasting ports are outside the kernel's range %d to %d", (low, high) => {
  const ports = [...lastingPorts([low, high])];
  expect(ports.at(-1)).toBe(0);
  expect(ports.length).toBeGreaterThan(10);
  for (const port of ports.slice(0, -1)) {
    expect(port >= low && port <= high).toBe(false);
    expect(port).toBeGreaterThanOrEqual(1_024);
    expect(port).toBeLessThanOrEqual(65_535);
  }
});

test("a kernel that lends every port leaves any free one", () => {
  expect([...lastingPorts([1_024, 65_535])]).toEqual([0]);
});

test("the program that listens on a port is named, where the system tells", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const named = process.platform === "linux" ? new RegExp(`^process ${process.pid} \\(`) : /^$/;
  expect(portHolder(port) ?? "").toMatch(named);
  server.close();
  await once(server, "close");
  expect(portHolder(port)).toBeUndefined();
});

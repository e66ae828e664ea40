/** The embedded engine stays on this machine and leaves foreign stacks alone. */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { addressesIn, isLoopback } from "../../../scripts/engine/embedded/guard";
import { secret } from "../../../scripts/engine/state/wire";
import { FakeProvider, Thing } from "../../support/engine/sdk";
import { EngineHarness, program } from "../../support/engine/harness";

test.each([
  ["https://127.0.0.1:8443/", true],
  ["127.0.0.1:8443", true],
  ["http://127.8.9.10", true],
  ["http://[::1]:80/x", true],
  ["https://localhost", true],
  ["adb-1.4.azuredatabricks.net", false],
  ["https://management.azure.com/", false],
  ["https://127.0.0.1.example.com", false],
  ["https://127.0.0.1@example.com", false],
  ["https://localhost.example.com", false],
  ["", false],
  ["http://0.0.0.0", false],
])("%s is loopback: %s", (address, local) => expect(isLoopback(address)).toBe(local));

test("addresses are found under their names, deep, in lists and in secrets; other texts are not addresses", () => {
  const props = {
    name: "https://not-an-address.example",
    endpoint: "https://a",
    nested: { workspaceUrl: "b", endpoints: { "Some API": "https://c", list: ["https://d"] } },
    hidden: secret({ host: "e" }),
    emptyHost: "",
  };
  expect(addressesIn(props)).toEqual(["https://a", "b", "https://c", "https://d", "e"]);
});

test("a plugin that speaks to another machine is refused when the engine is made", () => {
  expect(
    () => new EngineHarness(undefined, undefined, { localOnly: ["https://management.azure.com"] }),
  ).toThrow(expect.objectContaining({ code: "foreign-stack" }) as Error);
});

test("a provider that the program points elsewhere is refused before it does anything", async () => {
  const b = new EngineHarness();
  const result = await b.up(() => {
    const provider = new FakeProvider("far", { host: "https://adb-1.4.azuredatabricks.net" });
    new Thing("a", {}, { provider });
    return Promise.resolve({});
  });
  expect(result.failures[0]).toMatchObject({ code: "foreign-stack" });
  expect(b.cloud.objects.size).toBe(0);
});

describe("a stack that a real CLI wrote last", () => {
  const one = program(() => new Thing("a", { size: 1 }));
  const written = async (change: (text: string) => string): Promise<EngineHarness> => {
    const b = new EngineHarness();
    await b.up(one);
    b.calls();
    const text = readFileSync(b.stateFile, "utf8").replaceAll(b.state.manifest.version, "v3.260.0");
    writeFileSync(b.stateFile, change(text));
    return b;
  };

  test("on this machine: we go on from its state", async () => {
    const b = await written((text) => text);
    expect((await b.up(one)).counts.same).toBe(2);
    expect(b.state.manifest.version).not.toBe("v3.260.0");
  });

  test.each([
    [
      "elsewhere",
      (text: string) => text.replaceAll("https://127.0.0.1:1/", "https://lab.openai.azure.com/"),
    ],
    [
      "partly elsewhere",
      (text: string) =>
        text.replace('"size":1,"endpoint"', '"apiUrl":"https://x.example","endpoint"'),
    ],
    ["nobody can tell where", (text: string) => text.replace(/"(endpoint|host)":"[^"]*",/g, "")],
  ])("%s: nothing is done to it", async (_, change) => {
    const b = await written(change);
    const before = readFileSync(b.stateFile, "utf8");
    for (const operation of ["up", "preview", "destroy", "refresh", "recover"] as const)
      await expect(b.engine[operation](b.stack)).rejects.toMatchObject({ code: "foreign-stack" });
    expect([b.calls(), readFileSync(b.stateFile, "utf8")]).toEqual([[], before]);
  });
});

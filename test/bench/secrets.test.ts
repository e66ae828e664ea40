import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { expect, test } from "vitest";
import { canaryOf, formsIn } from "../../bench/secrets/canary";
import type { SearchResult } from "../../bench/secrets/search";
import { seconds } from "../support/time-limits";

function search(...args: string[]): SearchResult {
  const child = path.join(__dirname, "../support/bench/secrets-child.ts");
  const ended = spawnSync(process.execPath, ["--import", "tsx", child, ...args], {
    encoding: "utf8",
  });
  expect(ended.status, ended.stderr).toBe(0);
  return JSON.parse(ended.stdout.trimEnd().split("\n").at(-1)!) as SearchResult;
}

/** The bench searches 1,000: npm run bench secrets. */
test(
  "the keys of random labs, classes and seats are in their secrets, and nowhere else",
  { timeout: seconds(25) },
  () => {
    const found = search("9", "7");
    expect(found).toMatchObject({ leaks: [], failures: [] });
    const { deployed, withKey } = found;
    expect(deployed.lab + deployed.class + deployed.seat).toBeGreaterThanOrEqual(9);
    expect(Math.min(withKey.lab, withKey.class, withKey.seat)).toBeGreaterThan(0);
    // Written when deployed and again when rotated; a class has no secret scope.
    expect(found.inSecretScopes).toBe(2 * (withKey.lab + withKey.seat));
    expect(found.files).toBeGreaterThan(9 * 4);
  },
);

test.each([
  ["a lab", "5", "lab-5-0"],
  ["a class or its seat", "4", "seat-4-0"],
])(
  "a key of %s that gets out is found, wherever it is",
  { timeout: seconds(15) },
  (_, seed, stack) => {
    const found = search("1", seed, "careless");
    expect(found.failures).toEqual([]);
    const leaks = new Set(found.leaks.map(({ place, form }) => `${path.basename(place)}: ${form}`));
    expect([...leaks]).toEqual(
      expect.arrayContaining([
        `${stack}.json after up: in clear`,
        `${stack}.json after up: in base64`,
        `${stack}.json after a rotation: in clear`,
        "the result of up: in clear",
        "events and logs: in clear",
        "stdout and stderr: in clear",
      ]),
    );
  },
);

test.each([
  ["in clear", (key: string) => JSON.stringify({ key })],
  ["in clear", (key: string) => encodeURIComponent(key)],
  ["in clear", (key: string) => JSON.stringify(JSON.stringify({ key }))],
  ["in base64", (key: string) => Buffer.from(key).toString("base64url")],
  ["in base64", (key: string) => Buffer.from(`a${key}`).toString("base64")],
  ["in base64", (key: string) => Buffer.from(`ab${key}`).toString("base64")],
  ["in hex", (key: string) => Buffer.from(key).toString("hex")],
  ["in UTF-16", (key: string) => Buffer.from(key, "utf16le").toString("latin1")],
])("a canary %s is recognised (%#)", (form, written) => {
  expect(formsIn(written(canaryOf("one")))).toEqual([form]);
  expect(formsIn(written("c3d9e0a1b2"))).toEqual([]);
});

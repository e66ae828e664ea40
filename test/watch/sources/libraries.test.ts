import { expect, test } from "vitest";
import {
  watchNpmLibraries,
  watchPythonLibrary,
  type Registries,
} from "../../../scripts/watch/sources/libraries";
import { configOf } from "../../support/doctor/context";

interface Call {
  url: string;
  headers: Headers;
}

/** Registries that give one answer to everything; a number is a status. */
function registriesOf(answer: unknown, python = "https://pypi.example/simple") {
  const calls: Call[] = [];
  const registries: Registries = {
    fetch: (url, init) => {
      calls.push({ url: new Request(url).url, headers: new Headers(init?.headers) });
      if (answer instanceof Error) return Promise.reject(answer);
      if (typeof answer === "number") return Promise.resolve(new Response("", { status: answer }));
      return Promise.resolve(Response.json(answer));
    },
    python,
    npm: "https://npm.example/",
  };
  return { registries, calls };
}

const { databricks } = configOf();
const project = (yanked: boolean | string, ...versions: string[]) => ({
  versions,
  files: [
    { filename: "openai-2.54.0-py3-none-any.whl", yanked },
    { filename: "openai-2.54.0.tar.gz", yanked },
    { filename: "openai-2.54.0.post1.tar.gz", yanked: false },
  ],
});

test.each<[string, unknown, object]>([
  ["of the newest major", project(false, "2.54.0", "3.0.0rc1"), { state: "listed", isOver: false }],
  ["behind it", project(false, "2.54.0", "3.57.0"), { state: "listed; 3.x is out", isOver: false }],
  ["withdrawn", project("broken", "2.54.0"), { state: "withdrawn", isOver: true }],
  ["not there", project(false, "2.53.0"), { state: "not listed", isOver: true }],
  ["of no project", 404, { state: "not listed", isOver: true }],
  ["behind a registry that fails", 503, { unknown: "pypi.example answered 503" }],
])("a Python library that is %s", async (_, answer, expected) => {
  const { registries, calls } = registriesOf(answer);
  const [library] = await watchPythonLibrary(databricks, registries);
  expect(library).toMatchObject({ id: "pypi+openai+2.54.0", isUsed: true, ...expected });
  expect(calls.map(({ url }) => url)).toEqual(["https://pypi.example/simple/openai/"]);
  expect(calls[0]!.headers.get("accept")).toBe("application/vnd.pypi.simple.v1+json");
});

test("a private registry's password is sent as a header, and no message repeats it", async () => {
  const { registries, calls } = registriesOf(403, "https://me:s%40cret@mirror.example/simple/");
  const [library] = await watchPythonLibrary(databricks, registries);
  expect(calls[0]!.url).toBe("https://mirror.example/simple/openai/");
  const encoded = Buffer.from("me:s@cret").toString("base64");
  expect(calls[0]!.headers.get("authorization")).toBe(`Basic ${encoded}`);
  expect(JSON.stringify(library)).not.toMatch(/cret/);
});

test.each<[unknown, object]>([
  [{ name: "openai" }, { state: "listed", isOver: false }],
  [{ deprecated: "" }, { state: "listed", isOver: false }],
  [{ deprecated: "use another" }, { state: "deprecated", isOver: true }],
  [404, { state: "not listed", isOver: true }],
  [500, { unknown: "npm.example answered 500" }],
  [
    new TypeError("fetch failed", { cause: new Error("getaddrinfo ENOTFOUND npm.example") }),
    { unknown: "getaddrinfo ENOTFOUND npm.example" },
  ],
])("npm's packages of vendors alone are asked about: %j", async (answer, expected) => {
  const { registries, calls } = registriesOf(answer);
  const pins = { "@pulumi/pulumi": "3.270.0", openai: "7.57.0", zod: "4.6.7" };
  const watched = await watchNpmLibraries(pins, registries);
  expect(calls.map(({ url }) => url)).toEqual([
    "https://npm.example/@pulumi%2fpulumi/3.270.0",
    "https://npm.example/openai/7.57.0",
  ]);
  for (const one of watched) expect(one).toMatchObject(expected);
});

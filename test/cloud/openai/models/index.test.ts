import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { createHash } from "node:crypto";
import { describe, expect, it, test } from "vitest";
import { localOrPlanted, openModel } from "../../../../scripts/cloud/openai/models";
import { requireBinding } from "../../../../scripts/cloud/openai/models/local";
import { temporaryFolder } from "../../../support/folder";
import { ggufHeader } from "../../../support/openai/gguf";

const REQUEST = {
  messages: [{ role: "user" as const, content: "Describe a nurse." }],
  n: 1,
  maxTokens: 100,
  temperature: 1,
};

describe("openModel", () => {
  it("opens the planted model with its seed and preset", async () => {
    const [a, b, strong] = await Promise.all([
      openModel("planted", { seed: "a" }),
      openModel("planted", { seed: "b" }),
      openModel("planted:strong", { seed: "a" }),
    ]);
    expect([a.name, strong.name]).toEqual([
      "SIMULATED planted (default)",
      "SIMULATED planted (strong)",
    ]);
    expect(await a.complete(REQUEST)).not.toEqual(await b.complete(REQUEST));
  });

  it("names the presets when there is no such one", async () => {
    const error = {
      code: "usage",
      cure: "use one of none, default, strong, evasive, mitigations",
    };
    await expect(openModel("planted:huge")).rejects.toMatchObject(error);
  });

  it("takes anything else for a file", async () => {
    await expect(openModel("no-such.gguf")).rejects.toMatchObject({
      code: "model",
      where: path.resolve("no-such.gguf"),
    });
  });

  it("refuses a file that only begins like a model", async () => {
    const file = path.join(temporaryFolder(), "torn.gguf");
    writeFileSync(file, ggufHeader());
    const message = expect.stringMatching(/^the model cannot be loaded: /) as string;
    await expect(openModel(file)).rejects.toMatchObject({ code: "model", where: file, message });
  });
});

describe("localOrPlanted", () => {
  /** A project whose `.venv/model` claims to hold the packages already, with these weights. */
  function projectWith(weights: string): string {
    const root = temporaryFolder();
    const requirements = path.resolve(
      __dirname,
      "../../../../scripts/cloud/openai/models/requirements.txt",
    );
    const python = path.join(
      root,
      ".venv/model",
      process.platform === "win32" ? "Scripts/python.exe" : "bin/python",
    );
    mkdirSync(path.dirname(python), { recursive: true });
    writeFileSync(python, "");
    writeFileSync(path.join(root, ".venv/model/gemma-3-270m-q4_k_m.gguf"), weights);
    writeFileSync(path.join(root, ".venv/model/requirements.sha256"), sha256(requirements));
    return root;
  }

  it("falls back with the reason when the weights are not those that were published", async () => {
    const { model, reason } = await localOrPlanted({ root: projectWith("GGUF, tampered with") });
    expect(model.kind).toBe("planted");
    expect(reason).toMatch(/^the model file has the wrong SHA-256: /);
  });

  it("falls back with the reason on another platform, before anything is fetched", async () => {
    const said: string[] = [];
    const options = {
      root: temporaryFolder(),
      platform: "darwin-arm64",
      progress: (text: string) => said.push(text),
    };
    const { model, reason } = await localOrPlanted(options);
    expect([model.kind, reason]).toEqual([
      "planted",
      "the local model runs on linux-x64 only, and this is darwin-arm64",
    ]);
    expect(said).toEqual([]);
  });
});

test("a package without the binding says what to install, before anything is fetched", () => {
  const read = (file: string): Record<string, Record<string, string>> =>
    JSON.parse(readFileSync(path.resolve(__dirname, "../../../..", file), "utf8")) as never;
  const { peerDependencies } = read("package.json");
  const { dependencies } = read("scripts/cloud/openai/models/package.json");
  const missing = (): never => {
    throw new Error("Cannot find module");
  };
  expect(() => requireBinding("linux-x64", missing)).toThrow(
    expect.objectContaining({
      code: "model",
      cure: `run npm install node-llama-cpp@${dependencies!["node-llama-cpp"]!}, or use --model planted`,
    }),
  );
  expect(peerDependencies!["node-llama-cpp"]).toBe(dependencies!["node-llama-cpp"]);
});

const sha256 = (file: string): string =>
  createHash("sha256").update(readFileSync(file)).digest("hex");

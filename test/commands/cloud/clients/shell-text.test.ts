/** Each shell that is here reads its form for real. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import { shellText, type Shell } from "../../../../scripts/commands/cloud/clients/shell-text";
import { temporaryFolder } from "../../../support/folder";

const VALUES = {
  PLAIN: "https://127.0.0.1:1/",
  QUOTES: `it's "so"`,
  SPACES: "a folder/with $HOME `id` \\n",
};
/** A file of variables cannot hold both kinds of quotes. */
const IN_A_FILE = { ...VALUES, QUOTES: "it's so" };

const READERS: [shell: Shell, program: string, args: (file: string) => string[]][] = [
  ["bash", "bash", (file) => ["-c", `. '${file}'; exec env -0`]],
  ["bash", "sh", (file) => ["-c", `. '${file}'; exec env -0`]],
  ["fish", "fish", (file) => ["--no-config", "-c", `source '${file}'; env -0`]],
  ["powershell", "pwsh", (file) => ["-NoProfile", "-Command", `. '${file}'; env -0`]],
];

for (const [shell, program, args] of READERS)
  test(`${shell}, as ${program} reads it`, ({ skip }) => {
    const file = path.join(temporaryFolder(), "env.ps1");
    writeFileSync(file, shellText(shell, VALUES));
    const { error, stdout } = spawnSync(program, args(file), { encoding: "utf8" });
    if (error) skip(`${program} is not installed`);
    const read = stdout.split("\0");
    for (const [name, value] of Object.entries(VALUES)) expect(read).toContain(`${name}=${value}`);
  });

test("dotenv, as node reads it", () => {
  expect(parseEnv(shellText("dotenv", IN_A_FILE))).toEqual(IN_A_FILE);
  expect(shellText("dotenv", { A: VALUES.PLAIN })).toBe(`A=${VALUES.PLAIN}`);
});

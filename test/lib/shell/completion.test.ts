/** Each shell sources its script for real and is asked what it offers. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { SPECS } from "../../../scripts/commands/specs";
import { bashCompletion } from "../../../scripts/lib/shell/completion/bash";
import { fishCompletion } from "../../../scripts/lib/shell/completion/fish";
import {
  completedCommands,
  firstWords,
  groupsOf,
} from "../../../scripts/lib/shell/completion/words";
import { zshCompletion } from "../../../scripts/lib/shell/completion/zsh";
import { temporaryFolder } from "../../support/folder";
import { seconds } from "../../support/time-limits";

const commands = completedCommands(SPECS);
const names = commands.map(({ name }) => name);
const flagsOf = (name: string): string[] =>
  commands.find((one) => one.name === name)!.flags.map((flag) => flag.name);

/** A command line up to the cursor, and what must be among the offers. */
const CASES: [line: string, offered: string[]][] = [
  ["lab ", firstWords(commands)],
  ["lab pro", ["probe", "proof"]],
  ["lab help ", firstWords(commands)],
  ...groupsOf(commands).map(({ name, members }): [string, string[]] => [`lab ${name} `, members]),
  ...names.map((name): [string, string[]] => [`lab ${name} --`, flagsOf(name)]),
  ["lab rehearse --spark ", ["sail", "jvm"]],
  ["lab up dev --engine em", ["embedded"]],
  ["lab completion ", ["bash", "zsh", "fish"]],
  ["lab destroy ", ["autumn", "dev"]],
  ["lab up --local au", ["autumn"]],
  ["lab score ", ["answers.jsonl"]],
];

/** What each case offers, one group a line. */
function ask(shell: string, args: string[]): string[][] {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, "answers.jsonl"), "");
  const { stdout, stderr, status } = spawnSync(shell, args, {
    cwd,
    encoding: "utf8",
    timeout: seconds(10),
  });
  expect([status, stderr], shell).toEqual([0, ""]);
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.split(" "));
}

function expectOffers(offers: string[][]): void {
  expect(offers).toHaveLength(CASES.length);
  CASES.forEach(([line, offered], i) =>
    expect(offers[i], line).toEqual(expect.arrayContaining(offered)),
  );
}

/** `lab completion stacks`, of which only the names matter here. */
const LAB = "lab() { printf 'autumn\\ndev\\n'; }";

test("bash", () => {
  const asks = CASES.map(([line]) => {
    const words = line.split(" ");
    const quoted = words.map((word) => `'${word}'`).join(" ");
    return `COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _lab; echo "\${COMPREPLY[*]}"`;
  });
  // It is registered for the command, and a value behind = is completed too.
  const registered = "complete -p lab >/dev/null";
  const equals =
    'COMP_WORDS=(lab rehearse --spark = s); COMP_CWORD=4; _lab; echo "${COMPREPLY[*]}"';
  const script = [bashCompletion(commands), LAB, registered, ...asks, equals].join("\n");
  const offers = ask("bash", ["-c", script]);
  expect(offers.pop()).toEqual(["sail"]);
  expectOffers(offers);
});

const isInstalled = (shell: string): boolean => spawnSync(shell, ["--version"]).status === 0;

test("fish", ({ skip }) => {
  if (!isInstalled("fish")) skip("fish is not installed");
  const stacks = "function lab; printf 'autumn\\ndev\\n'; end";
  const asks = CASES.map(
    ([line]) => `echo (complete -C ${JSON.stringify(line)} | string replace -r '\\t.*' '')`,
  );
  expectOffers(
    ask("fish", ["--no-config", "-c", [stacks, fishCompletion(commands), ...asks].join("\n")]),
  );
});

test("zsh", ({ skip }) => {
  if (!isInstalled("zsh")) skip("zsh is not installed");
  // zsh completes only at a terminal: its own pseudo terminal presses the key and reads the answer.
  const folder = temporaryFolder();
  const file = path.join(folder, "completion.zsh");
  writeFileSync(file, [LAB, zshCompletion(commands)].join("\n"));
  const script = path.join(__dirname, "../../support/zsh-completion.zsh");
  expectOffers(ask("zsh", ["-f", script, file, ...CASES.map(([line]) => line)]));
});

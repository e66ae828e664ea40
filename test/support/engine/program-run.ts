import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parse } from "yaml";
import { serve } from "../../../scripts/engine/embedded/program/transport";
import { azure } from "../graph/azure";
import { type Registration, stubEngine } from "../graph/engine";

const root = join(__dirname, "../../..");

export interface ProgramRun {
  code: number | null;
  registered: Registration[];
  logs: string[];
  stderr: string;
}

/** What Pulumi.yaml has the CLI start node with. */
function optionsOf(): string[] {
  const text = readFileSync(join(root, "Pulumi.yaml"), "utf8");
  return (
    parse(text) as { runtime: { options: { nodeargs: string } } }
  ).runtime.options.nodeargs.split(" ");
}

/**
 * Runs the whole program as the Pulumi CLI does: the SDK's own runner in a process of its own, over gRPC. Its TypeScript
 * is loaded as Pulumi.yaml says, by Pulumi's own loader, or as the commands load it.
 */
export async function runProgram(
  loader: "sucrase" | "ts-node" | "tsx",
  config: Record<string, string>,
): Promise<ProgramRun> {
  const stub = stubEngine(azure());
  const server = await serve(stub.monitor, stub.engine);
  try {
    const runner = createRequire(__filename).resolve("@pulumi/pulumi/cmd/run");
    const place = [
      "--monitor",
      server.address,
      "--engine",
      server.address,
      "--project",
      "rai-lab",
      "--stack",
      "dev",
      "--pwd",
      root,
    ];
    const nodeargs = { sucrase: optionsOf(), "ts-node": [], tsx: ["--import", "tsx"] }[loader];
    const child = spawn(process.execPath, [...nodeargs, runner, ...place, "--parallel", "8", "."], {
      cwd: root,
      stdio: ["ignore", "ignore", "pipe"],
      env: {
        PATH: process.env["PATH"],
        HOME: process.env["HOME"],
        PULUMI_NODEJS_TYPESCRIPT: String(loader === "ts-node"),
        PULUMI_CONFIG: JSON.stringify(config),
      },
    });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const code = await new Promise<number | null>((resolve, reject) =>
      child.on("error", reject).on("close", resolve),
    );
    return { code, registered: stub.registered, logs: stub.logs, stderr };
  } finally {
    server.close();
  }
}

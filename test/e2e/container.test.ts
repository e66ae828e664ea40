/**
 * What the image of `docs/Containerfile` holds, run without a container engine: the files that it copies, in an
 * empty folder, with the dependencies that are not of development. The test leaves `--port` out, since another
 * program may have that port.
 */
import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/folder";
import { startLab } from "../support/lab";
import { seconds } from "../support/time-limits";

const ROOT = path.resolve(__dirname, "../..");
const instructions = readFileSync(path.join(ROOT, "docs/Containerfile"), "utf8")
  .split("\n")
  .map((line) => /^([A-Z]+) (.*)$/.exec(line))
  .flatMap((match) => (match ? [{ name: match[1]!, args: match[2]! }] : []));

const argsOf = (name: string): string[] =>
  instructions.filter((one) => one.name === name).map(({ args }) => args);

/** Links to what `npm ci --omit=dev --omit=optional` would install, and the copied files. */
function imageFolder(): string {
  const folder = temporaryFolder();
  for (const copy of argsOf("COPY")) {
    const sources = copy.split(" ");
    const target = path.join(folder, sources.pop()!);
    for (const source of sources) {
      const to = sources.length > 1 || copy.endsWith("./") ? path.join(target, source) : target;
      cpSync(path.join(ROOT, source), to, { recursive: true });
    }
  }
  const { packages } = JSON.parse(readFileSync(path.join(ROOT, "package-lock.json"), "utf8")) as {
    packages: Record<string, { dev?: true; optional?: true; devOptional?: true }>;
  };
  for (const [place, { dev, optional, devOptional }] of Object.entries(packages)) {
    const isDirect = place.lastIndexOf("node_modules/") === 0;
    if (!isDirect || dev || optional || devOptional) continue;
    const to = path.join(folder, place);
    mkdirSync(path.dirname(to), { recursive: true });
    symlinkSync(path.join(ROOT, place), to);
  }
  return folder;
}

test(
  "the files of the image are enough for its command, which ends in order at its stop signal",
  { timeout: seconds(20) },
  async () => {
    const project = imageFolder();
    const [program, script, ...args] = JSON.parse(argsOf("CMD")[0]!) as string[];
    expect([program, script]).toEqual(["node", "bin/lab.js"]);
    const port = args.indexOf("--port");
    args.splice(port, 2);
    const cloud = startLab(path.join(project, ".lab"), [...args, "--json"], {
      project,
      cwd: project,
    });
    await cloud.waitForOutput(/"schema":"rai-lab\/cloud\/1".*\n/);
    cloud.child.kill(argsOf("STOPSIGNAL")[0] as NodeJS.Signals);
    expect((await cloud.ended).code).toBe(0);
  },
);

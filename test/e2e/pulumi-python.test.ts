/** The program in Python of docs/local-cloud.md, as it is printed there, under the Pulumi CLI. Needs `pulumi` on the PATH. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { pulumiOnLocalCloud, skipWithoutCli } from "../support/engine/pulumi-cli";
import { temporaryFolder } from "../support/folder";
import { pythonFor } from "../support/python";
import { seconds } from "../support/time-limits";

skipWithoutCli();

const DOCUMENT = readFileSync(path.join(__dirname, "../../docs/local-cloud.md"), "utf8");
const SECTION = DOCUMENT.split("\n## ").find((one) => one.startsWith("A Pulumi program"))!;
const blockOf = (language: string): string =>
  new RegExp("```" + language + "\\n([^`]+)```").exec(SECTION)![1]!;

test(
  "a program in Python is up, has nothing to change, and goes again, with the stand-ins",
  { timeout: seconds(180) },
  async (context) => {
    const host = spawnSync("pulumi-language-python", ["-version"]).error;
    context.skip(host !== undefined, "there is no pulumi-language-python on the PATH");
    const python = await pythonFor("pulumi", context);
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, "Pulumi.yaml"), blockOf("yaml"));
    writeFileSync(path.join(folder, "__main__.py"), blockOf("python"));
    const PATH = [path.dirname(python), process.env.PATH].join(path.delimiter);
    const { pulumi } = await pulumiOnLocalCloud(folder, { PATH });
    pulumi("stack", "init", "dev");
    pulumi("up", "--yes");
    expect(pulumi("stack", "output", "endpoint")).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/$/m);
    pulumi("preview", "--expect-no-changes");
    expect(pulumi("destroy", "--yes")).toMatch(/- 3 deleted/);
  },
);

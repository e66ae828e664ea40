/** `pulumi new` from a clone, as far as it goes without a network. Needs `pulumi` on the PATH. */
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { copyProject } from "../../bench/project-copy";
import { temporaryFolder } from "../support/folder";
import { pulumiIn, skipWithoutCli } from "../support/engine/pulumi-cli";

skipWithoutCli();

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();

test("pulumi new makes a project of the same name, with all of the program", () => {
  const clone = copyProject(temporaryFolder());
  rmSync(path.join(clone, "node_modules"));
  const [folder, backend] = [temporaryFolder(), path.join(temporaryFolder(), "backend")];
  mkdirSync(backend);
  const env = { PULUMI_BACKEND_URL: `file://${backend}`, PULUMI_CONFIG_PASSPHRASE: "test" };
  const { pulumi } = pulumiIn(folder, env);
  expect(pulumi("new", clone, "--generate-only", "--yes")).toContain("Created project 'rai-lab'");

  for (const part of ["infra", "notebooks"])
    expect(filesIn(path.join(folder, part))).toEqual(filesIn(path.join(clone, part)));
  for (const page of ["Pulumi.README.md", "Pulumi.README.class.md"])
    expect(readFileSync(path.join(folder, page))).toEqual(readFileSync(path.join(clone, page)));
  const made = parse(readFileSync(path.join(folder, "Pulumi.yaml"), "utf8")) as Record<
    string,
    unknown
  >;
  const original = parse(readFileSync(path.join(clone, "Pulumi.yaml"), "utf8")) as Record<
    string,
    object
  >;
  expect(made).toMatchObject({
    name: "rai-lab",
    config: original["config"],
    runtime: original["runtime"],
  });
  expect(made).not.toHaveProperty("template");

  // Without --generate-only the CLI would go on to make a stack, with what the template asks for.
  pulumi("stack", "init", "other");
  pulumi("config", "set", "-s", "other", "rai-lab:location", "swedencentral");
  expect(JSON.parse(pulumi("config", "-s", "other", "--json"))).toMatchObject({
    "rai-lab:location": { value: "swedencentral" },
    "rai-lab:layout": { value: "lab" },
  });
});

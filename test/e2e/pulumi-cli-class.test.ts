/** A class whose stacks the real Pulumi CLI deploys, several at once in one backend. Needs `pulumi` on the PATH. */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { copyProject } from "../../bench/project-copy";
import { classFolder, writeClassRecord } from "../../scripts/class/class-store";
import { pulumiIn, pulumiOnLocalCloud, skipWithoutCli } from "../support/engine/pulumi-cli";
import { temporaryFolder } from "../support/folder";
import { documentOf, startLab } from "../support/lab";
import { seconds } from "../support/time-limits";

skipWithoutCli();

const SLUGS = ["ada", "grace", "katherine"];

interface Document {
  half: { state: string } | null;
  seats: { slug: string; state: string; failure: unknown }[];
}

test.each(["shared", "isolated"] as const)(
  "three seats in the layout %s: up, status, destroy; every seat is an ordinary stack of the CLI",
  { timeout: seconds(180) },
  async (layout) => {
    const folder = copyProject(temporaryFolder());
    const { pulumi, home } = await pulumiOnLocalCloud(folder);
    writeClassRecord(classFolder(home, "spring"), {
      schema: "rai-lab/class/1",
      name: "spring",
      layout,
      cloud: "local",
      expires: "2030-12-06T18:00+01:00",
      seats: SLUGS.map((slug) => ({
        slug,
        stack: `spring-${slug}`,
        userName: `${slug}@example.edu`,
      })),
    });
    // What `lab` works out from the environment, plain `pulumi` must be told: docs/sign-in.md.
    const common = "config: {rai-lab:databricks: {authType: azure-client-secret}}\n";
    writeFileSync(path.join(folder, "Pulumi.spring.yaml"), common);
    // The user works on a stack in a backend of their own.
    const [own, backend] = [temporaryFolder(), temporaryFolder()];
    const login = {
      PULUMI_HOME: own,
      PULUMI_BACKEND_URL: `file://${backend}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
    };
    const user = pulumiIn(folder, login);
    user.pulumi("stack", "init", "mine");
    const files = readdirSync(folder);
    const run = async (verb: string, ...args: string[]): Promise<Document> => {
      const argv = ["class", verb, "spring", ...args, "--local", "--engine", "pulumi", "--json"];
      const ended = await startLab(home, argv, { env: login, project: folder }).ended;
      expect(ended.code, ended.stderr).toBe(0);
      expect(ended.stderr).not.toContain("Warning");
      return documentOf<Document>(ended);
    };
    const all = (state: string): string[] => SLUGS.map(() => state);
    const statesOf = ({ seats }: Document): string[] => seats.map(({ state }) => state);

    for (const verb of ["up", "status"]) {
      const document = await run(verb);
      expect(statesOf(document)).toEqual(all("ready"));
      expect(document.half?.state).toBe(layout === "shared" ? "ready" : undefined);
    }
    const settings = (stack: string): string => path.join(home, `Pulumi.${stack}.yaml`);
    pulumi(
      "preview",
      "-s",
      "spring-ada",
      "--config-file",
      settings("spring-ada"),
      "--expect-no-changes",
    );

    expect(statesOf(await run("destroy", "--yes"))).toEqual(all("gone"));
    for (const slug of SLUGS) expect(existsSync(settings(`spring-${slug}`))).toBe(false);
    expect(user.pulumi("stack", "--show-name").trim()).toBe("mine");
    expect(JSON.parse(user.pulumi("stack", "ls", "--json"))).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(files);
  },
);

/**
 * The commands as they are used on Azure, without --local: the CLI's own backend, the sign-in of the environment, the
 * settings that are committed. All that is not Azure is the cloud behind them. Needs `pulumi` on the PATH.
 */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { copyProject } from "../../bench/project-copy";
import { temporaryFolder } from "../support/folder";
import { documentOf, startLab, type ProcessResult } from "../support/lab";
import { pulumiOnLocalCloud, skipWithoutCli } from "../support/engine/pulumi-cli";
import { seconds } from "../support/time-limits";

skipWithoutCli();

const UNCHANGED = { create: 0, update: 0, replace: 0, delete: 0 };

test(
  "doctor, up, probe, recover, destroy of one stack; up says once when it expires",
  { timeout: seconds(30) },
  async () => {
    const project = copyProject(temporaryFolder());
    const { pulumi, connection, env } = await pulumiOnLocalCloud(project);
    const home = temporaryFolder();
    const lab = (...args: string[]): Promise<ProcessResult> =>
      startLab(home, [...args, "--json"], { env, project }).ended;
    const done = async <T>(...args: string[]): Promise<T> => {
      const ended = await lab(...args);
      expect(ended.code, ended.stderr).toBe(0);
      return documentOf<T>(ended);
    };
    const settings = (): string => readFileSync(path.join(project, "Pulumi.s01.yaml"), "utf8");

    pulumi("stack", "init", "s01");
    for (const [key, value] of [
      ["student.userName", "student@rai-lab.example"],
      ["model.capacity", "100"],
    ] as const)
      pulumi("config", "set", "-s", "s01", "--path", `rai-lab:${key}`, value);

    // The user's own next `pulumi destroy` is about this one, whatever our commands worked on.
    pulumi("stack", "init", "mine");
    const selected = (): string => pulumi("stack", "--show-name").trim();

    expect(await done("doctor", "s01")).toMatchObject({ verdict: "clear" });
    expect(settings()).not.toContain("expires");
    const up = await done<{
      engine: string;
      outputs: Record<string, string>;
      resources: { create: number };
    }>("up", "s01");
    expect(up.engine).toBe("pulumi");
    expect(settings()).toMatch(/^ {2}rai-lab:expires: "\d{4}-\d{2}-\d{2}"$/m);
    expect(settings()).toContain(`"${up.outputs.expires}"`);

    const decided = settings();
    expect(await done("up", "s01")).toMatchObject({ resources: UNCHANGED });
    expect(settings()).toBe(decided);
    // The databricks provider signs in as azure-native does, as told by the environment.
    expect(connection.env.ARM_CLIENT_SECRET).toBeDefined();
    expect(pulumi("stack", "export", "-s", "s01")).toContain('"authType": "azure-client-secret"');
    // One stack for `pulumi` and for our commands.
    expect(pulumi("stack", "output", "readme", "-s", "s01")).toContain(up.outputs.notebookUrl);

    const probe = await lab("probe", "s01", "--samples", "2", "--conditions", "M0");
    expect(probe.code, probe.stderr).toBe(3);
    expect(documentOf(probe)).toMatchObject({ verdict: "inconclusive", samples: 30 });
    expect(await done("recover", "s01")).toMatchObject({ resources: UNCHANGED, interrupted: [] });
    expect(await done("destroy", "s01")).toMatchObject({
      resources: { delete: up.resources.create },
      proof: { left: [], unknown: [] },
    });
    expect(selected()).toBe("mine");
  },
);

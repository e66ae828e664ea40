import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import * as path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../support/folder";
import { documentOf, lab, startLab } from "../support/lab";
import { seconds } from "../support/time-limits";

/** A home in which the stack `dev` has these settings. */
function homeWith(settings: string): string {
  const home = temporaryFolder();
  writeFileSync(path.join(home, "Pulumi.dev.yaml"), `config:\n${settings}`);
  return home;
}

const RETIRED = '  rai-lab:model: { name: gpt-35-turbo, version: "0125" }\n';

describe(
  "what a user gets wrong is one message, with a code that is not 0",
  { timeout: seconds(15) },
  () => {
    test("every wrong setting is listed at once, with its cure", async () => {
      const ended = await lab(
        homeWith("  rai-lab:regoin: eastus2\n  rai-lab:model: { capacity: lots }\n"),
        "up",
        "--local",
      );
      expect(ended.code).toBe(2);
      expect(ended.stdout).toBe("");
      expect(ended.stderr).toContain("rai-lab:regoin");
      expect(ended.stderr).toContain("rai-lab:model.capacity");
      expect(ended.stderr).not.toMatch(/^ +at /m);
    });

    test("what Azure would certainly refuse ends an up before anything is created", async () => {
      const home = homeWith(RETIRED);
      const refused = await lab(home, "up", "--local");
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain("model-life-cycle: gpt-35-turbo 0125 retired on");
      expect(refused.stderr).toContain("npx lab doctor dev --local --suggest");
      expect(refused.stderr).not.toContain("up dev with");
    });

    test("a retired model that is forced is refused; what was made is kept, and mending the setting finishes it", async () => {
      const home = homeWith(RETIRED);
      const refused = await lab(home, "up", "--local", "--force", "--json");
      expect(refused.code).toBe(1);
      const { failures } = documentOf<{ failures: { urn: string; code: string; cure?: string }[] }>(
        refused,
      );
      const deployment = failures.find(({ urn }) => urn.endsWith("openai-deployment"));
      expect(deployment).toMatchObject({
        code: "ServiceModelDeprecated",
        cure: expect.stringContaining("lab doctor"),
      });

      writeFileSync(path.join(home, "Pulumi.dev.yaml"), "config: {}\n");
      const mended = await lab(home, "up", "--local", "--json");
      expect(mended.code, mended.stderr).toBe(0);
      const { resources } = documentOf<{ resources: { create: number; same: number } }>(mended);
      expect(resources.same).toBeGreaterThan(0);
      expect(resources.create).toBeGreaterThan(0);
    });

    test("a rehearsal stops at the doctor when Azure would refuse", async () => {
      const home = temporaryFolder();
      writeFileSync(path.join(home, "Pulumi.rehearsal.yaml"), `config:\n${RETIRED}`);
      const ended = await lab(home, "rehearse", "--model", "planted");
      expect(ended.code).toBe(1);
      expect(ended.stderr).toContain("gpt-35-turbo 0125 retired");
    });

    test.each([
      [["up", "nobody"], 2, "the Pulumi CLI is not installed"],
      [
        ["up", "nobody", "--engine", "embedded"],
        2,
        "the embedded engine works on the local cloud only",
      ],
    ])(
      "lab %j on Azure without the CLI: nothing is written into the settings",
      async (args, code, message) => {
        const ended = await startLab(temporaryFolder(), args, { env: { PATH: temporaryFolder() } })
          .ended;
        expect(ended.code).toBe(code);
        expect(ended.stderr).toContain(message);
        expect(existsSync(path.resolve(__dirname, "../../Pulumi.nobody.yaml"))).toBe(false);
      },
    );

    test("a stack moves from ports that another program has taken", async () => {
      const home = homeWith("  {}\n");
      const up = async () => {
        const ended = await lab(home, "up", "--local", "--json");
        expect(ended.code, ended.stderr).toBe(0);
        type Document = { outputs: Record<string, string>; resources: Record<string, number> };
        const { outputs, resources } = documentOf<Document>(ended);
        const urls = [outputs.openaiEndpoint!, outputs.databricksHost!];
        return { ports: urls.map((url) => Number(new URL(url).port)), resources, ended };
      };
      const first = await up();
      for (const port of first.ports) {
        const squatter = createServer().listen(port, "127.0.0.1");
        onTestFinished(() => void squatter.close());
        await new Promise((resolve) => squatter.once("listening", resolve));
      }
      const moved = await up();
      for (const port of first.ports) {
        expect(moved.ports).not.toContain(port);
        expect(moved.ended.stderr).toContain(`moved from port ${port} to `);
      }
      // The notebook's settings hold the address of the account.
      expect(moved.resources).toMatchObject({ create: 0, update: 1, replace: 0, delete: 0 });
    });

    test("a second command on a world that another one hosts is told so", async () => {
      const home = temporaryFolder();
      mkdirSync(home, { recursive: true });
      writeFileSync(path.join(home, "cloud.pid"), String(process.pid));
      const ended = await lab(home, "up", "--local");
      expect(ended.code).toBe(2);
      expect(ended.stderr).toContain(
        `another lab command (process ${process.pid}) is using the local cloud`,
      );
    });

    test.each([
      [["rehearse", "--model", "nowhere.gguf"], 2, /nowhere\.gguf/],
      [["rehearse", "--spark", "flink"], 2, /--spark takes sail or jvm, not "flink"/],
      [["probe", "--samples", "many", "--local"], 2, /--samples takes a whole number, not "many"/],
      [["rehearse", "--faults", "some"], 2, /--faults takes a whole number, not "some"/],
      [["nonsense"], 2, /unknown command "nonsense"/],
    ])("lab %j ends with %d", async (args, code, message) => {
      const ended = await lab(temporaryFolder(), ...args);
      expect(ended.code, ended.stderr).toBe(code);
      expect(ended.stderr).toMatch(message);
      expect(ended.stderr).not.toMatch(/^ +at /m);
    });
  },
);

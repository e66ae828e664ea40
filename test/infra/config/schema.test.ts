import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { parseConfig } from "../../../infra/config";
import { isProfile, schemaOf } from "../../../infra/config/schema";
import { configKeys } from "../../support/config/keys";

const root = join(__dirname, "../../..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

test("Pulumi.yaml repeats the defaults of the flat keys, every one of them", () => {
  const { config } = parse(read("Pulumi.yaml")) as {
    config: Record<string, { default: string | boolean }>;
  };
  const written = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.replace("rai-lab:", ""), value.default]),
  );
  const flat = Object.entries(schemaOf("current").parse({})).filter(
    ([, value]) => typeof value !== "object",
  );
  expect(written).toEqual(Object.fromEntries(flat));
});

test("Pulumi.yaml has the program loaded by our loader, and node takes what it is started with", () => {
  const { runtime } = parse(read("Pulumi.yaml")) as {
    runtime: { options: { typescript: boolean; nodeargs: string } };
  };
  expect(runtime.options.typescript).toBe(false);
  const told = "console.log(typeof require('./infra/names/physical-names.ts').namesOf)";
  const ended = spawnSync(
    process.execPath,
    [...runtime.options.nodeargs.split(" "), "--eval", told],
    {
      encoding: "utf8",
      cwd: root,
    },
  );
  expect(ended).toMatchObject({ status: 0, stderr: "", stdout: "function\n" });
});

/** Structured values reach the program as JSON text. */
const asPulumi = (text: string): Record<string, string> => {
  const { config } = parse(text) as { config: Record<string, unknown> };
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
};

test("Pulumi.dev.yaml is valid as it is, and says the defaults where a line is commented out", () => {
  const text = read("Pulumi.dev.yaml");
  const asItIs = parseConfig(asPulumi(text), "rai-lab", "dev");
  expect(asItIs).toEqual(parseConfig({}, "rai-lab", "dev"));
  const uncommented = parseConfig(asPulumi(text.replaceAll(/^#(?= {2})/gm, "")), "rai-lab", "dev");
  expect(uncommented).toEqual({
    ...asItIs,
    student: {
      userName: "student@school.example",
      objectId: "00000000-0000-4000-8000-00000000000a",
      principalType: "User",
    },
    model: { ...asItIs.model, raiPolicy: "Microsoft.DefaultV2" },
    openai: { ...asItIs.openai, auth: "entra" },
    owner: "Ada",
    class: "responsible-ai-spring",
    expires: "2027-06-30",
    budget: { amount: 50, emails: ["teacher@school.example"], start: "2027-01-01" },
    lock: true,
    diagnostics: true,
    policy: { maxDbusPerHour: 2, maxAutoterminationMinutes: 120 },
    allowance: { minutesADay: 240, zone: "Europe/Berlin" },
  });
});

/** Paths to every value that is no object. */
const paths = (value: unknown, path: string[] = []): string[] =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, inner]) => paths(inner, [...path, key]))
    : [path.join(".")];

test("Pulumi.dev.yaml names every key there is, once", () => {
  const { config } = parse(read("Pulumi.dev.yaml").replaceAll(/^##?(?= {2})/gm, "")) as {
    config: object;
  };
  const written = paths(config).map((path) => path.replace("rai-lab:", ""));
  expect(written.sort()).toEqual(configKeys());
});

test("the template of pulumi new asks for keys that there are, with the defaults that they have", () => {
  const { name, template } = parse(read("Pulumi.yaml")) as {
    name: string;
    template: {
      description: string;
      config: Record<string, { description: string; default: string }>;
    };
  };
  expect(template.description).toContain("teaching lab");
  const asked = Object.entries(template.config).map(
    ([key, { default: value }]) => [key, value] as const,
  );
  expect(asked.length).toBeGreaterThan(0);
  const { location } = parseConfig({}, name, "dev");
  expect(Object.fromEntries(asked)).toEqual({ "rai-lab:location": location });
});

test("docs/sign-in.md names every way in which the databricks provider can sign in", () => {
  const { authType } = schemaOf("current").shape.databricks.unwrap().shape;
  const types = authType.unwrap().options;
  expect(types).toHaveLength(4);
  for (const type of types) expect(read("docs/sign-in.md")).toContain(`| \`${type}\``);
});

test("an empty policy has the caps that Pulumi.dev.yaml names", () => {
  expect(parseConfig({ "rai-lab:policy": "{}" }, "rai-lab", "dev").policy).toEqual({
    maxDbusPerHour: 2,
    maxAutoterminationMinutes: 120,
  });
});

test("profiles are known by name", () => {
  expect(["current", "seed", "toString", undefined].map(isProfile)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

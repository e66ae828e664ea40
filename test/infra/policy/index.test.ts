import { cpSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as rules from "../../../infra/policy/rules";
import { ACCOUNT, CLUSTER, DEPLOYMENT, NOTEBOOK, PURGE, SECRET } from "../../../infra/policy/types";
import { UNKNOWN } from "../../../scripts/engine/plugin";
import { sealed } from "../../support/graph/azure";
import { temporaryFolder } from "../../support/folder";
import { type RunningPack, startPack } from "../../support/policy/pack";

let pack: RunningPack;
beforeAll(async () => void (pack = await startPack(join(__dirname, "../../../infra/policy"))));
afterAll(() => pack.stop());

const KEY = "0123456789abcdef0123456789abcdef";
const tags = { project: "rai-lab", stack: "dev", "managed-by": "pulumi" };
const account = { location: "eastus2", properties: { customSubDomainName: UNKNOWN }, tags };
const cluster = {
  sparkVersion: "17.3.x-cpu-ml-scala2.13",
  nodeTypeId: "Standard_D4ds_v5",
  autoterminationMinutes: 60,
  dataSecurityMode: "SINGLE_USER",
  singleUserName: UNKNOWN,
  numWorkers: 0,
  sparkConf: { "spark.databricks.cluster.profile": "singleNode", "spark.master": "local[*]" },
  customTags: { ResourceClass: "SingleNode" },
};

test("the pack offers every rule", async () => {
  expect((await pack.policies()).sort()).toEqual(
    Object.values(rules)
      .map(({ name }) => name)
      .sort(),
  );
});

test("good resources pass, with what a preview does not know", async () => {
  expect(await pack.analyze({ type: ACCOUNT, name: "a", props: account })).toEqual([]);
  expect(await pack.analyze({ type: CLUSTER, name: "c", props: cluster })).toEqual([]);
});

test("what is wrong is reported under its rule's name, with the cure", async () => {
  expect(
    await pack.analyze({
      type: CLUSTER,
      name: "c",
      props: { ...cluster, runtimeEngine: "PHOTON" },
    }),
  ).toEqual([
    "cluster-photon: it runs Photon. Set runtimeEngine to STANDARD and use a runtime without -photon-.",
  ]);
});

test("a key that is marked secret is in clear all the same in a tag, and at home in a secret", async () => {
  const marked = { ...account, tags: { ...tags, key: sealed(KEY) } };
  const [said] = await pack.analyze({ type: ACCOUNT, name: "a", props: marked });
  expect(said).toContain("keys-in-clear: tags.key holds an Azure AI key in clear");
  const inside = { scope: "rai-lab-dev", key: "openai-key", stringValue: sealed(KEY) };
  expect(await pack.analyze({ type: SECRET, name: "s", props: inside })).toEqual([]);
});

test("the notebook is read where the program names it from", async () => {
  const at = (source: string) =>
    pack.analyze({ type: NOTEBOOK, name: "n", props: { path: "/x", source } });
  expect(await at("notebooks/responsible-ai.py")).toEqual([]);
  expect(await at("test/infra/policy/rules/notebook-keys.test.ts")).toHaveLength(1);
});

test("a stack is judged by what depends on what", async () => {
  const props = { sku: { name: "Standard", capacity: 5 } };
  const stack = [
    { type: PURGE, name: "purge", props: {} },
    { type: ACCOUNT, name: "account", props: account, dependencies: ["purge"] },
    { type: DEPLOYMENT, name: "a", props, dependencies: ["account"] },
    { type: DEPLOYMENT, name: "b", props, dependencies: ["account", "a"] },
  ];
  expect(await pack.analyzeStack(stack)).toEqual([]);
  expect(await pack.analyzeStack([...stack, { ...stack[2]!, name: "c" }])).toEqual([
    "deployments-chained: it is made at the same time as a. Let each deployment depend on the one before it.",
  ]);
});

test("a class's limit", async () => {
  await pack.configure("cluster-autotermination", { maxMinutes: 30 });
  expect(await pack.analyze({ type: CLUSTER, name: "c", props: cluster })).toEqual([
    "cluster-autotermination: it stops after 60 idle minutes, the limit is 30. " +
      "Set rai-lab:databricks autoterminationMinutes to 20.",
  ]);
});

test("it starts without the types that only developers install", async () => {
  const [root, clone] = [join(__dirname, "../../.."), temporaryFolder()];
  for (const part of ["infra", "notebooks", "package.json", "tsconfig.json"])
    cpSync(join(root, part), join(clone, part), { recursive: true });
  mkdirSync(join(clone, "node_modules"));
  for (const name of readdirSync(join(root, "node_modules")).filter((one) => one !== "@types"))
    symlinkSync(join(root, "node_modules", name), join(clone, "node_modules", name));
  const started = await startPack(join(clone, "infra/policy"));
  expect(await started.policies()).toHaveLength(Object.keys(rules).length);
  await started.stop();
});

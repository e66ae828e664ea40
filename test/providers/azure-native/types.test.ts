import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { expect, it } from "vitest";
import { pathInputs } from "../../../scripts/providers/azure-native/arm-type";
import { armTokens, armType } from "../../../scripts/providers/azure-native/types";

const sdk = path.dirname(createRequire(__filename).resolve("@pulumi/azure-native/package.json"));

/** What the SDK's class declares: inputs it passes on, outputs it expects, and the api-version its comment names. */
function declared(token: string): {
  inputs: string[];
  outputs: string[];
  apiVersion: string | undefined;
} {
  const [, module = "", name = ""] = token.split(":");
  const file = path.join(sdk, module, `${name[0]?.toLowerCase() ?? ""}${name.slice(1)}.js`);
  const source = readFileSync(file, "utf8");
  const [made = "", looked = ""] = source
    .slice(source.indexOf("constructor(name"))
    .split(/\n {8}else \{/);
  const list = (text: string, pattern: RegExp): string[] =>
    [...text.matchAll(pattern)].map((match) => match[1] ?? "").sort();
  return {
    inputs: list(made, /resourceInputs\["(\w+)"\] = (?!undefined)/g),
    outputs: list(looked, /resourceInputs\["(\w+)"\] = undefined/g),
    apiVersion: /Uses Azure REST API version ([\w-]+)\./.exec(source)?.[1],
  };
}

it.each(armTokens())("%s has the names and the api-version of the SDK", (token) => {
  const type = armType(token);
  const shape = { ...type.top, ...type.lifted };
  const { inputs, outputs, apiVersion } = declared(token);
  expect(type.apiVersion).toBe(apiVersion);
  const settable = Object.keys(shape).filter((name) => shape[name] !== "out");
  expect([...new Set([...settable, ...pathInputs(type)])].sort()).toEqual(inputs);
  expect([...Object.keys(shape), "azureApiVersion"].sort()).toEqual(outputs);
});

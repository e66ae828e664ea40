/** Bad settings files: Pulumi.STACK.yaml. */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import type { JsonObject } from "../../infra/json-object";
import { randomOf, type Random } from "../../scripts/probe/stats/random";
import { invalidConfiguration } from "../properties/config";
import { configuration, FIELDS, isUsed } from "../properties/configurations";
import {
  bad,
  type BadFile,
  inAnotherEncoding,
  MUTATORS,
  type MutatorName,
  type NamedBadFile,
  ofAnotherSize,
  oneOf,
  pick,
  truncated,
  VALUES,
} from "./mutation";

/** What Pulumi.yaml sets in every stack. */
const DEFAULTS = (
  parse(readFileSync(path.join(__dirname, "../../Pulumi.yaml"), "utf8")) as {
    config: Record<string, { default?: unknown }>;
  }
).config;

const namespaced = (values: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [`rai-lab:${key}`, value]));
const yamlOf = (values: JsonObject): string => stringify({ config: namespaced(values) });
const first = <T>(values: fc.Arbitrary<T>, random: Random): T =>
  fc.sample(values, { seed: random.below(1_000_000), numRuns: 1 })[0]!;

type Mutate = (values: JsonObject, random: Random) => BadFile;

/** A document, or the config in it, of a type that no settings have. */
const ofAnotherType: Mutate = (values, random) =>
  oneOf(random, [
    () => bad(stringify([values]), "no mapping"),
    () => bad(stringify(pick(random, [7, "config", true, null])), "no mapping"),
    () => bad(stringify({ config: pick(random, [7, "x", true, null, [values]]) }), "no map"),
    () => bad(stringify({ config: values, ...values, location: "x" }), "no namespace"),
    () => bad(yamlOf(first(invalidConfiguration, random)), "a wrong value"),
    () =>
      bad(`config:\n  rai-lab:owner: ${pick(random, ["!!binary AQI=", "!!set {a}", "!x y"])}\n`),
    () =>
      bad(
        yamlOf({
          ...values,
          [pick(random, Object.keys(FIELDS)).split(".")[0]!]: pick(random, VALUES),
        }),
      ),
  ]);

const ofAnotherLayout: Mutate = (values, random) =>
  bad(
    yamlOf({ ...values, layout: pick(random, ["", "Lab", "both", ["lab"], null, 1]) }),
    "a layout",
  );

const inAnotherForm: Mutate = (values, random) => {
  const text = yamlOf({ location: "eastus2", ...values });
  return oneOf(random, [
    () => bad(text.replaceAll("\n", "\r\n")),
    () => bad(JSON.stringify({ config: namespaced(values) })),
    () => bad(text.replaceAll(/^ +/gm, "\t"), "bad YAML"),
    () => bad(text.replaceAll(/^ +/gm, ""), "bad YAML"),
    () => bad(`${text}---\n${text}`, "bad YAML"),
    () => bad(`${text}  rai-lab:owner: "open\n`, "bad YAML"),
    () => bad(`${text}  rai-lab:owner: [a, b\n`, "bad YAML"),
  ]);
};

const atABound: Mutate = (values, random) => {
  const key = pick(random, Object.keys(FIELDS));
  const [top = "", inner] = key.split(".");
  const value = pick(random, [...VALUES, Infinity, Number.NaN, -0, "0x10", "1_000", ".5"]);
  const object = { ...(values[top] as JsonObject | undefined), [inner ?? ""]: value };
  return bad(yamlOf({ ...values, [top]: inner === undefined ? value : object }));
};

const withAKeyOfAnotherLayout: Mutate = (values, random) => {
  const foreign = Object.keys(FIELDS).filter((key) => !key.includes(".") && !isUsed(values, key));
  const key = pick(random, foreign);
  const value = first(FIELDS[key]!.good, random);
  const text = yamlOf({ ...values, [key]: value });
  // Pulumi.yaml sets it in every stack, whatever its layout is.
  return value === DEFAULTS[`rai-lab:${key}`]?.default
    ? bad(text)
    : bad(text, "another layout's key");
};

const withADuplicateKey: Mutate = (values, random) => {
  const text = yamlOf({ ...values, location: "eastus2" });
  return oneOf(random, [
    () => bad(`${text}config: {}\n`, "a duplicate key"),
    () => bad(`${text}  rai-lab:location: westus\n`, "a duplicate key"),
    () => bad(`${text}  "rai-lab:location": eastus2\n`, "a duplicate key"),
    () => bad("config:\n  rai-lab:model: { capacity: 5, capacity: 7 }\n", "a duplicate key"),
  ]);
};

const withAnAlias: Mutate = (values, random) =>
  oneOf(random, [
    () => bad("config: &c\n  rai-lab:model: *c\n", "an alias of itself"),
    () => bad(`${yamlOf(values)}  rai-lab:owner: *nowhere\n`, "an alias of nothing"),
    () =>
      bad(
        "config:\n  rai-lab:student: &s\n    userName: a@b.example\n  rai-lab:budget: *s\n",
        "a wrong value",
      ),
    () => bad("config:\n  <<: { rai-lab:location: westus }\n"),
    () =>
      bad(
        `config:\n  a:b: &a0 [x, x]\n${Array.from({ length: 25 }, (_, i) => `  a:b${i}: &a${i + 1} [*a${i}, *a${i}]\n`).join("")}`,
        "aliases without end",
      ),
  ]);

const MUTATE: Record<MutatorName, Mutate> = {
  encoding: (values, random) => inAnotherEncoding(yamlOf(values), random),
  type: ofAnotherType,
  layout: ofAnotherLayout,
  form: inAnotherForm,
  bound: atABound,
  "key of another layout": withAKeyOfAnotherLayout,
  "duplicate key": withADuplicateKey,
  alias: withAnAlias,
  size: (values, random) => ofAnotherSize(yamlOf(values), random),
  truncation: (values, random) => truncated(yamlOf(values), random),
};

/** Bad settings files, as many of each mutator. */
export function badSettings(each: number, seed: number): NamedBadFile[] {
  const random = randomOf(seed, "settings");
  const configurations = fc.sample(configuration, { seed, numRuns: each });
  return MUTATORS.flatMap((mutator) =>
    configurations.map((values) => ({ mutator, ...MUTATE[mutator](values, random) })),
  );
}

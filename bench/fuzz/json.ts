/** Bad JSON documents, and bad files of one JSON document a line. */
import { isJsonObject, type JsonObject } from "../../infra/json-object";
import { randomOf, type Random } from "../../scripts/probe/stats/random";
import {
  bad,
  type BadFile,
  inAnotherEncoding,
  type MutatorName,
  type NamedBadFile,
  ofAnotherSize,
  oneOf,
  pick,
  truncated,
  VALUES,
} from "./mutation";

type Container = Record<string, unknown>;
type Mutate = (text: string, random: Random) => BadFile;

/** The places of a document: an object or a list, and a key in it. */
function placesIn(value: unknown): { container: Container; key: string }[] {
  if (typeof value !== "object" || value === null) return [];
  const container = value as Container;
  return Object.keys(container).flatMap((key) => [{ container, key }, ...placesIn(container[key])]);
}

/** Changes one line of a file; a document of one line is its only one. */
function changeLine(text: string, random: Random, change: (line: string) => string): string {
  const lines = text.trimEnd().split("\n");
  const at = random.below(lines.length);
  lines[at] = change(lines[at]!);
  return `${lines.join("\n")}\n`;
}

/** Puts another value at a random place of one line's document, or in place of the document. */
const withAnotherValue =
  (values: readonly unknown[]): Mutate =>
  (text, random) =>
    bad(
      changeLine(text, random, (line) => {
        const document = JSON.parse(line) as unknown;
        const places = placesIn(document);
        const place = places[random.below(places.length + 1)];
        if (!place) return JSON.stringify(pick(random, values));
        place.container[place.key] = pick(random, values);
        return JSON.stringify(document);
      }),
    );

/** Writes a key of one line's document twice. */
const withADuplicateKey: Mutate = (text, random) => {
  const twice = (line: string): string => {
    const objects = placesIn([JSON.parse(line)])
      .map(({ container, key }) => container[key])
      .filter((value): value is JsonObject => isJsonObject(value) && Object.keys(value).length > 0);
    if (objects.length === 0) return '{"a":1,"a":1}';
    const [key, value] = Object.entries(pick(random, objects))[0]!;
    const entry = `${JSON.stringify(key)}:${JSON.stringify(value)}`;
    return line.replace(entry, `${entry},${JSON.stringify(key)}:7`);
  };
  return bad(changeLine(text, random, twice), "a duplicate key");
};

/** Repeats a line or a part of a list, so that one name stands for two things. */
const withAnAlias: Mutate = (text, random) =>
  bad(
    changeLine(text, random, (line) => {
      const document = JSON.parse(line) as unknown;
      const lists = placesIn([document])
        .map(({ container, key }) => container[key])
        .filter((value): value is unknown[] => Array.isArray(value) && value.length > 0);
      if (lists.length === 0) return `${line}\n${line}`;
      const list = pick(random, lists);
      list.push(pick(random, list));
      return JSON.stringify(document);
    }),
  );

const inAnotherForm: Mutate = (text, random) =>
  oneOf(random, [
    () => bad(text.replaceAll("\n", "\r\n")),
    () => bad(changeLine(text, random, (line) => `${line},`)),
    () => bad(changeLine(text, random, (line) => `{a: ${line}}`)),
    () => bad(changeLine(text, random, (line) => `// comment\n${line}`)),
    () => bad(changeLine(text, random, (line) => JSON.stringify(JSON.parse(line), null, 2))),
    () => bad(changeLine(text, random, () => "")),
  ]);

const BOUNDS = [-1, 0, 2, 3, 5, 2 ** 31, 2 ** 53, 1e308, -1e308, "", "x".repeat(70_000), "\ud800"];

const MUTATE: Partial<Record<MutatorName, Mutate>> = {
  encoding: (text, random) => ({ bytes: inAnotherEncoding(text, random).bytes }),
  type: withAnotherValue(VALUES),
  form: inAnotherForm,
  bound: withAnotherValue(BOUNDS),
  "duplicate key": withADuplicateKey,
  alias: withAnAlias,
  size: (text, random) => ({ bytes: ofAnotherSize(text, random).bytes }),
  truncation: truncated,
};

/**
 * Bad versions of a file of JSON lines, as many of each mutator.
 * @param label makes them other ones than those of another file
 */
export function badJson(text: string, each: number, seed: number, label: string): NamedBadFile[] {
  const random = randomOf(seed, label);
  return Object.entries(MUTATE).flatMap(([mutator, mutate]) =>
    Array.from({ length: each }, () => ({
      mutator: mutator as MutatorName,
      ...mutate(text, random),
    })),
  );
}

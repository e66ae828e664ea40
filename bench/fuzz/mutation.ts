import type { Random } from "../../scripts/probe/stats/random";

/** The ways in which an input is made bad. */
export const MUTATORS = [
  "encoding",
  "type",
  "layout",
  "form",
  "bound",
  "key of another layout",
  "duplicate key",
  "alias",
  "size",
  "truncation",
] as const;
/** One of them. */
export type MutatorName = (typeof MUTATORS)[number];

/** The bytes of a bad file. */
export interface BadFile {
  bytes: Buffer;
  /** Why no command may accept it in silence; undefined where it may still be valid. */
  refusedFor?: string;
}

/** A bad file with how it was made. */
export interface NamedBadFile extends BadFile {
  mutator: MutatorName;
}

/** A bad file of a text, and why it must be refused. */
export const bad = (text: string | Buffer, refusedFor?: string): BadFile => ({
  bytes: Buffer.from(text as string),
  refusedFor,
});

/** One of several; only the chosen one is made. */
export const oneOf = (random: Random, makers: readonly (() => BadFile)[]): BadFile =>
  makers[random.below(makers.length)]!();

/** One element of a list. */
export const pick = <T>(random: Random, items: readonly T[]): T =>
  items[random.below(items.length)]!;

const utf16be = (text: string): Buffer => Buffer.from(text, "utf16le").swap16();

/** A text in encodings that are not UTF-8. A byte order mark of UTF-8 is allowed in YAML. */
export const inAnotherEncoding = (text: string, random: Random): BadFile =>
  oneOf(random, [
    () => bad(Buffer.from(`\ufeff${text}`, "utf16le"), "UTF-16"),
    () => bad(Buffer.from(text, "utf16le"), "UTF-16"),
    () => bad(utf16be(`\ufeff${text}`), "UTF-16"),
    () => bad(utf16be(text), "UTF-16"),
    () => bad(Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xc3, 0x28])]), "no UTF-8"),
    () => bad(`${text}\0`, "a control character"),
    () => bad(`\ufeff${text}`),
  ]);

/** The text cut at any byte, in the middle of a character too. */
export function truncated(text: string, random: Random): BadFile {
  const bytes = Buffer.from(text);
  return bad(bytes.subarray(0, random.below(bytes.length)));
}

/** Texts of the largest and the smallest kind, for a format in which they are not valid. */
export const ofAnotherSize = (text: string, random: Random): BadFile =>
  oneOf(random, [
    () => bad("", "it is empty"),
    () => bad(" \n\n", "it is empty"),
    () => bad("[".repeat(20_000 + random.below(30_000)), "it is nested without an end"),
    () => bad("\n".repeat(300_000) + text),
  ]);

/** JSON values of every type, and what JavaScript or YAML might take them for. */
export const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  9_007_199_254_740_993,
  "",
  "null",
  "__proto__",
  "constructor",
  "x".repeat(257),
  "2027-02-30",
  [],
  [[]],
  {},
  { constructor: { prototype: 1 } },
];

import { createHash } from "node:crypto";

/** Begins every canary, and nothing else in the world. Letters and digits alone: the same in JSON, in YAML and in a URL. */
const MARK = "CanaryKeyCanaryKey";

/** An account's key that can be recognised wherever it ends up; with everything in it that some format escapes. */
export const canaryOf = (seed: string): string =>
  `${MARK}${createHash("sha256").update(seed).digest("hex").slice(0, 24)}+/="'\\&<é>%`;

/** What is left of the mark in base64 when it begins at each of the three places within a group of three bytes. */
const inBase64 = [0, 1, 2].map((before) => {
  const whole = Buffer.from("x".repeat(before) + MARK).toString("base64");
  // The first and the last characters also hold bits of the neighbours.
  return whole.slice(before === 0 ? 0 : 4, 4 * Math.floor((before + MARK.length) / 3));
});

const hex = Buffer.from(MARK).toString("hex");
const FORMS: Readonly<Record<string, readonly string[]>> = {
  "in clear": [MARK],
  "in base64": inBase64,
  "in hex": [hex, hex.toUpperCase()],
  "in UTF-16": [Buffer.from(MARK, "utf16le").toString("latin1")],
};

/** In which forms a text holds a canary. */
export const formsIn = (text: string): string[] =>
  Object.keys(FORMS).filter((form) => FORMS[form]?.some((part) => text.includes(part)));

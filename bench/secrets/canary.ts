import { createHash } from "node:crypto";

/** Begins every canary. Letters and digits alone, so that JSON, YAML and URLs leave it as it is. */
const MARK = "CanaryKeyCanaryKey";

/** An account's key that can be recognised anywhere. It holds every character that some format escapes. */
export const canaryOf = (seed: string): string =>
  `${MARK}${createHash("sha256").update(seed).digest("hex").slice(0, 24)}+/="'\\&<é>%`;

/** The mark in base64, for each of the three positions within a group of three bytes where it may begin. */
const inBase64 = [0, 1, 2].map((before) => {
  const whole = Buffer.from("x".repeat(before) + MARK).toString("base64");
  // The first and the last characters also hold bits of the neighbouring bytes: they are cut off.
  return whole.slice(before === 0 ? 0 : 4, 4 * Math.floor((before + MARK.length) / 3));
});

const hex = Buffer.from(MARK).toString("hex");
const FORMS: Readonly<Record<string, readonly string[]>> = {
  "in clear": [MARK],
  "in base64": inBase64,
  "in hex": [hex, hex.toUpperCase()],
  "in UTF-16": [Buffer.from(MARK, "utf16le").toString("latin1")],
};

/** The forms in which a text holds a canary. */
export const formsIn = (text: string): string[] =>
  Object.keys(FORMS).filter((form) => FORMS[form]?.some((part) => text.includes(part)));

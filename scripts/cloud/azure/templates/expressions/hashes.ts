import { createHash } from "node:crypto";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/**
 * The value of `uniqueString`: 13 characters of base 32 of a 64-bit MurmurHash3 (two lanes of 32
 * bits) of the texts, joined by hyphens, as Azure computes it.
 * @example uniqueString("/subscriptions/00000000-0000-0000-0000-000000000000", "resource-id") // cwvxuqg24sifi
 */
export function uniqueString(...texts: string[]): string {
  const [high, low] = murmurHash64(Buffer.from(texts.join("-")));
  let rest = (BigInt(high) << 32n) | BigInt(low);
  let text = "";
  for (let i = 0; i < 13; i++) {
    text += ALPHABET.charAt(Number(rest >> 59n));
    rest = BigInt.asUintN(64, rest << 5n);
  }
  return text;
}

/** The namespace of `guid` (Microsoft's page of Bicep's functions for strings). */
const NAMESPACE = Buffer.from("11fb06fb712d4ddd98c7e71bbd588830", "hex");

/** The value of `guid`: a UUID of version 5 (RFC 4122, 4.3) of the texts, joined by hyphens. */
export function guid(...texts: string[]): string {
  const hash = createHash("sha1").update(NAMESPACE).update(texts.join("-")).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString("hex");
  return [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
    .map(([a, b]) => hex.slice(a, b))
    .join("-");
}

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));
const C1 = 0x239b961b;
const C2 = 0xab0e9789;

/** The upper and the lower 32 bits. */
function murmurHash64(data: Buffer): [high: number, low: number] {
  const whole = data.length - (data.length % 8);
  // Bytes that are missing at the end count as zeros.
  const padded = Buffer.concat([data, Buffer.alloc(8)]);
  const mixedFirst = (at: number) =>
    Math.imul(rotate(Math.imul(padded.readInt32LE(at), C1), 15), C2);
  const mixedSecond = (at: number) =>
    Math.imul(rotate(Math.imul(padded.readInt32LE(at + 4), C2), 17), C1);
  let first = 0;
  let second = 0;
  for (let at = 0; at < whole; at += 8) {
    first = (Math.imul(rotate(first ^ mixedFirst(at), 19) + second, 5) + 0x561ccd1b) | 0;
    second = (Math.imul(rotate(second ^ mixedSecond(at), 13) + first, 5) + 0x0bcaa747) | 0;
  }
  if (whole < data.length) first ^= mixedFirst(whole);
  if (whole + 4 < data.length) second ^= mixedSecond(whole);
  first ^= data.length;
  second ^= data.length;
  first = (first + second) | 0;
  second = (second + first) | 0;
  first = finished(first);
  second = finished(second);
  first = (first + second) | 0;
  second = (second + first) | 0;
  return [second >>> 0, first >>> 0];
}

function finished(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

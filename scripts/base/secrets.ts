import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** 32 random bytes as text that fits URLs and headers. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

/** Compares two texts in a time that tells neither their lengths nor where they differ. */
export const isSameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(digest(one), digest(other));

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

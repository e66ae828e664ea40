import { createHash, createHmac } from "node:crypto";
import { reservedWordIn } from "../../infra/names/reserved-words";
import { groupBy } from "../base/group-by";
import { HALF } from "./class-record";
import { foldUserName } from "./user-name";

/**
 * The longest slug. A seat's stack is `<class>-<slug>`; the Pulumi operator for Kubernetes refuses
 * names of more than 42 characters (a rule of its Stack resource), which leaves 17 to the class.
 */
export const MAX_SLUG_LENGTH = 24;

/** How slugs are made. */
export interface SlugOptions {
  /**
   * Slugs that say nothing about a person: `s-` and a keyed hash of the address. The salt is secret
   * and of this class alone, because anyone can hash the addresses of a school.
   */
  pseudonyms?: { salt: string };
  /** Slugs by user name that exist already: each is kept, and no one else gets it. */
  given?: ReadonlyMap<string, string>;
}

/**
 * The slug of every person by folded user name: what is left of the address before the @ in
 * lower-case ASCII letters, digits and hyphens. Where two would be equal, and where nothing usable
 * is left, a hash of the whole address makes it unique. The order of people never matters; with
 * `given`, no one's slug changes when others join, leave or are renamed.
 * @example slugsOf([{ userName: "Ana.Núñez@example.edu" }]) // Map { "ana.núñez@example.edu" → "ana-nunez" }
 */
export function slugsOf(
  people: readonly { userName: string }[],
  { pseudonyms, given = new Map() }: SlugOptions = {},
): Map<string, string> {
  const kept = new Map([...given].map(([userName, slug]) => [foldUserName(userName), slug]));
  const all = [...new Set(people.map(({ userName }) => foldUserName(userName)))].sort();
  const slugs = new Map<string, string>();
  for (const userName of all) {
    const slug = kept.get(userName);
    if (slug !== undefined) slugs.set(userName, slug);
  }
  const added = all.filter((userName) => !slugs.has(userName));
  const taken = new Set([HALF, ...kept.values()]);
  if (pseudonyms !== undefined) return addPseudonyms(slugs, added, taken, pseudonyms.salt);
  return addReadable(slugs, added, taken);
}

/** Hexadecimal digits that are tried in turn: after a readable part, and where there is none. */
const AFTER_STEM = [4, 8, 12, 16];
const ALONE = [8, 12, 16];

function addReadable(
  slugs: Map<string, string>,
  userNames: readonly string[],
  taken: Set<string>,
): Map<string, string> {
  const groups = groupBy(userNames, stemOf);
  const unique = [...groups].filter(
    ([stem, group]) => stem !== "" && group.length === 1 && !taken.has(stem),
  );
  for (const [stem, [userName]] of unique) {
    slugs.set(userName!, stem);
    taken.add(stem);
  }
  for (const userName of userNames.filter((own) => !slugs.has(own))) {
    const stem = stemOf(userName);
    const hash = createHash("sha256").update(userName).digest("hex");
    slugs.set(userName, firstFree(stem, hash, taken, stem === "" ? ALONE : AFTER_STEM));
  }
  return slugs;
}

function addPseudonyms(
  slugs: Map<string, string>,
  userNames: readonly string[],
  taken: Set<string>,
  salt: string,
): Map<string, string> {
  for (const userName of userNames) {
    const hash = createHmac("sha256", salt).update(userName).digest("hex");
    slugs.set(userName, firstFree("s", hash, taken, ALONE));
  }
  return slugs;
}

/** The readable part of a slug; empty where nothing of the user name can be used. */
function stemOf(userName: string): string {
  const [local = ""] = userName.split(/#ext#|@/);
  // Upper case first: it takes "ß" and ligatures apart.
  const ascii = local.toUpperCase().normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const stem = cut(ascii.replace(/[^a-z0-9]+/g, "-").replace(/^-/, ""), MAX_SLUG_LENGTH);
  if (reservedWordIn(stem) !== undefined) return "";
  return stem;
}

const cut = (stem: string, length: number): string => stem.slice(0, length).replace(/-+$/, "");

/** The stem with as few digits of the hash as no other slug has, and takes that slug. */
function firstFree(
  stem: string,
  hash: string,
  taken: Set<string>,
  lengths: readonly number[],
): string {
  const slugs = lengths.map((digits) =>
    [cut(stem, MAX_SLUG_LENGTH - digits - 1), hash.slice(0, digits)].filter(Boolean).join("-"),
  );
  const slug = slugs.find((candidate) => !taken.has(candidate));
  if (slug === undefined) throw new Error(`every slug of the hash ${hash} is taken`);
  taken.add(slug);
  return slug;
}

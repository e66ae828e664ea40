import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reservedWordIn } from "../../infra/names/reserved-words";
import { MAX_SLUG_LENGTH, slugsOf } from "../../scripts/class/slugs";
import { foldUserName } from "../../scripts/class/user-name";

const people = (...userNames: string[]): { userName: string }[] =>
  userNames.map((userName) => ({ userName }));
const slugOf = (userName: string): string | undefined =>
  slugsOf(people(userName)).get(foldUserName(userName));

describe("the slug of one person", () => {
  test.each([
    ["Rosa.Delgado@example.edu", "rosa-delgado"],
    ["ana.núñez@example.edu", "ana-nunez"],
    ["o'brien+lab@example.edu", "o-brien-lab"],
    ["groß_mann@example.edu", "gross-mann"],
    ["__x__@example.edu", "x"],
    ["12345@example.edu", "12345"],
    ["sam_example.org#EXT#@labtenant.example.edu", "sam-example-org"],
    ["a-very-long-login-of-someone-else@example.edu", "a-very-long-login-of-som"],
  ])("%s → %s", (userName, slug) => {
    expect(slugOf(userName)).toBe(slug);
  });

  test.each([
    "microsoft.fan@example.edu",
    "login1@example.edu",
    "Bing@example.edu",
    "李明@例え.jp",
  ])("%s has nothing to use, so it is a hash", (userName) => {
    expect(slugOf(userName)).toMatch(/^[0-9a-f]{8}$/);
  });

  test("two people whose slugs would meet both get a hash, unless one had the slug before", () => {
    const both = people("kim@a.example.edu", "kim@b.example.edu");
    const [first, second] = slugsOf(both).values();
    expect(first).toMatch(/^kim-[0-9a-f]{4}$/);
    expect(second).toMatch(/^kim-[0-9a-f]{4}$/);
    const given = new Map([["Kim@a.example.edu", "kim"]]);
    expect([...slugsOf(both, { given }).values()]).toEqual(["kim", second]);
  });

  test("the slug of someone who left is not given again", () => {
    const given = new Map([["kim@a.example.edu", "kim"]]);
    const slugs = slugsOf(people("kim@b.example.edu"), { given });
    expect([...slugs.keys()]).toEqual(["kim@b.example.edu"]);
    expect(slugs.get("kim@b.example.edu")).not.toBe("kim");
  });
});

describe("pseudonyms", () => {
  const options = { pseudonyms: { salt: "a" } };

  test("say nothing about a person, and differ by the class's salt", () => {
    const person = people("rosa.delgado@example.edu");
    const [slug] = slugsOf(person, options).values();
    expect(slug).toMatch(/^s-[0-9a-f]{8}$/);
    expect([...slugsOf(person, { pseudonyms: { salt: "b" } }).values()]).not.toEqual([slug]);
  });

  test("are not the hash of the address alone, which anyone can compute", () => {
    const [slug] = slugsOf(people("kim@a.example.edu"), options).values();
    const [, readable] = slugsOf(people("kim@b.example.edu", "kim@a.example.edu")).values();
    expect(slug!.slice(2, 6)).not.toBe(readable!.slice(-4));
  });
});

/** Addresses that meet often, and awkward ones. */
const address = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        "kim",
        "Kim",
        "k.im",
        "k-im",
        "microsoft",
        "李",
        "kim-1a2b",
        "s",
        "",
        "a".repeat(40),
      ),
      fc.constantFrom("a", "b", "c", "d"),
    )
    .map(([local, domain]) => `${local}@${domain}.example.edu`),
  fc.emailAddress(),
  fc.string({ unit: "grapheme" }),
);
const roster = fc.array(address, { maxLength: 30 }).map((all) => people(...all));
const options = fc.constantFrom({}, { pseudonyms: { salt: "pepper" } });

describe("whoever is on the roster", () => {
  test("slugs are unique, and names that Azure accepts", () => {
    fc.assert(
      fc.property(roster, options, (all, own) => {
        const slugs = [...slugsOf(all, own).values()];
        expect(new Set(slugs).size).toBe(slugs.length);
        expect(slugs.length).toBe(new Set(all.map((one) => foldUserName(one.userName))).size);
        for (const slug of slugs) {
          expect(slug).toMatch(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/);
          expect(slug.length).toBeLessThanOrEqual(MAX_SLUG_LENGTH);
          expect(reservedWordIn(slug)).toBeUndefined();
        }
      }),
    );
  });

  test("their order never matters, also where short hashes meet", () => {
    const all = people(...Array.from({ length: 2000 }, (_, k) => `kim@${k}.example.edu`));
    const slugs = slugsOf(all);
    expect(new Set(slugs.values()).size).toBe(2000);
    expect([...slugs.values()].some((slug) => slug.length > "kim-1a2b".length)).toBe(true);
    expect(slugsOf(all.reverse())).toEqual(slugs);
  });

  test("their order never matters", () => {
    fc.assert(
      fc.property(roster, options, fc.integer(), (all, own, turn) => {
        const at = all.length === 0 ? 0 : Math.abs(turn) % all.length;
        const turned = [...all.slice(at), ...all.slice(0, at)].reverse();
        expect(slugsOf(turned, own)).toEqual(slugsOf(all, own));
      }),
    );
  });

  test("joining, leaving and writing a name in capitals changes no one's slug", () => {
    fc.assert(
      fc.property(roster, roster, options, (before, joined, own) => {
        const given = slugsOf(before, own);
        const staying = before.filter((_, k) => k % 2 === 0);
        const shouted = staying.map(({ userName }) => ({ userName: ` ${userName}` }));
        const after = slugsOf([...joined, ...shouted], { ...own, given });
        for (const { userName } of staying) {
          const key = foldUserName(userName);
          expect(after.get(key)).toBe(given.get(key));
        }
        const newcomers = [...after].filter(([userName]) => !given.has(userName));
        const old = new Set(given.values());
        for (const [, slug] of newcomers) expect(old.has(slug)).toBe(false);
      }),
    );
  });

  test("a new class of other people changes no slug where no two would meet", () => {
    const alone = slugsOf(people("rosa@example.edu"));
    const more = slugsOf(people("ada@example.edu", "rosa@example.edu", "zoe@example.edu"));
    expect(more.get("rosa@example.edu")).toBe(alone.get("rosa@example.edu"));
  });
});

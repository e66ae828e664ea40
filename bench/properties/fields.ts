import fc from "fast-check";

/** Valid and invalid values of a configuration key. */
export interface Field {
  good: fc.Arbitrary<unknown>;
  wrong: fc.Arbitrary<unknown>;
}

/** Values that are neither text nor number. */
const notScalar = fc.constantFrom<unknown>(null, [], {}, ["x"], { x: 1 });
/** Texts that do not match a form. At the top level every value is text, so only its form can be wrong. */
const texts = (form: RegExp): fc.Arbitrary<unknown> =>
  fc
    .oneof(fc.string({ unit: "binary", maxLength: 80 }), fc.constantFrom("", " ", "\n", "<x>"))
    .filter((t) => !form.test(t));

const day = (date: Date): string => date.toISOString().slice(0, 10);
const dates = fc
  .date({ min: new Date("2024-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
  .map((date) => day(date));
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** A text that matches `form`; `good` may be narrower. `flat`: a key at the top level. */
export const text = (
  form: RegExp,
  good: fc.Arbitrary<string> = fc.stringMatching(form),
  flat = false,
): Field => ({
  good,
  wrong: flat ? texts(form) : fc.oneof(texts(form), notScalar, fc.integer(), fc.boolean()),
});

/** One of these texts. */
export const oneOf = (...values: string[]): Field => ({
  good: fc.constantFrom(...values),
  wrong: fc
    .oneof(fc.string(), fc.constantFrom("", ...values.map((v) => `${v} `)))
    .filter((v) => !values.includes(v)),
});

/** A number in a range, whole or with one decimal. */
export const number = (min: number, max: number, whole = true): Field => ({
  good: whole
    ? fc.integer({ min, max })
    : fc.integer({ min: min * 10, max: max * 10 }).map((tenths) => tenths / 10),
  wrong: fc.oneof(
    fc.integer({ max: Math.ceil(min) - 1 }),
    fc.integer({ min: max + 1 }),
    fc.constantFrom(
      `${max + 1}`,
      "",
      "five",
      "-5",
      " 5",
      "1e3",
      "0x10",
      ...(whole ? [min + 0.5, `${min}.5`] : []),
    ),
    fc.boolean(),
    notScalar,
  ),
});

/** A boolean. `flat`: a key at the top level. */
export const flag = (flat = false): Field => ({
  good: fc.boolean(),
  wrong: flat
    ? fc.constantFrom("", "yes", "no", "1", "0", "True", " true")
    : fc.oneof(notScalar, fc.constantFrom<unknown>("", "yes", "1", "True", 0, 1)),
});

/** A date; with `first`, the first day of a month. */
export const date = (first = false): Field => ({
  good: first ? dates.map((d) => `${d.slice(0, 8)}01`) : dates,
  wrong: fc.oneof(
    texts(DATE),
    fc.constantFrom("2027-02-30", "2027-13-01", "2026-00-10", "27-01-01", "01.02.2027"),
  ),
});

/** One line of text for a tag, in any script, with emoji. */
export const line = (): Field => ({
  good: fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 256 })
    .filter((t) => /^[^\r\n]{1,256}$/.test(t)),
  wrong: fc.constantFrom("", "two\nlines", "a\rb", "x".repeat(257)),
});

/** A sign-in name or an e-mail address; guests included. */
export const address = (): Field => ({
  good: fc.oneof(
    fc.emailAddress(),
    fc
      .stringMatching(/^[a-z]{1,20}$/)
      .map((name) => `${name}_gmail.com#EXT#@school.onmicrosoft.com`),
  ),
  wrong: fc.oneof(
    fc.constantFrom<unknown>("", "ada", "@", "a@", "@b", "a b@c", "a@b@c", "a@b\n", 5),
    notScalar,
  ),
});

/** A GUID, in either case. */
export const guid = (): Field => ({
  good: fc.tuple(fc.uuid(), fc.boolean()).map(([id, upper]) => (upper ? id.toUpperCase() : id)),
  wrong: fc.oneof(
    fc.constantFrom<unknown>(
      "",
      "me",
      "00000000-0000-4000-8000-00000000000",
      "{00000000-0000-4000-8000-000000000001}",
      7,
    ),
    notScalar,
  ),
});

/** A list of 1 to 50 e-mail addresses. */
export const addresses = (): Field => ({
  good: fc.array(address().good, { minLength: 1, maxLength: 50 }),
  wrong: fc.constantFrom<unknown>(
    [],
    ["ada"],
    "ada@school.example",
    null,
    {},
    Array(51).fill("a@b"),
    [5],
  ),
});

/** Seats of a class: up to 32, unique without regard to case. */
export const names = (): Field => ({
  good: fc.uniqueArray(fc.stringMatching(/^[\w.-]{1,30}$/), {
    minLength: 1,
    maxLength: 32,
    selector: (name) => name.toLowerCase(),
  }),
  wrong: fc.constantFrom<unknown>([], ["a", "A"], ["a b"], "s01", {}, Array(33).fill("s"), [1]),
});

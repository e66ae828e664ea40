import { z } from "zod";

/**
 * The kinds of fields in the configuration. The error of each says what the value must be, and what
 * to write.
 */

/** One of some texts. */
export const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `must be one of ${values.join(", ")}` });

/** A text of one format. `requirement` completes "must be …". */
export const text = (form: RegExp, requirement: string) =>
  z
    .string({ error: `must be ${requirement}, written as text: put it in quotes` })
    .regex(form, { error: `must be ${requirement}`, abort: true });

/**
 * Converts the text of a number, as `pulumi config set --path` writes it. Other values stay as they
 * are.
 */
const asNumber = (value: unknown): unknown =>
  typeof value === "string" && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;

/** A whole number. `requirement` says what is counted. */
export const wholeNumber = (min: number, max: number, requirement: string) => {
  const error = `must be a whole number from ${min} to ${max}: ${requirement}`;
  return z.preprocess(asNumber, z.int({ error }).min(min, { error }).max(max, { error }));
};

/** As `wholeNumber`, but with a fraction. */
export const decimalNumber = (min: number, max: number, requirement: string) => {
  const error = `must be a number from ${min} to ${max}: ${requirement}`;
  return z.preprocess(asNumber, z.number({ error }).min(min, { error }).max(max, { error }));
};

/** The texts of booleans, as `pulumi config set` writes them. */
const BOOLEANS = new Map<unknown, boolean>([
  ["true", true],
  ["false", false],
]);

/** A boolean, or its text. */
export const flag = () =>
  z.preprocess(
    (value) => BOOLEANS.get(value) ?? value,
    z.boolean({ error: "must be true or false" }),
  );

/** Whether an ISO date exists in the calendar. */
export const isDate = (value: string): boolean => {
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
};

/** The value of an Azure tag. */
export const tagValue = () =>
  text(/^[^\r\n]{1,256}$/, "one line of at most 256 characters, since it becomes a tag");

/** An e-mail address or a sign-in name. `requirement` completes "must be …". */
export const address = (requirement: string) => text(/^[^@\s]+@[^@\s]+$/, requirement);

/** A GUID. `requirement` completes "must be …". */
export const guid = (requirement: string) =>
  text(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, requirement);

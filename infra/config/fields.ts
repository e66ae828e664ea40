import { z } from "zod";

/** Kinds of fields that the configuration is made of. Each field's error says what it must be and what to write. */

export const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `must be one of ${values.join(", ")}` });

/** A text of one form. `requirement` completes "must be …". */
export const text = (form: RegExp, requirement: string) =>
  z
    .string({ error: `must be ${requirement}, written as text: put it in quotes` })
    .regex(form, { error: `must be ${requirement}`, abort: true });

/** Numbers may come as their text, as `pulumi config set --path` writes them. */
const asNumber = (value: unknown): unknown =>
  typeof value === "string" && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;

/** `requirement` tells what is counted. */
export const wholeNumber = (min: number, max: number, requirement: string) => {
  const error = `must be a whole number from ${min} to ${max}: ${requirement}`;
  return z.preprocess(asNumber, z.int({ error }).min(min, { error }).max(max, { error }));
};

/** As `wholeNumber`, with fractions. */
export const decimalNumber = (min: number, max: number, requirement: string) => {
  const error = `must be a number from ${min} to ${max}: ${requirement}`;
  return z.preprocess(asNumber, z.number({ error }).min(min, { error }).max(max, { error }));
};

export const flag = () =>
  z.preprocess(
    (value) => (value === "true" ? true : value === "false" ? false : value),
    z.boolean({ error: "must be true or false" }),
  );

/** True for a day that the calendar has. */
export const isDate = (value: string): boolean => {
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
};

export const tagValue = () =>
  text(/^[^\r\n]{1,256}$/, "one line of at most 256 characters, since it becomes a tag");

/** `requirement` names whose address it is, and completes "must be …". */
export const address = (requirement: string) => text(/^[^@\s]+@[^@\s]+$/, requirement);

/** `requirement` names whose it is, and completes "must be …". */
export const guid = (requirement: string) =>
  text(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, requirement);

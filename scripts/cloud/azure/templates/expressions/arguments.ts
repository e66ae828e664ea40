import { isJsonObject, type JsonObject } from "../../../../../infra/json-object";
import { ExpressionError } from "./parse";

/** A function of the template language. It throws `ExpressionError` for arguments that it refuses. */
export type TemplateFunction = (...args: unknown[]) => unknown;

/** Finds a function by its name in lower case. */
export type Functions = (name: string) => TemplateFunction | undefined;

/** The type of a value, as templates and refusals name it. */
export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return "Null";
  if (Array.isArray(value)) return "Array";
  if (typeof value === "string") return "String";
  if (typeof value === "boolean") return "Bool";
  if (typeof value === "number") return Number.isInteger(value) ? "Int" : "Float";
  return "Object";
}

const mismatch = (wanted: string, value: unknown): ExpressionError =>
  new ExpressionError(
    `The template function expects a parameter of type '${wanted}'. The provided value is of type '${typeOf(value)}'.`,
  );

/** @throws ExpressionError for another value than a text */
export function text(value: unknown): string {
  if (typeof value === "string") return value;
  throw mismatch("String", value);
}

/** @throws ExpressionError for another value than a whole number */
export function int(value: unknown): number {
  if (Number.isInteger(value)) return value as number;
  throw mismatch("Integer", value);
}

/** @throws ExpressionError for another value than `true` and `false` */
export function flag(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw mismatch("Boolean", value);
}

/** @throws ExpressionError for another value than a list */
export function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  throw mismatch("Array", value);
}

/** @throws ExpressionError for another value than an object */
export function object(value: unknown): JsonObject {
  if (isJsonObject(value)) return value;
  throw mismatch("Object", value);
}

/** A value as the functions that join texts write it: `True`, and JSON of lists and objects. */
export function written(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value === null || value === undefined) return "";
  return JSON.stringify(value);
}

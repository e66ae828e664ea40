import { NotSimulated } from "../../../core/errors";
import { int, list, text, written, type TemplateFunction } from "./arguments";

import { guid, uniqueString } from "./hashes";
import { ExpressionError } from "./parse";

/**
 * Functions of texts, by their names in lower case
 * (https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-string).
 */
export const TEXT_FUNCTIONS: Record<string, TemplateFunction> = {
  base64: (value) => Buffer.from(text(value)).toString("base64"),
  base64tostring: (value) => Buffer.from(text(value), "base64").toString(),
  concat: (...values) =>
    values.every((one) => Array.isArray(one)) ? values.flat() : values.map(scalar).join(""),
  endswith: (value, end) => lower(value).endsWith(lower(end)),
  format: (pattern, ...values) => format(text(pattern), values),
  guid: (...values) => guid(...values.map(text)),
  indexof: (value, part) =>
    Array.isArray(value) ? value.indexOf(part) : lower(value).indexOf(lower(part)),
  join: (values, separator) => list(values).map(written).join(text(separator)),
  lastindexof: (value, part) =>
    Array.isArray(value) ? value.lastIndexOf(part) : lower(value).lastIndexOf(lower(part)),
  padleft: (value, length, filler = " ") => written(value).padStart(int(length), text(filler)),
  replace: (value, old, by) => text(value).replaceAll(text(old), text(by)),
  split: (value, separators) =>
    [separators]
      .flat()
      .reduce<string[]>(
        (parts, separator) => parts.flatMap((part) => part.split(text(separator))),
        [text(value)],
      ),
  startswith: (value, start) => lower(value).startsWith(lower(start)),
  string: written,
  substring: (value, start, length) => substring(text(value), int(start), length),
  tolower: lower,
  toupper: (value) => text(value).toUpperCase(),
  trim: (value) => text(value).trim(),
  uniquestring: (...values) => uniqueString(...values.map(text)),
  uri: (base, relative) => new URL(text(relative), text(base)).href,
  uricomponent: (value) => encodeURIComponent(text(value)),
  uricomponenttostring: (value) => decodeURIComponent(text(value)),
};

function lower(value: unknown): string {
  return text(value).toLowerCase();
}

/** Lists and objects cannot be joined with texts. */
function scalar(value: unknown): string {
  if (typeof value !== "object") return written(value);
  throw new ExpressionError(
    "The template language function 'concat' expects parameters of the same type: either texts or arrays.",
  );
}

function substring(value: string, start: number, length: unknown): string {
  const end = start + int(length ?? value.length - start);
  if (start >= 0 && end >= start && end <= value.length) return value.slice(start, end);
  throw new ExpressionError(
    `The index and length parameters of function 'substring' must refer to a location within the string. The string has ${value.length} characters.`,
  );
}

/** Fills `{0}` and its like; `{{` and `}}` are braces. @throws NotSimulated for `{0:N2}` */
function format(pattern: string, values: readonly unknown[]): string {
  return pattern.replace(/\{\{|\}\}|\{(\d+)([^}]*)\}/g, (mark, index?: string, how?: string) => {
    if (index === undefined) return mark.charAt(0);
    if (how !== "") throw new NotSimulated(`the format '${mark}' in a template`);
    if (Number(index) < values.length) return written(values[Number(index)]);
    throw new ExpressionError(
      `The template language function 'format' has no argument for '${mark}'.`,
    );
  });
}

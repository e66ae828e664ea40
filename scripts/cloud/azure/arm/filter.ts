import { ApiError, NotSimulated } from "../../core/errors";

const TEXT = String.raw`'((?:[^']|'')*)'`;
const CONDITION = new RegExp(String.raw`^\s*([\w./]+)\s+eq\s+${TEXT}\s*$`, "i");
const PART = new RegExp(String.raw`^\s*(substringof)\s*\(\s*${TEXT}\s*,\s*(\w+)\s*\)\s*$`, "i");
const START = new RegExp(String.raw`^\s*(startswith)\s*\(\s*(\w+)\s*,\s*${TEXT}\s*\)\s*$`, "i");
/** What OData has and is not simulated: other comparisons, `or`, `not`, functions, brackets. */
const OTHER_ODATA = /\b(ne|gt|ge|lt|le|or|not|in)\b|[()]/i;

/**
 * Parses an OData filter of the form "a eq 'x' and substringof('y', b)".
 * @param names what the route filters by, in lower case: a property, or a function of one
 * without its text, as "substringof(name)"
 * @returns the wanted value of each, by its name in lower case
 * @throws ApiError 400 `InvalidFilterInQueryString` for nonsense (Azure/azure-sdk-for-go#2480); 501
 * for the rest of OData and for another property
 */
export function parseFilter(filter: string, names: readonly string[]): Map<string, string> {
  const wanted = new Map<string, string>();
  for (const condition of partsOf(filter, "and")) {
    const { name, value } = comparisonIn(condition);
    if (name === "") throw refusalOf(filter, condition);
    if (!names.includes(name))
      throw new NotSimulated(
        `the filter '${filter}': it filters by ${names.join(", ") || "nothing"} alone`,
      );
    wanted.set(name, value.replaceAll("''", "'"));
  }
  return wanted;
}

/** As `parseFilter`, of several such filters with `or` between them: at least one is to be met. */
export function parseAlternatives(filter: string, names: readonly string[]): Map<string, string>[] {
  const alternatives = partsOf(filter, "or");
  if (alternatives.length === 0) return [new Map<string, string>()];
  return alternatives.map((one) => parseFilter(one, names));
}

/** What a condition compares, in lower case, with what; an empty name where it is no comparison. */
function comparisonIn(condition: string): { name: string; value: string } {
  const [, property = "", wanted = ""] = CONDITION.exec(condition) ?? [];
  if (property !== "") return { name: property.toLowerCase(), value: wanted };
  const [, partOf = "", part = "", partName = ""] = PART.exec(condition) ?? [];
  if (partOf !== "") return { name: `${partOf}(${partName})`.toLowerCase(), value: part };
  const [, startOf = "", startName = "", start = ""] = START.exec(condition) ?? [];
  if (startOf !== "") return { name: `${startOf}(${startName})`.toLowerCase(), value: start };
  return { name: "", value: "" };
}

/** Splits at a word, but not inside of quotation marks. */
const partsOf = (filter: string, word: "and" | "or"): string[] =>
  filter
    .split(new RegExp(String.raw`\s+${word}\s+(?=(?:[^']*'[^']*')*[^']*$)`, "i"))
    .filter((one) => one.trim() !== "");

function refusalOf(filter: string, condition: string): ApiError {
  if (OTHER_ODATA.test(condition.replace(/'(?:[^']|'')*'/g, "''")))
    return new NotSimulated(`the filter '${filter}'`);
  return new ApiError(
    400,
    "InvalidFilterInQueryString",
    `Invalid $filter '${filter}' specified in the query string.`,
  );
}

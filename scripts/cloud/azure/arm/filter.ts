import { ApiError, NotSimulated } from "../../core/errors";

const CONDITION = /^\s*([\w/]+)\s+eq\s+'((?:[^']|'')*)'\s*$/i;
/** What OData has and is not simulated: other comparisons, `or`, `not`, functions. */
const OTHER_ODATA = /\b(ne|gt|ge|lt|le|or|not|in)\b|\w+\s*\(/i;

/**
 * Parses an OData filter of the form `a eq 'x' and b eq 'y'`.
 * @param names the properties that the route filters by, in lower case
 * @returns the wanted value of each property, by its name in lower case
 * @throws ApiError 400 `InvalidFilterInQueryString` for nonsense (Azure/azure-sdk-for-go#2480); 501
 * for the rest of OData and for another property
 */
export function parseFilter(filter: string, names: readonly string[]): Map<string, string> {
  const wanted = new Map<string, string>();
  for (const condition of conditionsOf(filter)) {
    const [, name = "", value = ""] = CONDITION.exec(condition) ?? [];
    if (name === "") throw refusalOf(filter, condition);
    if (!names.includes(name.toLowerCase()))
      throw new NotSimulated(
        `the filter '${filter}': it filters by ${names.join(", ") || "nothing"} alone`,
      );
    wanted.set(name.toLowerCase(), value.replaceAll("''", "'"));
  }
  return wanted;
}

/** Splits at `and`, but not inside of quotation marks. */
const conditionsOf = (filter: string): string[] =>
  filter.split(/\s+and\s+(?=(?:[^']*'[^']*')*[^']*$)/i).filter((one) => one.trim() !== "");

function refusalOf(filter: string, condition: string): ApiError {
  if (OTHER_ODATA.test(condition.replace(/'(?:[^']|'')*'/g, "''")))
    return new NotSimulated(`the filter '${filter}'`);
  return new ApiError(
    400,
    "InvalidFilterInQueryString",
    `Invalid $filter '${filter}' specified in the query string.`,
  );
}

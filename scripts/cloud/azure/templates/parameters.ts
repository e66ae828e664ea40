import { isDeepStrictEqual } from "node:util";
import { own, type JsonObject } from "../../../../infra/json-object";
import { NotSimulated } from "../../core/errors";
import { typeOf, written, type Functions } from "./expressions/arguments";
import { evaluateValue, nameIn } from "./expressions/evaluate";
import { invalidTemplate, orInvalidTemplate, type Parameter } from "./template";

/** Types in lower case, with Azure's names of them and of the values that they take. */
const TYPES: Record<string, { name: string; takes: string; isSecure?: boolean }> = {
  string: { name: "String", takes: "String" },
  securestring: { name: "SecureString", takes: "String", isSecure: true },
  int: { name: "Int", takes: "Int" },
  bool: { name: "Bool", takes: "Bool" },
  array: { name: "Array", takes: "Array" },
  object: { name: "Object", takes: "Object" },
  secureobject: { name: "SecureObject", takes: "Object", isSecure: true },
};

/** A value with its type, as answers show it; a secret one without the value. */
export function describeValue(type: string, value: unknown): { type: string; value?: unknown } {
  const { name, isSecure } = typeNamed(type);
  return isSecure ? { type: name } : { type: name, value };
}

/** @throws ApiError `InvalidTemplate` for an unknown type */
function typeNamed(type: string): (typeof TYPES)[string] {
  const found = own(TYPES, type.toLowerCase());
  if (found) return found;
  throw invalidTemplate(
    `The template parameter or output type '${type}' is not valid. The supported types are '${Object.values(
      TYPES,
    )
      .map(({ name }) => name)
      .join(",")}'.`,
  );
}

/**
 * The value of each parameter: the given one or the default, of the declared type and within its
 * limits.
 * @param functionsOf what a default may call; it gets the parameters before it
 * @throws ApiError `InvalidTemplate`
 */
export async function resolveParameters(
  declared: Record<string, Parameter>,
  given: Record<string, { value?: unknown; reference?: unknown }>,
  functionsOf: (parameters: JsonObject) => Functions,
): Promise<JsonObject> {
  const undeclared = Object.keys(given).filter((name) => nameIn(declared, name) === undefined);
  if (undeclared.length > 0)
    throw invalidTemplate(
      `The template parameters '${undeclared.join(", ")}' in the parameters file are not valid; they are not present in the original template and can therefore not be provided at deployment time. ` +
        `The only supported parameters for this template are '${Object.keys(declared).join(", ")}'. Please see https://aka.ms/arm-pass-parameter-values for usage details.`,
    );
  const values: JsonObject = {};
  for (const [name, parameter] of Object.entries(declared)) {
    const one = given[nameIn(given, name) ?? ""];
    if (one?.reference !== undefined)
      throw new NotSimulated("parameters that refer to a key vault");
    const value =
      one?.value ??
      (await orInvalidTemplate(
        `parameter '${name}'`,
        evaluateValue(parameter.defaultValue, functionsOf(values)),
      ));
    requireValid(name, parameter, value);
    values[name] = value;
  }
  return values;
}

const DETAILS = "Please see https://aka.ms/arm-create-parameter-file for usage details.";

/** @throws ApiError `InvalidTemplate`; its texts are as users report them */
function requireValid(name: string, parameter: Parameter, value: unknown): void {
  if (value === undefined)
    throw invalidTemplate(
      `The value for the template parameter '${name}' is not provided. ${DETAILS}`,
    );
  const { takes } = typeNamed(parameter.type);
  const refuse = (reason: string) =>
    invalidTemplate(
      `The provided value for the template parameter '${name}' is not valid. ${reason} ${DETAILS}`,
    );
  if (typeOf(value) !== takes)
    throw refuse(
      `Expected a value of type '${takes}', but received a value of type '${typeOf(value)}'.`,
    );
  const { allowedValues, minValue, maxValue, minLength, maxLength } = parameter;
  if (allowedValues?.some((one) => isDeepStrictEqual(one, value)) === false)
    throw invalidTemplate(
      `The provided value '${written(value)}' for the template parameter '${name}' is not valid. ` +
        `The parameter value is not part of the allowed value(s): '${allowedValues.join(",")}'.`,
    );
  if (typeof value === "number") {
    if (value < (minValue ?? value)) throw refuse(atLeast("The value", minValue));
    if (value > (maxValue ?? value)) throw refuse(atMost("The value", maxValue));
  }
  if (typeof value === "string" || Array.isArray(value)) {
    const { length } = value;
    if (length < (minLength ?? length)) throw refuse(atLeast("Length of the value", minLength));
    if (length > (maxLength ?? length)) throw refuse(atMost("Length of the value", maxLength));
  }
}

const atLeast = (what: string, limit = 0): string =>
  `${what} should be greater than or equal to '${limit}'.`;
const atMost = (what: string, limit = 0): string =>
  `${what} should be less than or equal to '${limit}'.`;

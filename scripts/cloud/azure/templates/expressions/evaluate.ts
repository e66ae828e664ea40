import { isJsonObject, type JsonObject } from "../../../../../infra/json-object";
import { int, type Functions } from "./arguments";
import { loopsIn, withCopy, type Loop } from "./copy";
import { ExpressionError, expressionIn, plainText, type Expression } from "./parse";

/**
 * A value of a template with its expressions evaluated, those of its names included.
 * @throws ExpressionError; NotSimulated for a function that Azure has and this cloud has not
 */
export async function evaluateValue(value: unknown, functions: Functions): Promise<unknown> {
  if (typeof value === "string") return evaluateText(value, functions);
  if (Array.isArray(value)) return Promise.all(value.map((one) => evaluateValue(one, functions)));
  return isJsonObject(value) ? evaluateObject(value, functions) : value;
}

/** As `evaluateValue`, of an object; each of its loops becomes a list under the loop's name. */
export async function evaluateObject(
  object: JsonObject,
  functions: Functions,
): Promise<JsonObject> {
  const loops = loopsIn(object);
  const { copy: _, ...others } = object;
  const members = Object.entries(loops.length > 0 ? others : object).map(
    async ([name, value]): Promise<[unknown, unknown]> => [
      await evaluateText(name, functions),
      await evaluateValue(value, functions),
    ],
  );
  const lists = loops.map(async (loop): Promise<[unknown, unknown]> => [
    loop.name,
    await evaluateLoop(loop, functions, true),
  ]);
  return Object.fromEntries((await Promise.all([...members, ...lists])) as [string, unknown][]);
}

async function evaluateText(text: string, functions: Functions): Promise<unknown> {
  const expression = expressionIn(text);
  return expression ? evaluate(expression, functions) : plainText(text);
}

/** As `evaluateValue`, of an expression that is parsed. */
export async function evaluate(expression: Expression, functions: Functions): Promise<unknown> {
  if (expression.kind === "literal") return expression.value;
  if (expression.kind === "member") {
    const of = await evaluate(expression.of, functions);
    return memberOf(of, await evaluate(expression.key, functions));
  }
  const name = expression.name.toLowerCase();
  if (name === "if") return evaluateIf(expression.args, functions);
  const found = functions(name);
  if (!found) throw new ExpressionError(`The template function '${expression.name}' is not valid.`);
  const args: unknown[] = [];
  for (const arg of expression.args) args.push(await evaluate(arg, functions));
  return found(...args);
}

/** Only the branch that is taken is evaluated. */
async function evaluateIf(args: readonly Expression[], functions: Functions): Promise<unknown> {
  const [condition, then, otherwise] = args;
  if (args.length !== 3 || !condition || !then || !otherwise)
    throw new ExpressionError("The template function 'if' must have three arguments.");
  const isTrue = await evaluate(condition, functions);
  if (typeof isTrue !== "boolean")
    throw new ExpressionError(
      "The template language function 'if' expects its first parameter to be of type 'Boolean'.",
    );
  return evaluate(isTrue ? then : otherwise, functions);
}

/** A member of an object, whatever the case of its name, or an element of a list. */
function memberOf(of: unknown, key: unknown): unknown {
  if (Array.isArray(of)) {
    if (typeof key === "number" && key >= 0 && key < of.length) return of[key];
    throw new ExpressionError(
      `The language expression property array index '${String(key)}' is out of bounds.`,
    );
  }
  if (!isJsonObject(of))
    throw new ExpressionError(
      `The language expression property '${String(key)}' can't be evaluated.`,
    );
  const name = nameIn(of, String(key));
  if (name !== undefined) return of[name];
  throw new ExpressionError(
    `The language expression property '${String(key)}' doesn't exist, available properties are '${Object.keys(of).join(", ")}'.`,
  );
}

/** The name by which an object has a member, in any case; undefined when it has none. */
export function nameIn(object: JsonObject, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name;
  return Object.keys(object).find((one) => one.toLowerCase() === name.toLowerCase());
}

/**
 * The arguments of every call of a function in a value, as they were written.
 * @param isWanted tells a function by its name in lower case
 */
export function callsIn(value: unknown, isWanted: (name: string) => boolean): Expression[][] {
  if (typeof value === "string") return callsOf(expressionIn(value), isWanted);
  if (Array.isArray(value)) return value.flatMap((one) => callsIn(one, isWanted));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap((member) => member.flatMap((one) => callsIn(one, isWanted)));
}

function callsOf(
  expression: Expression | undefined,
  isWanted: (name: string) => boolean,
): Expression[][] {
  if (!expression || expression.kind === "literal") return [];
  if (expression.kind === "member")
    return [expression.of, expression.key].flatMap((part) => callsOf(part, isWanted));
  const inside = expression.args.flatMap((arg) => callsOf(arg, isWanted));
  return isWanted(expression.name.toLowerCase()) ? [expression.args, ...inside] : inside;
}

/** Azure's limit of a loop. */
const MOST_COPIES = 800;

/**
 * How many copies a loop makes.
 * @throws ExpressionError for another number than 0 to 800
 */
export async function countOf(count: unknown, functions: Functions): Promise<number> {
  const copies = int(await evaluateValue(count, functions));
  if (copies >= 0 && copies <= MOST_COPIES) return copies;
  throw new ExpressionError(
    `The copy count '${copies}' must be 0 or a positive number up to '${MOST_COPIES}'.`,
  );
}

/**
 * The values of a loop.
 * @param isNamed true where `copyIndex` means this loop by its name alone, as in a property
 */
export async function evaluateLoop(
  { name, count, input }: Loop,
  functions: Functions,
  isNamed = false,
): Promise<unknown[]> {
  const copies = await countOf(count, functions);
  return Promise.all(
    Array.from({ length: copies }, (_, index) =>
      evaluateValue(input, withCopy(functions, { name, index }, isNamed)),
    ),
  );
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compileFunction } from "node:vm";
import * as ts from "typescript";
import { expect, test } from "vitest";
import { randomOf, randomsOf } from "../../../scripts/probe/stats/random";

const FOLDER = join(__dirname, "../../../scripts/probe/stats");

interface Documented {
  name: string;
  examples: string[];
}

/** The exported functions of a file, arrow functions too, each with the text of its `@example` tags. */
function exportedFunctions(file: string): Documented[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(FOLDER, file), "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  return source.statements.flatMap((statement): Documented[] => {
    const name = exportedFunctionName(statement);
    if (name === undefined) return [];
    const examples = ts
      .getJSDocTags(statement)
      .filter(({ tagName }) => tagName.text === "example")
      .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "");
    return [{ name, examples }];
  });
}

function exportedFunctionName(statement: ts.Statement): string | undefined {
  const isExported =
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (!isExported) return undefined;
  if (ts.isFunctionDeclaration(statement)) return statement.name?.text;
  if (!ts.isVariableStatement(statement)) return undefined;
  const [declaration] = statement.declarationList.declarations;
  const isFunction = declaration?.initializer && ts.isArrowFunction(declaration.initializer);
  return isFunction ? declaration.name.getText() : undefined;
}

/** Typed arrays as arrays. With `digits`, numbers are rounded to as many decimals. */
function comparable(value: unknown, digits?: number): unknown {
  if (typeof value === "number")
    return digits === undefined ? value : Number(value.toFixed(digits));
  if (Array.isArray(value)) return value.map((one) => comparable(one, digits));
  if (ArrayBuffer.isView(value)) return comparable([...(value as Float64Array)], digits);
  return value;
}

/** Decimals of the number that shows most of them. */
const decimalsIn = (text: string): number =>
  Math.max(...[...text.matchAll(/\d(?:\.(\d+))?/g)].map(([, decimals = ""]) => decimals.length));

const CASES = readdirSync(FOLDER).flatMap((file) =>
  exportedFunctions(file).map((documented) => ({ file, ...documented })),
);

test.each(CASES)("$file: the example of $name holds", async ({ file, name, examples }) => {
  const exported = (await import(join(FOLDER, file))) as Record<string, unknown>;
  const scope = { randomOf, randomsOf, ...exported };
  const evaluate = (expression: string): unknown =>
    (
      compileFunction(`return (${expression})`, Object.keys(scope)) as (...of: unknown[]) => unknown
    )(...Object.values(scope));
  expect(examples, `${name} has no @example`).not.toEqual([]);
  for (const example of examples) {
    const [, expression, rounded, value] = /^(.+) \/\/ (≈ )?(.+)$/.exec(example)!;
    const digits = rounded === undefined ? undefined : decimalsIn(value!);
    expect(comparable(evaluate(expression!), digits), example).toEqual(
      comparable(evaluate(value!), digits),
    );
  }
});

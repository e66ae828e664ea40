import * as ts from "typescript";

/** What one file of source holds, counted on its syntax tree. */
export interface SourceCounts {
  /** All lines, blank ones and comments included. */
  lines: number;
  /** Lines that hold code: neither blank nor comment alone. */
  code: number;
  /** Lines of more than 100 characters, comments included. */
  wide: number;
  /** `a ? b : c` as an expression; conditional types do not count. */
  conditionals: number;
  /** Conditional expressions inside another one's branch or condition. */
  nestedConditionals: number;
  /** Spreads in object literals of what is there only sometimes: `...(a && b)`, `...(a ? b : {})`. */
  conditionalSpreads: number;
  /** Declarations that other files may import, and how many of them have a doc comment. */
  exports: number;
  documentedExports: number;
}

export const WIDTH = 100;

/** Counts one TypeScript file. */
export function measure(file: string, text: string): SourceCounts {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lines = text.replace(/\n$/, "").split("\n");
  const counts: SourceCounts = {
    lines: lines.length,
    code: codeLines(source).size,
    wide: lines.filter((line) => line.length > WIDTH).length,
    conditionals: 0,
    nestedConditionals: 0,
    conditionalSpreads: 0,
    exports: 0,
    documentedExports: 0,
  };
  const visit = (node: ts.Node, insideConditional: boolean): void => {
    const conditional = ts.isConditionalExpression(node);
    if (conditional) counts.conditionals++;
    if (conditional && insideConditional) counts.nestedConditionals++;
    if (ts.isSpreadAssignment(node) && isConditional(node.expression)) counts.conditionalSpreads++;
    // A function is a place of its own: what it holds is not nested in what surrounds it.
    const inside = !ts.isFunctionLike(node) && (conditional || insideConditional);
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(source, false);
  for (const statement of source.statements) {
    if (!isExported(statement)) continue;
    counts.exports++;
    if (ts.getJSDocCommentsAndTags(statement).length > 0) counts.documentedExports++;
  }
  return counts;
}

/** The sum of several files' counts. */
export function total(counts: readonly SourceCounts[]): SourceCounts {
  const sum = measure("empty.ts", "");
  sum.lines = 0;
  for (const one of counts)
    for (const key of Object.keys(sum) as (keyof SourceCounts)[]) sum[key] += one[key];
  return sum;
}

/** Numbers of the lines on which a token begins, ends or goes on. */
function codeLines(source: ts.SourceFile): Set<number> {
  const found = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (ts.isJSDoc(node)) return;
    const children = node.getChildren(source);
    if (children.length > 0) {
      children.forEach(visit);
      return;
    }
    if (node.getWidth(source) === 0) return;
    const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
    const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
    for (let line = first; line <= last; line++) found.add(line);
  };
  visit(source);
  return found;
}

function isConditional(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return isConditional(node.expression);
  if (ts.isConditionalExpression(node)) return true;
  return (
    ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
  );
}

function isExported(statement: ts.Statement): boolean {
  if (ts.isExportDeclaration(statement) || ts.isExportAssignment(statement)) return false;
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

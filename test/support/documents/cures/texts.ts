import * as ts from "typescript";

/** What stands in a text for a value that only a run knows. */
export const VALUE = "…";

/** More texts than these are one that only a run knows. */
const MAX_TEXTS = 24;

/** The arguments of the call that a function's parameters have, while its body is read. */
export interface Frame {
  call: ts.CallExpression | ts.NewExpression;
  callee: ts.SignatureDeclaration;
  outer: Frame | undefined;
}

/** Reads the texts that an expression can have from the source alone. */
export class Texts {
  constructor(private readonly checker: ts.TypeChecker) {}

  /** The declaration that a name means, across files. */
  declarationOf(name: ts.Node): ts.Declaration | undefined {
    const symbol = ts.isShorthandPropertyAssignment(name.parent)
      ? this.checker.getShorthandAssignmentValueSymbol(name.parent)
      : this.checker.getSymbolAtLocation(name);
    if (!symbol) return undefined;
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    return (isAlias ? this.checker.getAliasedSymbol(symbol) : symbol).declarations?.[0];
  }

  /** Every text that the expression can have; `VALUE` stands for what is not in the source. */
  of(node: ts.Expression | undefined, frame: Frame | undefined, depth = 0): string[] {
    if (!node || depth > 12) return [VALUE];
    const texts = [...new Set(this.read(node, frame, depth + 1))];
    return texts.length > MAX_TEXTS ? [VALUE] : texts;
  }

  private read(node: ts.Expression, frame: Frame | undefined, depth: number): string[] {
    const of = (part: ts.Expression | undefined): string[] => this.of(part, frame, depth);
    if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return [node.text];
    if (ts.isTemplateExpression(node))
      return node.templateSpans.reduce(
        (heads, { expression, literal }) =>
          pairs(heads, of(expression)).map((text) => text + literal.text),
        [node.head.text],
      );
    if (
      ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isNonNullExpression(node)
    )
      return of(node.expression);
    if (ts.isConditionalExpression(node)) return [...of(node.whenTrue), ...of(node.whenFalse)];
    if (ts.isBinaryExpression(node)) return this.readOperation(node, of);
    if (ts.isArrayLiteralExpression(node)) return [node.elements.map(() => VALUE).join(" ")];
    if (ts.isIdentifier(node)) return this.readName(node, frame, depth);
    if (ts.isElementAccessExpression(node)) return this.readTable(node.expression, frame, depth);
    if (ts.isPropertyAccessExpression(node)) return this.readProperty(node, frame, depth);
    if (ts.isCallExpression(node)) return this.readCall(node, frame, depth);
    return [VALUE];
  }

  private readOperation(
    { left, right, operatorToken }: ts.BinaryExpression,
    of: (part: ts.Expression) => string[],
  ): string[] {
    if (operatorToken.kind === ts.SyntaxKind.PlusToken) return pairs(of(left), of(right));
    const fallback = of(right).filter((text) => text !== "");
    return [...of(left), ...fallback];
  }

  private readName(node: ts.Identifier, frame: Frame | undefined, depth: number): string[] {
    if (node.text === "undefined") return [];
    const declaration = this.declarationOf(node);
    if (!declaration) return [VALUE];
    if (ts.isParameter(declaration)) return this.readParameter(declaration, frame, depth);
    if (ts.isVariableDeclaration(declaration))
      return this.of(declaration.initializer, frame, depth);
    if (ts.isBindingElement(declaration)) return this.readBinding(declaration, frame, depth);
    return [VALUE];
  }

  private readParameter(
    parameter: ts.ParameterDeclaration,
    frame: Frame | undefined,
    depth: number,
  ): string[] {
    if (frame?.callee !== parameter.parent) return [VALUE];
    const argument = frame.call.arguments?.[parameter.parent.parameters.indexOf(parameter)];
    return this.of(argument ?? parameter.initializer, frame.outer, depth);
  }

  /** `const [message, cure] = …`, and `({ message, cure }) => …`. */
  private readBinding(
    element: ts.BindingElement,
    frame: Frame | undefined,
    depth: number,
  ): string[] {
    const pattern = element.parent;
    const source = pattern.parent;
    const key = ts.isArrayBindingPattern(pattern)
      ? String(pattern.elements.indexOf(element))
      : (element.propertyName ?? element.name).getText();
    if (ts.isParameter(source)) {
      if (frame?.callee !== source.parent) return [VALUE];
      const argument = frame.call.arguments?.[source.parent.parameters.indexOf(source)];
      return this.readMember(argument, key, frame.outer, depth);
    }
    if (ts.isVariableDeclaration(source))
      return this.readMember(source.initializer, key, frame, depth);
    return [VALUE];
  }

  /** The member of what an expression makes. */
  readMember(
    node: ts.Expression | undefined,
    key: string,
    frame: Frame | undefined,
    depth = 0,
  ): string[] {
    if (!node || depth > 12) return [VALUE];
    const next = (part: ts.Expression): string[] => this.readMember(part, key, frame, depth + 1);
    if (ts.isConditionalExpression(node)) return [...next(node.whenTrue), ...next(node.whenFalse)];
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return next(node.expression);
    if (ts.isArrayLiteralExpression(node)) return this.of(node.elements[Number(key)], frame, depth);
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression))
      return this.readReturned(node, frame, (one, inner) =>
        this.readMember(one, key, inner, depth + 1),
      );
    if (ts.isObjectLiteralExpression(node)) return this.of(memberOf(node, key), frame, depth);
    return [VALUE];
  }

  private readProperty(
    node: ts.PropertyAccessExpression,
    frame: Frame | undefined,
    depth: number,
  ): string[] {
    const declaration = this.declarationOf(node.name) ?? this.declarationOf(node.expression);
    if (declaration && ts.isPropertyAssignment(declaration))
      return this.of(declaration.initializer, frame, depth);
    if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer)
      return this.readMember(declaration.initializer, node.name.text, frame, depth);
    return [VALUE];
  }

  /** A table indexed by a value that only a run knows: each of its texts. */
  private readTable(table: ts.Expression, frame: Frame | undefined, depth: number): string[] {
    const declaration = ts.isIdentifier(table) ? this.declarationOf(table) : undefined;
    if (!declaration || !ts.isVariableDeclaration(declaration)) return [VALUE];
    let { initializer } = declaration;
    while (initializer && (ts.isAsExpression(initializer) || ts.isSatisfiesExpression(initializer)))
      initializer = initializer.expression;
    if (!initializer || !ts.isObjectLiteralExpression(initializer)) return [VALUE];
    return initializer.properties.flatMap((one) =>
      ts.isPropertyAssignment(one) ? this.of(one.initializer, frame, depth) : [VALUE],
    );
  }

  /** A function of ours: what it returns. Lines that are joined: the lines. */
  private readCall(node: ts.CallExpression, frame: Frame | undefined, depth: number): string[] {
    const { expression: callee } = node;
    if (!ts.isPropertyAccessExpression(callee))
      return this.readReturned(node, frame, (one, inner) => this.of(one, inner, depth));
    if (callee.name.text === "join")
      return this.readJoin(callee.expression, node.arguments[0], frame, depth);
    return callee.name.text === "trim" ? this.of(callee.expression, frame, depth) : [VALUE];
  }

  /** What `read` makes of each value that a function of ours returns. */
  private readReturned(
    node: ts.CallExpression,
    frame: Frame | undefined,
    read: (returned: ts.Expression, inner: Frame) => string[],
  ): string[] {
    const { expression: callee } = node;
    const called = functionOf(ts.isIdentifier(callee) ? this.declarationOf(callee) : undefined);
    if (!called?.body) return [VALUE];
    const inner: Frame = { call: node, callee: called, outer: frame };
    return returnsOf(called.body).flatMap((one) => read(one, inner));
  }

  private readJoin(
    list: ts.Expression,
    separator: ts.Expression | undefined,
    frame: Frame | undefined,
    depth: number,
  ): string[] {
    if (!ts.isArrayLiteralExpression(list)) return [VALUE];
    const [between = ","] = separator ? this.of(separator, frame, depth) : [];
    return list.elements
      .map((one) => (ts.isSpreadElement(one) ? [VALUE] : this.of(one, frame, depth)))
      .reduce((heads, tails) =>
        heads.flatMap((head) => tails.map((tail) => head + between + tail)),
      );
  }
}

const pairs = (heads: readonly string[], tails: readonly string[]): string[] => {
  if (heads.length * tails.length > MAX_TEXTS) return heads.map((head) => head + VALUE);
  return heads.flatMap((head) => tails.map((tail) => head + tail));
};

/** The value of a member of an object that is written out. */
export function memberOf(node: ts.ObjectLiteralExpression, key: string): ts.Expression | undefined {
  for (const one of node.properties) {
    if (one.name?.getText().replace(/["']/g, "") !== key) continue;
    if (ts.isPropertyAssignment(one)) return one.initializer;
    if (ts.isShorthandPropertyAssignment(one)) return one.name;
  }
  return undefined;
}

type WithBody = ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression;

/** The function that a declaration makes. */
export function functionOf(declaration: ts.Node | undefined): WithBody | undefined {
  if (!declaration) return undefined;
  if (ts.isFunctionDeclaration(declaration)) return declaration;
  if (!ts.isVariableDeclaration(declaration)) return undefined;
  const { initializer } = declaration;
  const isFunction =
    initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer));
  return isFunction ? initializer : undefined;
}

/** What a function's body returns. */
function returnsOf(body: ts.ConciseBody): ts.Expression[] {
  if (!ts.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return found;
}

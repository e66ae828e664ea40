import { own } from "../../../../../infra/json-object";

/** An expression of the template language: `[concat(parameters('a'), 'b')]` without its brackets. */
export type Expression =
  | { kind: "literal"; value: string | number }
  | { kind: "call"; name: string; args: Expression[] }
  /** `.name` or `[index]` behind an expression. */
  | { kind: "member"; of: Expression; key: Expression };

/** What is wrong with an expression. Its message is a part of the refusal of a template. */
export class ExpressionError extends Error {}

const TOKEN =
  /\s*(?:(?<text>'(?:[^']|'')*')|(?<number>-?\d+)|(?<name>[A-Za-z_]\w*)|(?<mark>[()[\].,?]))\s*/y;

/** Resource Manager's names of the tokens. */
const MARKS: Record<string, string> = {
  "(": "LeftParenthesis",
  ")": "RightParenthesis",
  "[": "LeftSquareBracket",
  "]": "RightSquareBracket",
  ".": "Dot",
  ",": "Comma",
  "?": "QuestionMark",
};

interface Token {
  /** As in `MARKS`, or `StringLiteral`, `Integer`, `Identifier`, `EndOfData`. */
  kind: string;
  text: string;
}

/**
 * The expression in a template's text; undefined for a plain one, such as `[[not an expression]`.
 * @throws ExpressionError for an expression that cannot be parsed
 */
export function expressionIn(text: string): Expression | undefined {
  if (!text.startsWith("[") || text.startsWith("[[") || !text.endsWith("]")) return undefined;
  return new Parser(text.slice(1, -1)).whole();
}

/** A text that is no expression, as it is meant: `[[` stands for `[`. */
export const plainText = (text: string): string => (text.startsWith("[[") ? text.slice(1) : text);

/** Parses one expression by recursive descent. */
class Parser {
  private readonly tokens: Token[];
  private at = 0;

  constructor(private readonly source: string) {
    this.tokens = [...this.tokensOf(source)];
  }

  whole(): Expression {
    const expression = this.expression();
    this.take("EndOfData");
    return expression;
  }

  private *tokensOf(source: string): Generator<Token> {
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < source.length) {
      const start = TOKEN.lastIndex;
      const groups = TOKEN.exec(source)?.groups;
      if (!groups) throw this.unparsable(`a token`, source.slice(start, start + 10));
      const { text, number, name, mark } = groups;
      if (text !== undefined)
        yield { kind: "StringLiteral", text: text.slice(1, -1).replaceAll("''", "'") };
      if (number !== undefined) yield { kind: "Integer", text: number };
      if (name !== undefined) yield { kind: "Identifier", text: name };
      if (mark !== undefined) yield { kind: own(MARKS, mark) ?? mark, text: mark };
    }
    yield { kind: "EndOfData", text: "" };
  }

  private get next(): Token {
    return this.tokens[this.at]!;
  }

  private take(kind: string): Token {
    const token = this.next;
    if (token.kind !== kind) throw this.unparsable(kind, token.kind);
    this.at += 1;
    return token;
  }

  /** A literal or a call, and the members that are taken of it. */
  private expression(): Expression {
    let expression = this.primary();
    for (;;) {
      if (this.next.kind === "Dot") {
        this.take("Dot");
        const key: Expression = { kind: "literal", value: this.take("Identifier").text };
        expression = { kind: "member", of: expression, key };
      } else if (this.next.kind === "LeftSquareBracket") {
        this.take("LeftSquareBracket");
        expression = { kind: "member", of: expression, key: this.expression() };
        this.take("RightSquareBracket");
      } else return expression;
    }
  }

  private primary(): Expression {
    if (this.next.kind === "StringLiteral")
      return { kind: "literal", value: this.take("StringLiteral").text };
    if (this.next.kind === "Integer")
      return { kind: "literal", value: Number(this.take("Integer").text) };
    let name = this.take("Identifier").text;
    // A function of the template itself has a namespace.
    while (this.next.kind === "Dot") {
      this.take("Dot");
      name += `.${this.take("Identifier").text}`;
    }
    return { kind: "call", name, args: this.args() };
  }

  private args(): Expression[] {
    this.take("LeftParenthesis");
    const args: Expression[] = [];
    while (this.next.kind !== "RightParenthesis") {
      if (args.length > 0) this.take("Comma");
      args.push(this.expression());
    }
    this.take("RightParenthesis");
    return args;
  }

  private unparsable(expected: string, actual: string): ExpressionError {
    return new ExpressionError(
      `Unable to parse language expression '${this.source}': expected token '${expected}' and actual '${actual}'.`,
    );
  }
}

const COMMENT = String.raw`//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/`;
/**
 * What strict JSON lacks: comments, names without quotation marks, a comma behind the last member,
 * line ends within texts. Strings come first, so that nothing is found inside them.
 */
const RELAXED = new RegExp(
  String.raw`"(?:[^"\\]|\\[^])*"|${COMMENT}|[A-Za-z_$][\w$]*(?=\s*:)|,(?=(?:\s|${COMMENT})*[}\]])`,
  "g",
);

/**
 * Parses JSON as loosely as Resource Manager reads templates: az puts a template's text, comments
 * included, behind a name without quotation marks (JsonCTemplatePolicy of azure-cli).
 * @throws SyntaxError
 * @example parseRelaxedJson('{template: {"a": 1}} // here') // { template: { a: 1 } }
 */
export const parseRelaxedJson = (text: string): unknown =>
  JSON.parse(text.replace(RELAXED, strictFormOf));

function strictFormOf(token: string): string {
  if (token.startsWith('"')) return token.replace(/\r?\n/g, "\\n");
  if (token.startsWith("/") || token === ",") return "";
  return JSON.stringify(token);
}

import * as ts from "typescript";
import { pathFromRoot, productSources } from "./sources";
import { functionOf, memberOf, Texts, VALUE, type Frame } from "./texts";

/** A text that a reader may see, and what the product says cures it. */
export interface Row {
  /** Code of the error, where it has one. */
  code: string;
  message: string;
  /** Empty where the message says all. */
  cure: string;
  /** File and line that say it. */
  source: string;
}

/** A place of the source that says a message, with the functions around it whose callers decide. */
interface Site {
  node: ts.Node;
  code: ts.Expression | undefined;
  message: ts.Expression | undefined;
  details: ts.Expression | undefined;
}

const MAKERS = ["LabError", "createLabError"];

/** Every message of an error, of the doctor and of a roster that the product's sources hold, with its cure. */
export function curesOfProduct(): Row[] {
  const { files, checker } = productSources();
  const texts = new Texts(checker);
  const sites: Site[] = [];
  const calls = new Map<ts.Node, ts.CallExpression[]>();
  const visit = (node: ts.Node): void => {
    const site = siteOf(node);
    if (site) sites.push(site);
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const called = functionOf(texts.declarationOf(node.expression));
      if (called) calls.set(called, [...(calls.get(called) ?? []), node]);
    }
    ts.forEachChild(node, visit);
  };
  for (const file of files) visit(file);
  return sites.flatMap((site) =>
    framesOf(site, texts, calls, 0).flatMap((frame) => rowsOf(site, texts, frame)),
  );
}

/** An error that is made, an object with a message and a cure, or a rule of the policy pack. */
function siteOf(node: ts.Node): Site | undefined {
  if (
    (ts.isNewExpression(node) || ts.isCallExpression(node)) &&
    ts.isIdentifier(node.expression) &&
    MAKERS.includes(node.expression.text)
  ) {
    const [code, message, details] = node.arguments ?? [];
    return { node, code, message, details };
  }
  if (!ts.isObjectLiteralExpression(node) || !memberOf(node, "cure")) return undefined;
  const message = memberOf(node, "message") ?? memberOf(node, "reason");
  const description = memberOf(node, "description");
  if (message) return { node, code: memberOf(node, "code"), message, details: node };
  // A rule of the policy pack: the CLI prints its name.
  if (!description) return undefined;
  return { node, code: memberOf(node, "name"), message: description, details: node };
}

/** For a site whose text a caller decides, each caller; else the site alone. */
function framesOf(
  site: Site,
  texts: Texts,
  calls: ReadonlyMap<ts.Node, readonly ts.CallExpression[]>,
  depth: number,
): (Frame | undefined)[] {
  const callee = enclosing(site.node);
  const callers = callee ? (calls.get(callee) ?? []) : [];
  if (!callee || callers.length === 0 || !isDecidedByCaller(site, callee, texts))
    return [undefined];
  return callers.flatMap((call) => {
    const caller: Site = { ...site, node: call };
    const outer = depth < 3 ? framesOfCaller(caller, call, texts, calls, depth) : [undefined];
    return outer.map((frame) => ({ call, callee, outer: frame }));
  });
}

/** The callers of the function that calls, where an argument is one of its own parameters. */
function framesOfCaller(
  site: Site,
  call: ts.CallExpression,
  texts: Texts,
  calls: ReadonlyMap<ts.Node, readonly ts.CallExpression[]>,
  depth: number,
): (Frame | undefined)[] {
  const callee = enclosing(call);
  const callers = callee ? (calls.get(callee) ?? []) : [];
  const isOpen = call.arguments.some((one) => namesParameter(one, callee, texts));
  if (!callee || callers.length === 0 || !isOpen) return [undefined];
  return callers.flatMap((outerCall) => {
    const outer =
      depth < 3 ? framesOfCaller(site, outerCall, texts, calls, depth + 1) : [undefined];
    return outer.map((frame) => ({ call: outerCall, callee, outer: frame }));
  });
}

const isDecidedByCaller = (
  { message, details }: Site,
  callee: ts.SignatureDeclaration,
  texts: Texts,
): boolean => {
  const cure =
    details && ts.isObjectLiteralExpression(details) ? memberOf(details, "cure") : details;
  return [message, cure].some((one) => one && namesParameter(one, callee, texts));
};

/** Whether the whole expression is a parameter of the function, or a part of one. */
function namesParameter(
  node: ts.Expression,
  callee: ts.SignatureDeclaration | undefined,
  texts: Texts,
): boolean {
  if (!ts.isIdentifier(node)) return false;
  let declaration: ts.Node | undefined = texts.declarationOf(node);
  while (
    declaration &&
    (ts.isBindingElement(declaration) || ts.isObjectBindingPattern(declaration))
  )
    declaration = declaration.parent;
  return declaration !== undefined && ts.isParameter(declaration) && declaration.parent === callee;
}

const enclosing = (node: ts.Node): ts.SignatureDeclaration | undefined => {
  for (let up = node.parent as ts.Node | undefined; up; up = up.parent)
    if (ts.isFunctionDeclaration(up) || ts.isArrowFunction(up) || ts.isFunctionExpression(up))
      return up;
  return undefined;
};

function rowsOf(site: Site, texts: Texts, frame: Frame | undefined): Row[] {
  const [code = ""] = site.code ? texts.of(site.code, frame) : [];
  const messages = texts.of(site.message, frame);
  const cures = site.details ? curesOf(site.details, texts, frame) : [""];
  const node = frame?.call ?? site.node;
  const file = node.getSourceFile();
  const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const source = `${pathFromRoot(file)}:${line}`;
  // Two lists of one length that come from one choice belong together.
  const isPaired = messages.length === cures.length;
  return messages.flatMap((message, index) =>
    (isPaired ? [cures[index]!] : cures).map((cure) => ({ code, message, cure, source })),
  );
}

function curesOf(details: ts.Expression, texts: Texts, frame: Frame | undefined): string[] {
  if (!ts.isObjectLiteralExpression(details)) return texts.readMember(details, "cure", frame);
  const cure = memberOf(details, "cure");
  if (cure) return texts.of(cure, frame);
  return [details.properties.some(ts.isSpreadAssignment) ? VALUE : ""];
}

import * as ts from "typescript";

/** The words that code holds: what a comment may name. */
export interface Vocabulary {
  /** Names with a meaning outside of their function: of modules, types, members and keys. */
  declared: ReadonlySet<string>;
  /** Every name that one file's code holds. */
  inFile: ReadonlyMap<string, ReadonlySet<string>>;
  /** The words of string literals and of data files: error codes, settings, REST fields. */
  literalWords: ReadonlySet<string>;
  /** All string literals, one a line: for texts of several words, such as REST paths. */
  literals: string;
}

const WORD = /[\p{L}_$%][\p{L}\p{N}_$]*(?:-[\p{L}\p{N}_$]+)*/gu;
const NAME = /[A-Za-z_$][\w$]*/g;

const DECLARATIONS = [
  ts.isFunctionDeclaration,
  ts.isClassDeclaration,
  ts.isInterfaceDeclaration,
  ts.isTypeAliasDeclaration,
  ts.isEnumDeclaration,
  ts.isEnumMember,
  ts.isMethodDeclaration,
  ts.isMethodSignature,
  ts.isPropertyDeclaration,
  ts.isPropertySignature,
  ts.isPropertyAssignment,
  ts.isShorthandPropertyAssignment,
  ts.isGetAccessorDeclaration,
  ts.isPropertyAccessExpression,
  ts.isImportSpecifier,
  ts.isNamespaceImport,
  ts.isImportClause,
  ts.isQualifiedName,
];

/** True for a name that means the same outside its function: of a module, a type or a member. */
function isSharedName(name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isVariableDeclaration(parent))
    return parent.name === name && ts.isSourceFile(parent.parent.parent.parent);
  if (ts.isPropertyAssignment(parent)) return parent.name === name;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === name;
  return DECLARATIONS.some((declares) => declares(parent));
}

/** Python without comments and docstrings, YAML without comments, other data as it is. */
function withoutComments(file: string, source: string): string {
  if (!/\.(py|ya?ml)$/.test(file)) return source;
  return source.replace(/("""|''')[\s\S]*?\1|(?<=^|\s)#.*/gm, "");
}

class Collector {
  readonly declared = new Set<string>();
  readonly inFile = new Map<string, Set<string>>();
  readonly literalWords = new Set<string>();
  readonly literals: string[] = [];

  addText(text: string): void {
    this.literals.push(text);
    for (const [word] of text.matchAll(WORD)) {
      this.literalWords.add(word);
      for (const part of word.split("-")) this.literalWords.add(part);
    }
  }

  addScript(file: string, source: string): void {
    const names = new Set<string>();
    this.inFile.set(file, names);
    const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node)) {
        names.add(node.text);
        if (isSharedName(node)) this.declared.add(node.text);
      } else if (ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node))
        this.addText(node.text);
      else if (ts.isRegularExpressionLiteral(node)) this.addText(node.text);
      ts.forEachChild(node, visit);
    };
    visit(tree);
  }

  /** Python and data files: every word of them, comments left out. */
  addData(file: string, source: string): void {
    const code = withoutComments(file, source);
    this.addText(code);
    if (file.endsWith(".py")) for (const [name] of code.matchAll(NAME)) this.declared.add(name);
  }
}

/** Reads the words of all files given by name and content; documents add none. */
export function vocabularyOf(files: ReadonlyMap<string, string>): Vocabulary {
  const words = new Collector();
  for (const [file, source] of files) {
    if (/\.(ts|mts|js|mjs|cjs)$/.test(file)) words.addScript(file, source);
    else if (/\.(py|json|ya?ml|txt)$/.test(file)) words.addData(file, source);
  }
  const { declared, inFile, literalWords } = words;
  return { declared, inFile, literalWords, literals: words.literals.join("\n") };
}

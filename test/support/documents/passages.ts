import * as ts from "typescript";

/** One comment of a source file, or the prose of one document, with the line it begins at. */
export interface Passage {
  line: number;
  text: string;
}

const lineAt = (source: string, position: number): number =>
  source.slice(0, position).split("\n").length;

/** Every comment of a TypeScript or JavaScript file, found on its syntax tree. */
function commentsOfScript(file: string, source: string): Passage[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found = new Map<number, Passage>();
  const add = (ranges: readonly ts.CommentRange[] = []): void => {
    for (const { pos, end } of ranges)
      found.set(pos, { line: lineAt(source, pos), text: source.slice(pos, end) });
  };
  const visit = (node: ts.Node): void => {
    if (!/\/[/*]/.test(source.slice(node.pos, node.end + 200))) return;
    add(ts.getLeadingCommentRanges(source, node.pos));
    add(ts.getTrailingCommentRanges(source, node.end));
    node.getChildren(tree).forEach(visit);
  };
  visit(tree);
  return [...found.values()];
}

/** Comments that begin with `#`, and triple-quoted strings; other strings are skipped over. */
function commentsOfPython(source: string): Passage[] {
  const tokens = /("""|''')[\s\S]*?\1|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#.*/g;
  return [...source.matchAll(tokens)]
    .filter(([text]) => /^(#|"""|''')/.test(text))
    .map(({ 0: text, index }) => ({ line: lineAt(source, index), text }));
}

/** Comments of YAML and shell files: from a `#` at the start of a word to the end of the line. */
const commentsOfYaml = (source: string): Passage[] =>
  [...source.matchAll(/(?<=^|\s)#.*/gm)].map(({ 0: text, index }) => ({
    line: lineAt(source, index),
    text,
  }));

/** A document without its code blocks, whose lines stay counted. */
const proseOf = (source: string): Passage[] => [
  { line: 1, text: source.replace(/^```[\s\S]*?^```/gm, (block) => block.replace(/.*/g, "")) },
];

/** What people read in a file: its comments, or the prose of a document; nothing of data files. */
export function passagesOf(file: string, source: string): Passage[] {
  if (file.endsWith(".md")) return proseOf(source);
  if (/\.(ts|mts|js|mjs|cjs)$/.test(file)) return commentsOfScript(file, source);
  if (file.endsWith(".py")) return commentsOfPython(source);
  if (/\.ya?ml$|^\.ci\//.test(file)) return commentsOfYaml(source);
  return [];
}

/**
 * The texts in backticks of one passage; one that runs over the end of a line is joined. The text of a
 * link is left out: its target says what it names.
 */
export function quotedIn(passage: Passage): Passage[] {
  const unlinked = passage.text.replace(/\[`[^`]+`\](?=\()/g, (text) => text.replace(/./g, " "));
  return [...unlinked.matchAll(/`([^`]+)`/g)].map(({ 1: text = "", index }) => ({
    line: passage.line + lineAt(unlinked, index) - 1,
    text: text.replace(/\s*\n\s*(\*(?!\w)|#|\/\/)?\s*/g, " ").trim(),
  }));
}

const FILE =
  /(?<![\w./@:<>{}$…*-])(?:[\w.-]+\/)+[\w.-]+\.(?:ts|mts|cjs|mjs|py|md|json|ya?ml|txt)\b/g;
/** The target of a link that is a file beside the document. */
const LINKED_FILE = /(?<=\]\()[\w.-]+(?=\))/g;

/** Files that a passage names without backticks: with a folder, or as the target of a link. */
export function filesNamedIn(passage: Passage): Passage[] {
  const prose = passage.text.replace(/`[^`]+`|https?:\/\/\S+/g, (text) => text.replace(/\S/g, " "));
  const found = [...prose.matchAll(FILE), ...prose.matchAll(LINKED_FILE)];
  return found.map(({ 0: text, index }) => ({
    line: passage.line + lineAt(prose, index) - 1,
    text,
  }));
}

import * as ts from "typescript";
import type { Passage } from "./passages";

/** A wording that readers stumbled over, and what the product says instead. */
export interface Refused {
  words: RegExp;
  instead: string;
  /** Files in which the words are a vendor's, repeated exactly. */
  vendor?: RegExp;
}

/** Words that users read in messages, help and documents. A colon after `cure` is its label. */
const REFUSED: readonly Refused[] = [
  { words: /\bcure: /, instead: "try:" },
  { words: /^(not )?fit$|cluster: fit/, instead: "running, library installed" },
  { words: /\bnothing stands\b|\bwhat stands\b|\bclass that stands\b/, instead: "exists, created" },
  {
    words: /\bleave(s|) (the|a) stack standing|\bstands? (it|the lab) up\b/,
    instead: "keep, create",
  },
  { words: /\bbelongs to a stack of layout\b|\bwrite it there\b/, instead: "is for stacks with" },
  { words: /\bnot looked at\b|\bcannot be looked at\b/, instead: "skipped, could not be read" },
  { words: /\b(could|can)(not| not) be looked for\b/, instead: "could not be checked" },
  { words: /^clear: |doctor: clear/, instead: "found nothing that Azure would refuse" },
  { words: /\bkeeps the lab out\b/, instead: "forbids" },
  { words: /\bno role has to be assigned\b/, instead: "no role assignment needed" },
  { words: /\bnothing was in doubt\b/, instead: "nothing needed repair" },
  { words: /\bthere is (not )?the right to\b/, instead: "you have the right to" },
  { words: /\bthere are cores\b/, instead: "vCPU quota: N needed, N free" },
  { words: /\bsubscription may (not )?have\b/, instead: "is allowed to create" },
  { words: /\bjoining the model\b/, instead: "unpacking the model" },
  { words: /^In run\b/, instead: "cell 51 of 61", vendor: /databricks|notebook-job/ },
  { words: /\binconclusive, from\b/, instead: "too few answers to tell" },
  { words: /\bshows it to nobody\b/, instead: "not visible" },
  { words: /\bown group outlived\b/, instead: "its managed group still exists" },
  { words: /\bcloud that runs here\b/, instead: "the running local cloud" },
  { words: /\b(take|takes) (--\w|one of\b|Apache Spark)/, instead: "use" },
  { words: /\btake the (change|deleted account) back\b/, instead: "undo, restore" },
  { words: /\bname (a|another) GGUF\b/, instead: "give the path of a .gguf file" },
  { words: /\bleave --\w+ out\b/, instead: "omit" },
  { words: /\bup does not take\b/, instead: "unexpected argument" },
  { words: /\bthere is no command\b/, instead: "unknown command" },
  { words: /\bfault of rai-lab\b/, instead: "bug in rai-lab" },
  { words: /\bwhat runs is\b/, instead: "finishing and recording what is running" },
  { words: /\bgo(es)? on (where|with the journal|although)\b/, instead: "continue" },
  {
    words: /\bcontinues? with (what|the journal)\b|\bgo on with\b|\bcannot be resumed\b/,
    instead: "creates only what is missing, add --resume",
  },
  { words: /\bAll of it is up\b/, instead: "Everything was created" },
  { words: /\bno occupation has answers about women and about men in M0\b/, instead: "in M0 (no" },
  { words: /\b(had|have), seeded text with a known effect\b/, instead: "made-up answers" },
  { words: /\bneeds no model\b/, instead: "needs no download" },
  { words: /\bAzure would refuse\b[^.]*\bthe cure\b/, instead: "how to fix it" },
  { words: /\bmends the stack\b/, instead: "repairs the stack" },
  { words: /\(not the Pulumi CLI\): \d/, instead: "up: 31 resources created" },
  { words: /\bthe same verdicts from recorded answers\b/, instead: "scores answers" },
  { words: /\bwill this configuration be refused\b/, instead: "checks a configuration" },
  { words: /\blook whether anything is left\b/, instead: "check that nothing is left" },
  { words: /\bprint one JSON document on stdout and nothing\b/, instead: "print JSON" },
  { words: /\bis waited out\b|\bgiven up beyond\b/, instead: "waits at most" },
  { words: /\bOIDC token from GitHub itself alone\b/, instead: "only the databricks provider" },
  { words: /\bsomebody who sits there\b/, instead: "each seat belongs to one student" },
];

/** The text of every string and template of a script; an expression in a template reads `…`. */
function stringsOf(file: string, source: string): Passage[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: Passage[] = [];
  const add = (node: ts.Node, text: string): void => {
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
    found.push({ line: line + 1, text });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) add(node, node.text);
    else if (ts.isTemplateExpression(node))
      add(
        node,
        node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join(""),
      );
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** A document's lines, with a sentence that runs over a line's end in one passage. */
const paragraphsOf = (source: string): Passage[] => {
  let line = 1;
  return source.split("\n\n").map((text) => {
    const passage = { line, text: text.replace(/\n/g, " ") };
    line += text.split("\n").length + 1;
    return passage;
  });
};

/** Refused words of one file: its strings, or the whole text of a document. */
export function refusedWords(file: string, source: string): string[] {
  const passages = file.endsWith(".md") ? paragraphsOf(source) : stringsOf(file, source);
  return passages.flatMap(({ line, text }) =>
    REFUSED.filter(({ vendor }) => vendor === undefined || !vendor.test(file))
      .filter(({ words }) => words.test(text))
      .map(({ words, instead }) => `${file}:${line} ${words.exec(text)![0]} → ${instead}`),
  );
}

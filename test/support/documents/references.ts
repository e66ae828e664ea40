import * as path from "node:path/posix";
import { filesNamedIn, passagesOf, quotedIn, type Passage } from "./passages";
import { vocabularyOf, type Vocabulary } from "./vocabulary";

export interface Repository {
  /** Every file that Git tracks: its path from the root, and its content. */
  files: ReadonlyMap<string, string>;
  /** What programs write and Git ignores, as `.gitignore` names it. */
  ignored: readonly string[];
  /** Words from outside the repository, each with the reason why a comment names it. */
  foreign: ReadonlyMap<string, string>;
}

/** A text that names something which does not exist. */
export interface StaleReference {
  file: string;
  line: number;
  text: string;
  reason: string;
}

const CODE_FILE = /\.(ts|mts|js|mjs|cjs|py|md)$/;
const DATA_FILE = /\.(json|jsonl|ya?ml|txt|xml|html|lock|pid|png)$/;
/** Addresses of services: `https://…`, `/subscriptions/…`, `GET /models`, `?o=…`, `api://…`. */
const ADDRESS = /:\/\/|^\/|^[A-Z]+ (\/|path|address|URL)|^\?/;
/** Where the path of a comment may begin, apart from the root and the folders around the file. */
const ROOMS = ["scripts", "scripts/cloud", "scripts/probe", "infra", "test"];
/** What a reader fills in: `STACK`, `127.0.0.1:PORT`. */
const PLACEHOLDER = /^[A-Z]+(\$[A-Z]+)*$/;
const SYMBOL = /^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$/;

/**
 * Numbers of a document that the repository does not hold: those of a metric or a section, a number
 * alone in parentheses, and a range. A version in parentheses has a name before it.
 */
const SECTION =
  /\b(?:metric|section|chapter|trap|point|requirement)s? \d[\d.]*|§ ?\d[\d.]*|(?<!\w)\(\d\.\d(?: to \d\.\d)?\)|(?<![\d.v])\d\.\d to \d\.\d(?![\d.])/gi;
/** Things of the project's surroundings that no reader of the repository can look up. */
const OUTSIDE = /\b(?:class board|the brief|house\.md|style\.md)\b/gi;

/** Looks up what texts name in one repository, whose words and folders are collected once. */
class References {
  private readonly words: Vocabulary;
  private readonly folders = new Set<string>();

  constructor(private readonly repository: Repository) {
    this.words = vocabularyOf(repository.files);
    for (const file of repository.files.keys())
      for (let folder = path.dirname(file); folder !== "."; folder = path.dirname(folder))
        this.folders.add(folder);
  }

  /** Every stale reference of one file. */
  staleIn(file: string, source: string): StaleReference[] {
    const stale: StaleReference[] = [];
    const add = ({ line, text }: Passage, reason: string | undefined): void => {
      if (reason !== undefined) stale.push({ file, line, text, reason });
    };
    for (const passage of passagesOf(file, source)) {
      for (const quoted of quotedIn(passage)) add(quoted, this.problemOf(file, quoted.text));
      for (const named of filesNamedIn(passage)) add(named, this.problemOfPath(file, named.text));
      for (const number of matchesIn(passage, SECTION))
        add(number, "a number of a document that is not here: name the thing");
      for (const thing of matchesIn(passage, OUTSIDE)) add(thing, "is not in the repository");
    }
    return stale;
  }

  /** Why a text in backticks is stale; undefined when it is not. */
  private problemOf(file: string, text: string): string | undefined {
    if (this.repository.foreign.has(text) || ADDRESS.test(text)) return undefined;
    if (/\s/.test(text)) return this.problemOfCommand(file, text);
    if (this.isPath(text)) return this.problemOfPath(file, text);
    if (/^[\w$.]+\(.*\)$/.test(text)) return this.problemOfCall(file, text.replace(/\(.*/, ""));
    if (SYMBOL.test(text)) return this.problemOfSymbol(file, text);
    return this.problemOfWords(file, text);
  }

  private isPath(text: string): boolean {
    const first = text.split("/")[0]!;
    if (/[{}$]/.test(text) || text.startsWith("@")) return false;
    if (/^\.\w+$/.test(text)) return false;
    if (text.endsWith("/") || CODE_FILE.test(text) || DATA_FILE.test(text)) return true;
    return text.includes("/") && (this.folders.has(first) || this.isIgnored(text));
  }

  private isIgnored(text: string): boolean {
    return this.repository.ignored.some((entry) => text === entry || text.startsWith(`${entry}/`));
  }

  private problemOfPath(file: string, text: string): string | undefined {
    if (this.isIgnored(text)) return undefined;
    const target = path.normalize(text.replace(/\/$/, ""));
    const bases = [".", ...ancestors(path.dirname(file)), ...ROOMS];
    if (bases.some((base) => this.exists(path.join(base, target)))) return undefined;
    if (this.isWrittenByCode(text)) return undefined;
    return "no such file or folder";
  }

  /** True for a data file whose name, or its end after a placeholder, is a string in code. */
  private isWrittenByCode(text: string): boolean {
    const name = path.basename(text).replace(/<[^>]+>/g, "");
    return DATA_FILE.test(text) && this.words.literals.includes(name);
  }

  private exists(target: string): boolean {
    if (this.repository.files.has(target) || this.folders.has(target)) return true;
    if (!/[*…<]/.test(target)) return false;
    const pattern = target
      .replace(/[.+?^$()|[\]\\]/g, "\\$&")
      .replace(/…|\*\*/g, "ANY")
      .replace(/\*|<[^>]+>/g, "[^/]*")
      .replaceAll("ANY", ".*");
    const matcher = new RegExp(`^${pattern}$`);
    return [...this.repository.files.keys(), ...this.folders].some((file) => matcher.test(file));
  }

  /** A command, a setting or a piece of code: its script, its key and the paths among its words. */
  private problemOfCommand(file: string, text: string): string | undefined {
    const script = /^npm run ([\w-]+)/.exec(text)?.[1];
    if (script !== undefined && !this.isScript(script)) return `no script ${script}`;
    const command = /^(?:npx )?lab ([a-z]+)/.exec(text)?.[1];
    if (command !== undefined && !this.isCommand(command)) return `no command ${command}`;
    const key = /^([\w.:-]+): \S/.exec(text)?.[1];
    if (key !== undefined) return this.problemOfWords(file, key);
    const paths = text.split(/\s+/).filter((word) => word.includes("/") && this.isPath(word));
    if (paths.some((word) => this.problemOfPath(file, word))) return "no such file or folder";
    return undefined;
  }

  private isScript(name: string): boolean {
    const manifest = this.repository.files.get("package.json") ?? "{}";
    return name in (JSON.parse(manifest) as { scripts: object }).scripts;
  }

  private isCommand(name: string): boolean {
    const at = `scripts/commands/${name}`;
    return this.repository.files.has(`${at}.ts`) || this.folders.has(at);
  }

  private problemOfCall(file: string, name: string): string | undefined {
    const missing = name.split(".").filter((part) => !this.isDeclared(file, part));
    return missing.length === 0 ? undefined : `${missing.join(", ")} is declared nowhere`;
  }

  private problemOfSymbol(file: string, text: string): string | undefined {
    const parts = text.split(".");
    const missing = parts.filter(
      (part) => !this.isDeclared(file, part) && !this.words.literalWords.has(part),
    );
    return missing.length === 0 ? undefined : `${missing.join(", ")} is declared nowhere`;
  }

  /** Any other text: its words, or all of it, are in code or in a string of it. */
  private problemOfWords(file: string, text: string): string | undefined {
    if (this.words.literals.includes(text)) return undefined;
    const words = text.replace(/<[^>]*>|\{[^}]*\}/g, "").match(/[A-Za-z_$][\w$-]*/g) ?? [];
    const missing = words.filter(
      (word) =>
        !PLACEHOLDER.test(word) &&
        !this.isDeclared(file, word) &&
        !this.words.literals.includes(word),
    );
    return missing.length === 0 ? undefined : `${missing.join(", ")} is in no code`;
  }

  private isDeclared(file: string, name: string): boolean {
    return (
      this.words.declared.has(name) ||
      this.words.inFile.get(file)?.has(name) === true ||
      this.repository.foreign.has(name) ||
      name in globalThis
    );
  }
}

function ancestors(folder: string): string[] {
  return folder === "." ? [] : [folder, ...ancestors(path.dirname(folder))];
}

function matchesIn(passage: Passage, pattern: RegExp): Passage[] {
  return [...passage.text.matchAll(pattern)].map(({ 0: text, index }) => ({
    line: passage.line + passage.text.slice(0, index).split("\n").length - 1,
    text,
  }));
}

/** Everything that comments and documents name and that does not exist, in the order of files. */
export function staleReferences(repository: Repository): StaleReference[] {
  const references = new References(repository);
  return [...repository.files].flatMap(([file, source]) => references.staleIn(file, source));
}

/** A command line of a document, with the output that the document prints under it. */
export interface DocumentedCommand {
  /** From the root. */
  file: string;
  /** Line of the document that the command begins at; the output begins `commandLines` later. */
  line: number;
  /** What a reader types, with a here-document or a continued line in full. */
  text: string;
  commandLines: number;
  /** Lines of output; undefined in a `sh` block, which shows none. */
  output: string[] | undefined;
}

/** A fenced block: its language, its first line of content (from 1) and its lines. */
interface Block {
  language: string;
  line: number;
  lines: string[];
}

/** Languages of blocks that hold something else than command lines. */
const OTHER = ["mermaid", "yaml", "json", "ts", "python", "csv"];

function blocksOf(source: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  source.split("\n").forEach((text, index) => {
    const [, language] = /^```(\w*)\s*$/.exec(text) ?? [];
    if (language === undefined) open?.lines.push(text);
    else if (open) open = void blocks.push(open);
    else open = { language, line: index + 2, lines: [] };
  });
  return blocks;
}

/**
 * The command lines of a document in their order: of `sh` blocks every line, of `console` blocks
 * what follows a `$`, each with its output.
 * @throws for a block that does not say what it holds: an output would be compared with nothing
 */
export function commandsOf(file: string, source: string): DocumentedCommand[] {
  return blocksOf(source).flatMap((block) => {
    if (block.language === "sh") return typedLines(file, block);
    if (block.language === "console") return transcript(file, block);
    if (OTHER.includes(block.language)) return [];
    const languages = ["sh", "console", ...OTHER].join(", ");
    throw new Error(`${file}:${block.line} the block is "${block.language}", none of ${languages}`);
  });
}

function typedLines(file: string, { line, lines }: Block): DocumentedCommand[] {
  const commands: DocumentedCommand[] = [];
  for (let index = 0; index < lines.length;) {
    const count = lengthOfCommand(lines.slice(index));
    const text = lines.slice(index, index + count).join("\n");
    if (!/^\s*(#|$)/.test(text))
      commands.push({ file, line: line + index, text, commandLines: count, output: undefined });
    index += count;
  }
  return commands;
}

function transcript(file: string, { line, lines }: Block): DocumentedCommand[] {
  const starts = lines.flatMap((text, index) => (text.startsWith("$ ") ? [index] : []));
  return starts.map((start, n) => {
    const part = lines.slice(start, starts[n + 1]);
    const count = lengthOfCommand(part);
    const text = part.slice(0, count).join("\n").slice(2);
    return {
      file,
      line: line + start,
      text,
      commandLines: count,
      output: part.slice(count),
    };
  });
}

/** How many lines one command takes: to the end of its here-document, or of its `\` lines. */
function lengthOfCommand(lines: readonly string[]): number {
  const [, end] = /<<'?(\w+)'?/.exec(lines[0] ?? "") ?? [];
  if (end !== undefined) return lines.indexOf(end) + 1;
  return lines.findIndex((text) => !text.endsWith("\\")) + 1;
}

/** Breaks a text between words into lines of at most `width`; a longer word has a line for itself. */
export function wrapWords(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1)!;
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length <= width || line === "") lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Marks before a line, under whose text the next lines begin. */
const LEAD = /^(\s*)([✔✖!?…–#-] +([\w-]+ {2,})?|[\w.]+: {2,})?/u;

/** Columns of the deepest indent: text needs room. */
const MAX_INDENT = 24;

/** Wraps every line of a text that is wider than `width`, under the beginning of its own text. */
export const wrapText = (text: string, width: number): string =>
  text
    .split("\n")
    .flatMap((line) => {
      if (line.length <= width) return [line];
      const lead = LEAD.exec(line)![0];
      const indent = " ".repeat(Math.min(lead.length, MAX_INDENT));
      const [first = "", ...rest] = wrapWords(line.slice(lead.length), width - lead.length);
      return [lead + first, ...rest.map((next) => indent + next)];
    })
    .join("\n");

/** Marks that show nothing. Joiners and variation selectors are parts of names. */
const INVISIBLE =
  /(?![\u200c\u200d\p{Variation_Selector}])[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu;
const BLANKS = /[\s\p{Cc}\p{Z}]+/gu;
const JOINERS_AT_THE_ENDS = /^[\u200c\u200d]+|[\u200c\u200d]+$/gu;

/**
 * What a cell says: one line, NFC, without control characters, marks that show nothing, and blanks
 * around it. What spreadsheets wrap text in so that it stays text is taken off: `="007"` is 007, and
 * `'=1` is =1.
 */
export const cleanText = (cell: string): string =>
  unwrapped(cell)
    .normalize("NFC")
    .replace(INVISIBLE, "")
    .replace(BLANKS, " ")
    .trim()
    .replace(JOINERS_AT_THE_ENDS, "");

function unwrapped(cell: string): string {
  const [, formula] = /^\s*="(.*)"\s*$/s.exec(cell) ?? [];
  if (formula !== undefined) return formula.replaceAll('""', '"');
  return cell.replace(/^'(?=[=+@-])/, "");
}

/** Whether a cell has marks that show nothing. */
export const hasInvisible = (cell: string): boolean => cell.search(INVISIBLE) >= 0;

/** Whether there are blanks around what a cell says. */
export const hasBlanksAround = (cell: string): boolean => /^[\s\p{Z}]|[\s\p{Z}]$/u.test(cell);

/** The most characters of a cell that a message repeats. */
const MAX_SHOWN = 80;

/** A cell as a message quotes it. */
export function quoted(cell: string): string {
  const text = cleanText(cell);
  const shown = text.slice(0, MAX_SHOWN);
  return `'${shown}${text === shown ? "" : "…"}'`;
}

/** A text without case, accents, blanks and signs, by which words are compared. */
export const wordKey = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

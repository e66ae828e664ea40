/** Marks that a terminal obeys instead of showing, except tab and line feed. */
const OBEYED = /(?![\t\n])[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu;
/** Joiners and variation selectors, which change how one visible character looks and nothing else. */
const HARMLESS = /[\u200c\u200d\ufe00-\ufe0f]/;

/**
 * A text as it may leave to a terminal. Names and messages come from files, models and services,
 * and a control character in them would move the cursor, set the title or turn the reading
 * direction. Such characters become visible escapes as JSON writes them, such as `\u001b`: a JSON
 * document stays the same document. Tabs and line feeds are kept, and CR LF ends a line as LF does.
 */
export const printable = (text: string): string =>
  text
    .replaceAll("\r\n", "\n")
    .replace(OBEYED, (mark) => (HARMLESS.test(mark) ? mark : escaped(mark)));

/** As `printable`, on one line: a name cannot add a line that looks like one of ours. */
export const printableLine = (text: string): string => printable(text).replace(/[\t\n]/g, escaped);

/** A character as JSON escapes it; one beyond U+FFFF is two escapes. */
const escaped = (mark: string): string =>
  mark
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");

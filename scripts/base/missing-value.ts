/** How people, spreadsheets, R, JavaScript and pandas write that there is nothing. */
const NOTHING = new Set(
  "|-|–|—|n/a|n.a.|na|#n/a|none|null|nil|nan|undefined|empty|missing|error|todo|tbd|no answer|no response|no output|no text|not available".split(
    "|",
  ),
);
const BRACKETS = /^[\s<([{]+|[\s>)\]}]+$/g;

/**
 * Whether the text of a cell says that it has no value.
 * @example isMissingValue(" N/A ") // true
 */
export const isMissingValue = (text: string): boolean =>
  NOTHING.has(text.replace(BRACKETS, "").toLowerCase());

/** How people, spreadsheets and pandas write that there is nothing. */
const NOTHING = new Set(["", "-", "–", "—", "n/a", "#n/a", "<na>", "none", "null", "nan"]);

/**
 * Whether the text of a cell says that it has no value.
 * @example isMissingValue(" N/A ") // true
 */
export const isMissingValue = (text: string): boolean => NOTHING.has(text.trim().toLowerCase());

/** The lines of a text that do not fit, but for one long word that has its line for itself. */
export const tooWide = (text: string, columns: number): string[] =>
  text.split("\n").filter((line) => line.length > columns && line.trim().includes(" "));

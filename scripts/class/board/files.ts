/** The files of a board, which lie side by side, on disk and where it is served. */
export const FILES = {
  page: "class.html",
  handouts: "handouts.html",
  roster: "roster.csv",
} as const;

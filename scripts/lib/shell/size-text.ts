const UNITS = ["B", "kB", "MB", "GB"] as const;

/** A number of bytes for people, in decimal units. @example sizeText(1_234_567) // "1.2 MB" */
export function sizeText(bytes: number): string {
  const thousands = Math.floor(Math.log10(Math.max(1, bytes)) / 3);
  const power = Math.min(thousands, UNITS.length - 1);
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${UNITS[power]!}`;
}

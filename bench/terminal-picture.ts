import { html } from "../scripts/lib/page/html";

/** Sizes in pixels, of a font whose characters are 0.6 of its size wide. */
const FONT = 14;
const LINE = 20;
const PADDING = 18;
const BAR = 34;

const BACKGROUND = "#1b1f24";
const TEXT = "#e6edf3";
/** Colours of lines by how they begin. */
const COLOURS: readonly [RegExp, string][] = [
  [/^\$ /, "#79c0ff"],
  [/^✔/, "#7ee787"],
  [/^✖/, "#ff7b72"],
  [/^#/, "#d2a8ff"],
];

/** An SVG of a terminal with these lines. */
export function terminalPicture(lines: readonly string[], title: string): string {
  const columns = Math.max(...lines.map((line) => line.length));
  const width = Math.ceil(columns * FONT * 0.6) + 2 * PADDING;
  const height = BAR + lines.length * LINE + PADDING;
  const rows = lines.map((line, index) => {
    const colour = COLOURS.find(([pattern]) => pattern.test(line))?.[1] ?? TEXT;
    const y = BAR + (index + 1) * LINE - 5;
    return html`<text x="${PADDING}" y="${y}" fill="${colour}" xml:space="preserve"
      >${line}</text
    > `;
  });
  const dots = ["#ff5f57", "#febc2e", "#28c840"].map(
    (colour, index) =>
      html`<circle cx="${PADDING + 6 + 20 * index}" cy="17" r="6" fill="${colour}" />`,
  );
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    width="${width}"
    height="${height}"
    viewBox="0 0 ${width} ${height}"
    role="img"
    font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
    font-size="${FONT}"
  >
    <title>${title}</title>
    <rect width="${width}" height="${height}" rx="8" fill="${BACKGROUND}" />
    ${dots} ${rows}
  </svg> `.text;
}

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

/** A line is hidden until its time; whoever wants no motion sees all at once. */
const STYLE = `@keyframes show { from { opacity: 0; } }
@media (prefers-reduced-motion) { text { animation: none !important; } }`;

/**
 * An SVG of a terminal with these lines.
 * @param pace seconds after which the next line appears; 0 shows all at once
 */
export function terminalPicture(lines: readonly string[], title: string, pace = 0): string {
  const columns = Math.max(...lines.map((line) => line.length));
  const width = Math.ceil(columns * FONT * 0.6) + 2 * PADDING;
  const height = BAR + lines.length * LINE + PADDING;
  const rows = lines.map((line, index) => {
    const colour = COLOURS.find(([pattern]) => pattern.test(line))?.[1] ?? TEXT;
    const y = BAR + (index + 1) * LINE - 5;
    const appears = `animation: show 1ms ${(index * pace).toFixed(1)}s backwards`;
    return html`<text
      x="${PADDING}"
      y="${y}"
      fill="${colour}"
      style="${appears}"
      xml:space="preserve"
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
    <style>
      ${STYLE}
    </style>
    <rect width="${width}" height="${height}" rx="8" fill="${BACKGROUND}" />
    ${dots} ${rows}
  </svg> `.text;
}

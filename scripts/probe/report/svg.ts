import { plot, type PlotOptions } from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { Html } from "../../lib/page/html";

/** Colours of the verdicts in plots. */
export const VERDICT_COLOURS = {
  difference: "var(--difference)",
  inconclusive: "var(--unsettled)",
  "within margin": "var(--inside)",
} as const;

/**
 * Draws a plot without a browser. A screen reader reads it as one image with `label`; the table
 * beside it holds the figures. Colours are CSS variables of the page, so that one drawing works in
 * the light scheme, in the dark scheme and on paper.
 */
export function svg(options: PlotOptions, label: string): Html {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const element = plot({ ...options, document });
  // An image has no parts with names of their own.
  for (const part of element.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", label);
  return new Html(element.outerHTML);
}

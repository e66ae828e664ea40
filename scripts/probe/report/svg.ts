import { plot, type PlotOptions } from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { Html } from "./html";

/**
 * Draws a plot without a browser. To a screen reader it is one image that says `label`; the table beside it holds the
 * figures. Colours are the page's CSS variables, so that one drawing fits the light scheme, the dark one and paper.
 */
export function svg(options: PlotOptions, label: string): Html {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const element = plot({ ...options, document });
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", label);
  return new Html(element.outerHTML);
}

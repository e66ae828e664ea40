import { own } from "../../../infra/json-object";

/** Text that is HTML. A template escapes everything else. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | number | Html | readonly Html[];

/** Tagged template for HTML. It escapes every value that is not `Html`, so that no answer becomes markup. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(String.raw({ raw: strings }, ...parts.map(textOf)));

/** Empty HTML. */
export const NOTHING = new Html("");

/** What `draw` makes of a value; nothing, or `otherwise`, where there is none. */
export const drawn = <T>(
  value: T | null | undefined,
  draw: (value: T) => Html,
  otherwise: Html = NOTHING,
): Html => (value == null ? otherwise : draw(value));

function textOf(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map(({ text }) => text).join("");
  return escape(String(part));
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Characters that neither XML nor HTML allows, not even as entities, and halves of pairs. */
const NOT_ALLOWED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff\p{Cs}]/gu;

/**
 * Escapes text for XML and HTML, in content and in quoted attributes. A character that they do not
 * allow becomes U+FFFD: one in a model's name would make the whole file unreadable.
 */
export const escape = (text: string): string =>
  text.replace(NOT_ALLOWED, "\ufffd").replace(/[&<>"']/g, (character) => own(ENTITIES, character)!);

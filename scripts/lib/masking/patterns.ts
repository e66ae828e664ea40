/** What gives a secret or a person away by its form alone, wherever it stands. */

/** One form: what it is called in the masked text, and how it is told. */
interface Pattern {
  label: string;
  /** What is masked; with a group `keep`, that beginning of it stays. */
  form: RegExp;
  /** Whether equal texts get the same number, so that a reader can follow them. */
  isNumbered: boolean;
}

/**
 * In this order: a longer form goes before one that is a part of it. The forms of keys are wide on
 * purpose: a hash that is masked costs nothing, and a key that is not costs an account.
 */
export const PATTERNS: readonly Pattern[] = [
  {
    label: "key",
    form: /-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g,
    isNumbered: false,
  },
  { label: "token", form: /\beyJ[\w-]+(?:\.[\w-]+){0,4}/g, isNumbered: false },
  // Of a person, and of a service principal.
  { label: "token", form: /\bd(?:api|ose)[0-9a-f]{16,}(?:-\d+)?/gi, isNumbered: false },
  { label: "token", form: /(?<keep>\b(?:Bearer|Basic)\s+)[^\s"'<]+/gi, isNumbered: false },
  {
    label: "secret",
    form: /(?<keep>\b[\w-]*(?:secret|password|passphrase|api-?key|access-?key|token|sig)["']?\s*[=:]\s*["']?)[^\s"'&,;<>]{4,}/gi,
    isNumbered: false,
  },
  {
    label: "id",
    form: /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi,
    isNumbered: true,
  },
  { label: "mail", form: /[\w.+%#'-]+@[\w-]+(?:\.[\w-]+)+/g, isNumbered: true },
  { label: "host", form: /\badb-\d+(?:\.\d+)?\.azuredatabricks\.net/gi, isNumbered: true },
  {
    label: "host",
    form: /\b[\w-]+(?=\.(?:openai|cognitiveservices|services\.ai)\.azure\.)/gi,
    isNumbered: true,
  },
  { label: "address", form: /\b(?!127\.)\d{1,3}(?:\.\d{1,3}){3}\b/g, isNumbered: true },
  { label: "key", form: /\b[0-9a-f]{32,}\b/gi, isNumbered: false },
  // Secrets of Entra ID and text of base64url; a part of a path is none.
  {
    label: "key",
    form: /(?<![\w+/.~-])(?=[\w.~-]*[A-Z])(?=[\w.~-]*[a-z])(?=[\w.~-]*\d)[\w.~-]{32,}={0,2}(?![\w+/.~-])/g,
    isNumbered: false,
  },
  {
    label: "key",
    form: /(?<![\w+/])(?=[\w+/]*[A-Z])(?=[\w+/]*[a-z])(?=[\w+/]*\d)[A-Za-z0-9+/]{32,}={0,2}/g,
    isNumbered: false,
  },
  {
    label: "user",
    form: /(?<keep>(?:\/home\/|\/Users\/|\\Users\\))[^/\\\s"']+/g,
    isNumbered: true,
  },
];

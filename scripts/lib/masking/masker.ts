import { isJsonObject } from "../../../infra/json-object";
import { PATTERNS } from "./patterns";

/** Shorter names are masked only where they stand alone: within words they would mask chance. */
const SHORTEST_WITHIN_WORDS = 4;

/**
 * Replaces secrets and names in texts by labels such as `<mail-1>`. The same name has the same label
 * throughout one masker, so that a reader can still tell two of them apart.
 */
export class Masker {
  private readonly labels = new Map<string, string>();
  private readonly names: { name: RegExp; label: string }[];
  private count = 0;

  /** @param names by what they are called in the masked text, such as `{ stack: ["spring-ada"] }` */
  constructor(names: Readonly<Record<string, readonly string[]>>) {
    this.names = Object.entries(names)
      .flatMap(([kind, texts]) => [...new Set(texts)].map((text) => ({ kind, text: text.trim() })))
      .filter(({ text }) => text.length > 1)
      // A name may be the beginning of a longer one.
      .sort((one, other) => other.text.length - one.text.length)
      .map(({ kind, text }) => ({ name: pattern(text), label: this.labelOf(kind, text) }));
  }

  /** How many places were masked so far. */
  get masked(): number {
    return this.count;
  }

  /** A text without names and secrets. */
  text(text: string): string {
    const named = this.names.reduce(
      (rest, { name, label }) => rest.replace(name, () => this.counted(label)),
      text,
    );
    return PATTERNS.reduce(
      (rest, { label, form, isNumbered }) =>
        rest.replace(form, (found: string, ...groups: unknown[]) => {
          const { keep = "" } = (groups.at(-1) ?? {}) as { keep?: string };
          if (found.slice(keep.length).startsWith("<")) return found;
          return (
            keep +
            this.counted(isNumbered ? this.labelOf(label, found.slice(keep.length)) : `<${label}>`)
          );
        }),
      named,
    );
  }

  /** A JSON value with every text in it masked, keys too. */
  json(value: unknown): unknown {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.json(item));
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [this.text(key), this.json(inner)]),
    );
  }

  private counted(label: string): string {
    this.count++;
    return label;
  }

  private labelOf(kind: string, text: string): string {
    const key = `${kind} ${text.toLowerCase()}`;
    const known = this.labels.get(key);
    if (known !== undefined) return known;
    const number = [...this.labels.keys()].filter((one) => one.startsWith(`${kind} `)).length + 1;
    const label = `<${kind}-${number}>`;
    this.labels.set(key, label);
    return label;
  }
}

/** The places of a name in any case; a short one only where it stands alone. */
function pattern(name: string): RegExp {
  const literal = name.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  if (name.length >= SHORTEST_WITHIN_WORDS) return new RegExp(literal, "gi");
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, "giu");
}

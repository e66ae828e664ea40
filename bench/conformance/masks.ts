import { isJsonObject } from "../../infra/json-object";
import type { CallFact } from "./corpus";

const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const SUBSCRIPTION = /(?<=\/subscriptions\/)[0-9a-f-]{36}/gi;
const PERSON = /[\w.$%#+-]+@[\w-]+(\.[\w-]+)+/g;
const PLACE = /\{(guid|user):\d+\}/g;

/**
 * Takes ids and people out of a recording's texts: each gets a placeholder of its own. Ids of
 * built-in roles stay, as they are the same in every tenant.
 */
export class Masks {
  private readonly places = new Map<string, string>();
  private readonly builtIn = new Set<string>();

  constructor(answers: readonly unknown[]) {
    for (const answer of answers) this.findBuiltIn(answer);
  }

  /** A text without subscription, ids and people. */
  mask(text: string): string {
    return text
      .replace(SUBSCRIPTION, "{subscription}")
      .replace(GUID, (id) => this.placeOf("guid", id))
      .replace(PERSON, (person) => this.placeOf("user", person));
  }

  /** Where a body has an id, first of all places. */
  idsIn(body: unknown): Record<string, string> {
    const ids: Record<string, string> = {};
    const visit = (value: unknown, at: string): void => {
      if (typeof value === "string") {
        const found = value.match(GUID)?.at(-1);
        const place = found === undefined ? undefined : this.mask(found);
        if (place?.startsWith("{") && !Object.values(ids).includes(place)) ids[at] = place;
      } else if (typeof value === "object" && value !== null)
        for (const [key, inner] of Object.entries(value)) visit(inner, `${at}${at && "."}${key}`);
    };
    visit(body, "");
    return ids;
  }

  /** A call with only those ids of its answer that a later request is the first to name. */
  withUsedIds({ ids, ...call }: CallFact, calls: readonly CallFact[]): CallFact {
    const index = calls.findIndex((other) => other.ids === ids && ids !== undefined);
    const [before, after] = [calls.slice(0, index + 1), calls.slice(index + 1)].map(
      (some) => new Set(some.flatMap(namedIn)),
    );
    const used = Object.entries(ids ?? {}).filter(
      ([, place]) => after!.has(place) && !before!.has(place),
    );
    return used.length === 0 ? call : { ...call, ids: Object.fromEntries(used) };
  }

  private placeOf(kind: string, text: string): string {
    const key = text.toLowerCase();
    if (this.builtIn.has(key)) return key;
    const known = this.places.get(key);
    if (known !== undefined) return known;
    const place = `{${kind}:${this.places.size + 1}}`;
    this.places.set(key, place);
    return place;
  }

  private findBuiltIn(value: unknown): void {
    if (Array.isArray(value)) for (const item of value) this.findBuiltIn(item);
    if (!isJsonObject(value)) return;
    const { name, properties } = value;
    const isRole = isJsonObject(properties) && properties.type === "BuiltInRole";
    if (isRole && typeof name === "string") this.builtIn.add(name.toLowerCase());
    for (const inner of Object.values(value)) this.findBuiltIn(inner);
  }
}

/** The placeholders that a request names. */
const namedIn = ({ path, query, body }: CallFact): string[] =>
  JSON.stringify([path, query, body]).match(PLACE) ?? [];

import { NotSimulated } from "../../core/errors";
import { memoised } from "../../../base/memoised";
import type { World } from "../../core/world";
import { keyOf } from "../arm/ids";
import { azureStore } from "../store";
import { guidOf } from "./role-definitions";

/*
 * @parity
 * - Conditions of version 2.0 on role assignments: `ActionMatches`, equal GUIDs and equal texts for
 *   any of any values, about the role, principal and type of the assignment that is written or
 *   deleted; any other condition is 501 — documented
 */

/** What a condition of a role assignment is asked about. */
export interface Attempt {
  action: string;
  /** Attributes of the request's body and of what is there, by name, e.g. `…:PrincipalId`. */
  attributes: Readonly<Record<AttributeSource, ReadonlyMap<string, string>>>;
}

type AttributeSource = "Request" | "Resource";

type Condition = (attempt: Attempt) => boolean;

/**
 * An attempt with the attributes that Azure gives to those who write or delete role assignments;
 * no other action has any here.
 * @param id ARM id that the request addresses
 */
export function attemptOf(world: World, action: string, id: string, body: unknown): Attempt {
  const asked = (body as { properties?: AssignmentFields } | undefined)?.properties ?? {};
  const found = azureStore(world).roleAssignments.get(keyOf(id)) ?? {};
  return { action, attributes: { Request: attributesOf(asked), Resource: attributesOf(found) } };
}

interface AssignmentFields {
  roleDefinitionId?: unknown;
  principalId?: unknown;
  principalType?: unknown;
}

function attributesOf(fields: AssignmentFields): ReadonlyMap<string, string> {
  const { roleDefinitionId, principalId, principalType } = fields;
  const known = Object.entries({
    RoleDefinitionId: typeof roleDefinitionId === "string" && guidOf(roleDefinitionId),
    PrincipalId: principalId,
    PrincipalType: principalType,
  });
  return new Map(
    known.flatMap(([name, value]) =>
      typeof value === "string"
        ? [[`microsoft.authorization/roleassignments:${name}`.toLowerCase(), value]]
        : [],
    ),
  );
}

/**
 * Whether a condition of version 2.0 lets an attempt through. Simulated are `ActionMatches`, the two
 * comparisons below, `!`, `AND`, `OR` and parentheses.
 * https://learn.microsoft.com/azure/role-based-access-control/conditions-format
 * @throws NotSimulated for any other condition
 */
export const isMet = (condition: string, attempt: Attempt): boolean =>
  compileCondition(condition)(attempt);

/** Reads a condition. @throws NotSimulated */
export const compileCondition = memoised((text: string): Condition =>
  new ConditionParser(text).parse(),
);

/** Comparisons of an attribute's value with the values in braces; all of them ignore case. */
const COMPARISONS: ReadonlySet<string> = new Set([
  "foranyofanyvalues:guidequals",
  "foranyofanyvalues:stringequalsignorecase",
]);

function sameIgnoringCase(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

const TOKEN = /\s*([()!]|&&|\|\||@\w+\[[^\]]*\]|ActionMatches\{[^}]*\}|\{[^}]*\}|[\w:]+)/giy;

/** `OR` binds weaker than `AND`, and `AND` weaker than `!`. */
class ConditionParser {
  private readonly tokens: string[];
  private at = 0;

  constructor(private readonly text: string) {
    const tokens = [...text.trim().matchAll(TOKEN)];
    if (tokens.reduce((sum, [token]) => sum + token.length, 0) !== text.trim().length)
      throw this.unknown();
    this.tokens = tokens.map(([, token = ""]) => token);
  }

  parse(): Condition {
    const condition = this.any();
    if (this.at < this.tokens.length) throw this.unknown();
    return condition;
  }

  private any(): Condition {
    const parts = [this.all()];
    while (this.takes(/^(OR|\|\|)$/i)) parts.push(this.all());
    return (attempt) => parts.some((part) => part(attempt));
  }

  private all(): Condition {
    const parts = [this.one()];
    while (this.takes(/^(AND|&&)$/i)) parts.push(this.one());
    return (attempt) => parts.every((part) => part(attempt));
  }

  private one(): Condition {
    if (this.takes(/^!$/)) {
      const negated = this.one();
      return (attempt) => !negated(attempt);
    }
    if (this.takes(/^\($/)) {
      const inner = this.any();
      if (!this.takes(/^\)$/)) throw this.unknown();
      return inner;
    }
    const action = this.takes(/^ActionMatches\{'([^'*]+)'\}$/i)?.[1];
    if (action !== undefined) return (attempt) => sameIgnoringCase(attempt.action, action);
    return this.comparison();
  }

  private comparison(): Condition {
    const [, source, name = ""] = this.takes(/^@(Request|Resource)\[([^\]]+)\]$/i) ?? [];
    const comparison = (this.takes(/^[\w:]+$/)?.[0] ?? "").toLowerCase();
    const values = this.takes(/^\{(.*)\}$/s)?.[1];
    if (source === undefined || !COMPARISONS.has(comparison) || values === undefined)
      throw this.unknown();
    const given = values.split(",").map((value) => value.trim().replace(/^'(.*)'$/, "$1"));
    const from = sameIgnoringCase(source, "request") ? "Request" : "Resource";
    return ({ attributes }) => {
      const value = attributes[from].get(name.toLowerCase());
      return value !== undefined && given.some((one) => sameIgnoringCase(value, one));
    };
  }

  /** Takes the next token if it fits. */
  private takes(pattern: RegExp): RegExpExecArray | null {
    const found = pattern.exec(this.tokens[this.at] ?? "");
    if (found) this.at++;
    return found;
  }

  private unknown(): NotSimulated {
    return new NotSimulated(`the condition of a role assignment ${JSON.stringify(this.text)}`);
  }
}

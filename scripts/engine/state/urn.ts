/** Uniform resource names: `urn:pulumi:<stack>::<project>::<parent type>$<type>::<name>`. */
import type { Target } from "../plugin";

export const STACK_TYPE = "pulumi:pulumi:Stack";
const PROVIDER_PREFIX = "pulumi:providers:";

export interface UrnParts {
  stack: string;
  project: string;
  type: string;
  name: string;
  /** URN of the parent; the stack itself adds nothing to its children's names. */
  parent?: string;
}

export function urnOf({ stack, project, type, name, parent }: UrnParts): string {
  const chain = parent?.split("::")[2];
  return `urn:pulumi:${stack}::${project}::${chain && chain !== STACK_TYPE ? `${chain}$` : ""}${type}::${name}`;
}

/** Names may hold `::` themselves: everything after the type is the name. */
export const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");

export const typeOf = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";

export const targetOf = (r: { urn: string; type: string }): Target => ({
  urn: r.urn,
  type: r.type,
  name: nameOf(r.urn),
});

export const isProviderType = (type: string): boolean => type.startsWith(PROVIDER_PREFIX);
export const providerType = (pkg: string): string => PROVIDER_PREFIX + pkg;
/** `azure-native:resources:ResourceGroup` and `pulumi:providers:azure-native` both belong to `azure-native`. */
export const packageOf = (type: string): string =>
  isProviderType(type) ? type.slice(PROVIDER_PREFIX.length) : (type.split(":")[0] ?? "");

/** Default providers are the engine's own business: neither shown nor counted, as in the CLI. */
export const isDefaultProvider = (r: { urn: string; type: string }): boolean =>
  isProviderType(r.type) && nameOf(r.urn).startsWith("default");

/** How resources name their provider: its URN and id in one string. */
export const referenceOf = (r: { urn: string; id?: string }): string => `${r.urn}::${r.id ?? ""}`;
export const urnOfReference = (reference: string): string =>
  reference.slice(0, reference.lastIndexOf("::"));

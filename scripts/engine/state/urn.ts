/** Uniform resource names: `urn:pulumi:<stack>::<project>::<parent type>$<type>::<name>`. */
import type { Target } from "../plugin";

/** Type of the root component of every stack. */
export const STACK_TYPE = "pulumi:pulumi:Stack";
const PROVIDER_PREFIX = "pulumi:providers:";

/** The parts of a URN. */
export interface UrnParts {
  stack: string;
  project: string;
  type: string;
  name: string;
  /** URN of the parent. The stack adds nothing to the URNs of its children. */
  parent?: string;
}

/** Builds the URN of a resource. */
export function urnOf({ stack, project, type, name, parent }: UrnParts): string {
  const chain = parent?.split("::")[2];
  return `urn:pulumi:${stack}::${project}::${chain && chain !== STACK_TYPE ? `${chain}$` : ""}${type}::${name}`;
}

/** Name of a URN: everything after the type. A name may contain `::`. */
export const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");

/** Type of a URN, without the types of its parents. */
export const typeOf = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";

/** Identifies a resource in calls of its provider. */
export const targetOf = (r: { urn: string; type: string }): Target => ({
  urn: r.urn,
  type: r.type,
  name: nameOf(r.urn),
});

/** Whether a type is that of a provider resource. */
export const isProviderType = (type: string): boolean => type.startsWith(PROVIDER_PREFIX);
/** Type of the provider resource of a package. */
export const providerType = (pkg: string): string => PROVIDER_PREFIX + pkg;
/** Package of a type; the package of `pulumi:providers:azure-native` is `azure-native`. */
export const packageOf = (type: string): string =>
  isProviderType(type) ? type.slice(PROVIDER_PREFIX.length) : (type.split(":")[0] ?? "");

/** Whether the engine made this provider itself. As in the CLI, it is neither shown nor counted. */
export const isDefaultProvider = (r: { urn: string; type: string }): boolean =>
  isProviderType(r.type) && nameOf(r.urn).startsWith("default");

/** Reference to a provider resource: `<urn>::<id>`. */
export const referenceOf = (r: { urn: string; id?: string }): string => `${r.urn}::${r.id ?? ""}`;
/** URN in a reference to a provider. */
export const urnOfReference = (reference: string): string =>
  reference.slice(0, reference.lastIndexOf("::"));

/** Pulumi's VerifyIntegrity: the CLI rejects a snapshot that breaks one of these rules. */
import { dependenciesOf, type Resource } from "./resource";
import { isProviderType, referenceOf } from "./urn";

/**
 * What the CLI would reject in these resources: a parent, dependency or provider that does not
 * precede its dependents, or two live copies of one URN.
 */
export function integrityErrors(resources: readonly Resource[]): string[] {
  const errors: string[] = [];
  const seen = new Set<string>();
  const providers = new Set<string>();
  for (const r of resources) {
    if (!r.custom && r.id) errors.push(`${r.urn}: component with an id`);
    if (isProviderType(r.type)) providers.add(referenceOf(r));
    // A resource that is pending replacement is already deleted: its provider may be gone, too.
    if (r.provider && !providers.has(r.provider) && !r.pendingReplacement)
      errors.push(`${r.urn}: unknown provider ${r.provider}`);
    for (const urn of dependenciesOf(r))
      if (!seen.has(urn)) errors.push(`${r.urn}: needs ${urn}, which does not precede it`);
    // A live copy precedes the copies of the same URN that are to be deleted.
    if (seen.has(r.urn) && !r.delete) errors.push(`${r.urn}: more than one live copy`);
    seen.add(r.urn);
  }
  return errors;
}

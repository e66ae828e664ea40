/** Pulumi's VerifyIntegrity: what the CLI demands of a snapshot before it works with it. */
import { dependenciesOf, type Resource } from "./resource";
import { isProviderType, referenceOf } from "./urn";

/** Empty when the CLI would accept these resources: parents, dependencies and providers first, live copies unique. */
export function integrityErrors(resources: readonly Resource[]): string[] {
  const errors: string[] = [];
  const seen = new Set<string>();
  const providers = new Set<string>();
  for (const r of resources) {
    if (!r.custom && r.id) errors.push(`${r.urn}: component with an id`);
    if (isProviderType(r.type)) providers.add(referenceOf(r));
    // What waits for its replacement is already deleted: its provider may be gone, too.
    if (r.provider && !providers.has(r.provider) && !r.pendingReplacement)
      errors.push(`${r.urn}: unknown provider ${r.provider}`);
    for (const urn of dependenciesOf(r))
      if (!seen.has(urn)) errors.push(`${r.urn}: needs ${urn}, which does not precede it`);
    // A live copy stands before the copies of the same URN that wait for their deletion.
    if (seen.has(r.urn) && !r.delete) errors.push(`${r.urn}: more than one live copy`);
    seen.add(r.urn);
  }
  return errors;
}

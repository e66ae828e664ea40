import type { LabConfig } from "../../../infra/config";
import { ok, problem } from "../finding";
import { allows } from "../permissions";
import type { Rule } from "../rule";

/**
 * Whether the subscription knows the resource providers of what the lab creates. The azure-native
 * provider registers one that is missing, which takes minutes and a right of its own.
 */
export const providersRegistered: Rule = {
  name: "providers-registered",
  part: "shared",
  async check({ config, azure }) {
    const namespaces = namespacesOf(config);
    const states = await Promise.all(namespaces.map((namespace) => azure.registration(namespace)));
    const evidence = namespaces
      .map((namespace, i) => `${namespace} ${states[i] ?? "unknown"}`)
      .join(", ");
    const missing = namespaces.filter((_, i) => !/^Register(ed|ing)$/i.test(states[i] ?? ""));
    if (missing.length === 0)
      return ok("the subscription knows every resource provider that the lab needs", evidence);
    const list = missing.join(", ");
    const permissions = await azure.permissions();
    const lines = missing.map((one) => `az provider register --namespace ${one}`).join(", ");
    if (missing.some((namespace) => !allows(permissions, `${namespace}/register/action`)))
      return problem("refused", {
        code: "MissingSubscriptionRegistration",
        message: `the subscription is not registered for ${list}, and you may not register it`,
        cure: `ask the subscription's owner: ${lines}`,
        evidence: `${evidence}; no right register/action`,
      });
    return problem("warning", {
      code: "MissingSubscriptionRegistration",
      message: `the subscription is not registered for ${list} yet: a first up does it, and takes minutes longer`,
      cure: `register it beforehand: ${lines}`,
      evidence,
      fix: { kind: "register providers", namespaces: missing },
    });
  },
};

/** The providers of what the stack creates; what existed before it has its own already. */
function namespacesOf({ existing, diagnostics }: LabConfig): string[] {
  const namespaces: string[] = [];
  if (existing?.openaiAccountId === undefined) namespaces.push("Microsoft.CognitiveServices");
  if (existing?.workspaceId === undefined) namespaces.push("Microsoft.Databricks");
  if (diagnostics) namespaces.push("Microsoft.OperationalInsights", "Microsoft.Insights");
  return namespaces;
}

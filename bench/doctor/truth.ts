import { LabError, messageOf } from "../../infra/errors";
import type { Result } from "../../scripts/engine/engine";
import { askModel, isUnlisted, startNotebook } from "./questions";
import type { Asked } from "./scenario";
import type { Subscription } from "./subscription";

/** What really happens to a configuration. */
export interface Truth {
  /** Codes of what is refused: by Azure, Databricks, the program, or the lab's first use. */
  refused: string[];
  /** Codes of what works, but not well. */
  marred: string[];
  /** The first errors, for people. */
  text: string;
}

/** Longer than a new role takes to be honoured. */
const ROLE_DELAY_MS = 600_000;

/** Refusals whose messages have no code. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/cannot create already existing resource/, "exists"],
  [/managed resource group .* already exists/i, "ApplianceProvisioningFailed"],
  [/^\S+ has .*, not made by stack/, "exists"],
  [/cannot create secret scope: Scope \S+ already exists/, "exists"],
  [/disableLocalAuth is set to be true/, "AuthenticationTypeDisabled"],
  [/Only workspace admins may do this/, "PERMISSION_DENIED"],
  [/Unauthorized access to workspace/, "AuthorizationFailed"],
  [/SkuNotAvailable/, "SkuNotAvailable"],
  [/AZURE_QUOTA_EXCEEDED_EXCEPTION/, "AZURE_QUOTA_EXCEEDED_EXCEPTION"],
  [/Serverless Workspace/, "FeatureNotSupportedForServerlessWorkspace"],
  [/Access control is not available/, "FEATURE_DISABLED"],
  [/there is no stack|connect ECONNREFUSED|has no workspace/, "class-missing"],
  [/is not one of them|is not a class/, "class-state"],
  [/already has \d+ standard deployments/, "DeploymentLimit"],
  [/^Resource not found/, "ApiVersionRetired"],
  [/provide a custom subdomain/, "CustomSubDomainRequired"],
];

/**
 * Brings a configuration up, asks its model one question and starts its notebook, as a lesson does.
 */
export async function truthOf(subscription: Subscription, asked: Asked): Promise<Truth> {
  const { engine, refused, world } = subscription;
  const stack = subscription.stack(asked.stack, asked.settings);
  refused.length = 0;
  const result = await engine.up(stack).catch((error: unknown) => error);
  const failures = failuresOf(result);
  if (failures.length > 0) {
    const named = failures.flatMap(({ code, message }) => [code, ...codesIn(message)]);
    const text = failures.map(({ message }) => message).join("\n");
    return { refused: [...new Set([...named, ...refused])], marred: [], text };
  }
  // With the key in clear, which a result does not have.
  const { outputs } = await engine.outputs(stack);
  world.clock.jump(ROLE_DELAY_MS);
  const { refusal, isLowered } = await askModel(subscription, outputs);
  if (refusal)
    return {
      refused: [refusal.code, ...codesIn(refusal.message)],
      marred: [],
      text: `the first question: ${refusal.message}`,
    };
  const failed = await startNotebook(subscription, outputs, asked);
  if (failed !== undefined) return { refused: ["LibraryConflict"], marred: [], text: failed };
  const marred: string[] = [];
  if (isLowered) marred.push("RateLimitLowered");
  if (await isUnlisted(subscription, outputs)) marred.push("RuntimeEndOfSupport");
  if (asked.destroyed && (await isUnpurged(subscription, asked)))
    marred.push("AuthorizationFailed");
  return { refused: [], marred, text: "" };
}

/** Whether the account outlives its lab as a soft-deleted one. */
async function isUnpurged({ engine, stack, world }: Subscription, asked: Asked): Promise<boolean> {
  await engine.destroy(stack(asked.stack, asked.settings));
  return world.store.collection("cognitiveservices/deletedAccounts").values().length > 0;
}

type Reason = { code: string; message: string };

function failuresOf(result: unknown): Reason[] {
  if (result instanceof LabError) return [{ code: result.code, message: result.message }];
  if (result instanceof Error) return [{ code: "", message: messageOf(result) }];
  return (result as Result).failures;
}

function codesIn(message: string): string[] {
  const codes = [...message.matchAll(/Code="([^"]+)"/g)].map(([, code = ""]) => code);
  return [...codes, ...PHRASES.flatMap(([pattern, code]) => (pattern.test(message) ? code : []))];
}

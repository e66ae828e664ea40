import { guidOf } from "./guid";

/**
 * The role "Cognitive Services OpenAI User", which may call models and change nothing. The same id
 * in every tenant.
 */
export const MODEL_USER = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd";

/**
 * The name of an assignment of that role. It depends on account and principal alone: Azure allows
 * one assignment of a role to a principal at a scope, whatever its name. Azure does not keep the
 * case of the two ids.
 */
export const modelUserName = (accountId: string, objectId: string): string =>
  guidOf(accountId.toLowerCase(), objectId.toLowerCase(), MODEL_USER);

import { guidOf } from "./guid";

/** The role "Cognitive Services OpenAI User": may ask the model, may change nothing. The same id in every tenant. */
export const MODEL_USER = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd";

/**
 * What the assignment of that role is called. It follows from whom it is for and where, since Azure allows one
 * assignment of a role to a principal at a scope, whatever its name; Azure writes both ids in any case.
 */
export const modelUserName = (accountId: string, objectId: string): string =>
  guidOf(accountId.toLowerCase(), objectId.toLowerCase(), MODEL_USER);

/** What an adoption takes into the state. */
import { isProviderType, packageOf } from "../../state/urn";

/** Providers are in no cloud, and our dynamic resources only act when they are deleted or read. */
export const isInCloud = (type: string): boolean =>
  !isProviderType(type) && packageOf(type) !== "pulumi-nodejs";

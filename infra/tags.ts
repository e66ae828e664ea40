import type { LabConfig } from "./config";

/** The tags on everything that takes tags: what the class commands and a subscription's owner search by. */
export const tagsOf = (config: LabConfig): Record<string, string> => ({
  project: config.project,
  stack: config.stack,
  "managed-by": "pulumi",
  ...(config.owner !== undefined && { owner: config.owner }),
  ...(config.class !== undefined && { class: config.class }),
  ...(config.expires !== undefined && { expires: config.expires }),
});

import type * as automation from "@pulumi/pulumi/automation";

/** Pulumi's Automation API, loaded late: it takes longer to load than most commands take. */
export const automationApi = (): Promise<typeof automation> =>
  import("@pulumi/pulumi/automation/index.js");

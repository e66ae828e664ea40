import * as pulumi from "@pulumi/pulumi";
import { retryDelayMs, describeFailure, type Session, signIn } from "../../azure/session";
import { createLabError } from "../../serialisable-error";
import { requestWorkspace } from "../../azure/workspace-api";
import { type ArgsOf, noopUpdate, replaceWhenChanged, treatUnknownAsUnchanged } from "./index";

/** The inputs of a `Readiness`, in plain values. */
export interface ReadinessInputs {
  /** ARM id of the Databricks workspace. */
  workspaceId: string;
  /** `https://…` without a trailing slash. */
  host: string;
}

/**
 * A new workspace accepts calls 10 to 120 seconds after Azure reports Succeeded. After 10 minutes
 * it is broken.
 */
const MAX_ATTEMPTS = 60;
const RETRY_INTERVAL_MS = 10_000;

/**
 * Waits until the workspace can list node types, which creating a cluster needs.
 * @throws LabError `cloud` | `sign-in`
 */
export async function awaitWorkspace(
  session: Session,
  { workspaceId, host }: ReadinessInputs,
): Promise<void> {
  const address = { resourceId: workspaceId, host };
  let last = "";
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    let delayMs = RETRY_INTERVAL_MS;
    try {
      const answer = await requestWorkspace(
        session,
        address,
        "GET",
        "/api/2.1/clusters/list-node-types",
      );
      if (answer.ok) return;
      last = await describeFailure(answer);
      delayMs = retryDelayMs(answer.headers, RETRY_INTERVAL_MS);
    } catch (error) {
      // A sign-in would be refused again; a host name may resolve later.
      if (error instanceof Error && error.name === "LabError") throw error;
      last = String(error);
    }
    await session.sleep(delayMs);
  }
  throw createLabError(
    "cloud",
    `The workspace ${host} was made but does not become usable. Its last answer: ${last}`,
    {
      where: workspaceId,
      cure: "Run the same command again: what was made is kept, and the wait starts anew.",
    },
  );
}

const provider: pulumi.dynamic.ResourceProvider<ReadinessInputs, ReadinessInputs> = {
  create: async (inputs) => {
    await awaitWorkspace(await signIn(), inputs);
    return { id: inputs.workspaceId, outs: inputs };
  },
  // The host of a workspace never changes.
  diff: (id, olds, news) =>
    replaceWhenChanged<ReadinessInputs>("workspaceId", "host")(
      id,
      olds,
      treatUnknownAsUnchanged(olds, news, "host"),
    ),
  update: noopUpdate,
};

/** Exists once the workspace accepts calls. A resource that uses its `host` waits for that. */
export class Readiness extends pulumi.dynamic.Resource {
  declare readonly workspaceId: pulumi.Output<string>;
  declare readonly host: pulumi.Output<string>;

  constructor(name: string, args: ArgsOf<ReadinessInputs>, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, args, opts, "rai-lab", "Readiness");
  }
}

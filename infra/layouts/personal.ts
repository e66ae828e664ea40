import * as pulumi from "@pulumi/pulumi";
import { Access } from "../components/access";
import { Compute } from "../components/compute";
import { Notebook } from "../components/notebook";
import { Student } from "../components/student";
import type { LabConfig } from "../config";
import { folderOf, SECRET_KEY } from "../names/physical-names";
import type { LabOutputs, Pending } from "../outputs";
import { notebookUrlOf, readmeOf } from "../readme";
import type { SharedServices } from "./shared";
import type { StackContext } from "./stack-context";
import { identityTagsOf, tagsOf } from "../names/tags";

/** One student's resources. */
export interface PersonalResources {
  outputs: Pending<LabOutputs>;
  /** All of them: what a lock must wait for. */
  parts: pulumi.Resource[];
}

/** The deployment that one student may call. */
export interface CallableDeployment {
  name: string;
  /** The same name, known once the deployment exists. */
  existing: pulumi.Input<string>;
}

/**
 * Builds one student's cluster, secret scope and notebook, for the deployment that the student may
 * call.
 */
export function buildPersonal(
  config: LabConfig,
  { names }: StackContext,
  shared: SharedServices,
  deployment: CallableDeployment,
): PersonalResources {
  const { workspace, policyId } = shared;
  const { openaiKey, openaiAuth, openaiEndpoint, openaiApiVersion, databricksHost } =
    shared.outputs;
  const student = new Student("student", { workspace, userName: config.student?.userName });
  const common = { workspace, student };
  const access = new Access("access", { ...common, scopeName: names.secretScope, openaiKey });
  const compute = new Compute("compute", {
    ...common,
    clusterName: names.cluster,
    ...config.databricks,
    tags: workspace.existedBefore ? identityTagsOf(config) : undefined,
    policyId,
  });
  const notebook = new Notebook("notebook", {
    ...common,
    folder: folderOf(config),
    settings: {
      endpoint: openaiEndpoint,
      // Known also in a preview that replaces the deployment.
      deployment: deployment.name,
      api_version: openaiApiVersion,
      secret_scope: access.scopeName,
      secret_key: openaiAuth === "key" ? SECRET_KEY : "",
    },
  });
  const outputs = {
    ...shared.outputs,
    ...(config.expires !== undefined && { expires: config.expires }),
    ...allowanceOf(config),
    openaiDeployment: deployment.existing,
    clusterId: compute.clusterId,
    notebookPath: notebook.path,
    notebookUrl: pulumi
      .all([databricksHost, workspace.workspaceId, notebook.clonePath])
      .apply(([host, id, path]) => notebookUrlOf(host, id, path)),
    secretScope: access.scopeName,
  };
  const { resourceGroupName, location, model, notebookUrl, secretScope, expires } = outputs;
  const { openaiDeployment } = outputs;
  const readmeOutputs = {
    resourceGroupName,
    location,
    model,
    openaiAuth,
    openaiDeployment,
    notebookUrl,
    secretScope,
    expires,
  };
  return {
    outputs: {
      ...outputs,
      tags: tagsOf(config),
      readme: pulumi.output(readmeOutputs).apply(readmeOf),
    },
    parts: [student, access, compute, notebook],
  };
}

/** How long the cluster may run in a day; nothing where that is not set. */
function allowanceOf({ allowance }: LabConfig): Pick<LabOutputs, "allowance"> {
  return allowance ? { allowance } : {};
}

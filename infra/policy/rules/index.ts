import type { Rule } from "../rule";
import { accountLocalAuth } from "./account-local-auth";
import { accountPurged } from "./account-purged";
import { accountSubdomain } from "./account-subdomain";
import { budget } from "./budget";
import { clusterAutotermination } from "./cluster-autotermination";
import { clusterGpu } from "./cluster-gpu";
import { clusterGrants } from "./cluster-grants";
import { clusterLibraries } from "./cluster-libraries";
import { clusterPhoton } from "./cluster-photon";
import { clusterPolicy } from "./cluster-policy";
import { clusterRuntime } from "./cluster-runtime";
import { clusterSecrets } from "./cluster-secrets";
import { clusterSingleNode } from "./cluster-single-node";
import { clusterSingleUser } from "./cluster-single-user";
import { clusterSize } from "./cluster-size";
import { deploymentCapacity } from "./deployment-capacity";
import { deploymentCount } from "./deployment-count";
import { deploymentSku } from "./deployment-sku";
import { deploymentVersion } from "./deployment-version";
import { deploymentsChained } from "./deployments-chained";
import { expiry } from "./expiry";
import { folderGrants } from "./folder-grants";
import { keysInClear } from "./keys-in-clear";
import { libraryInline } from "./library-inline";
import { location } from "./location";
import { notebookKeys } from "./notebook-keys";
import { providerSignIn } from "./provider-sign-in";
import { publicNetwork } from "./public-network";
import { roleRights } from "./role-rights";
import { roleScope } from "./role-scope";
import { secretGrants } from "./secret-grants";
import { secretRotation } from "./secret-rotation";
import { stackCapacity } from "./stack-capacity";
import { tags } from "./tags";
import { userEntitlements } from "./user-entitlements";
import { workspaceForcedDelete } from "./workspace-forced-delete";
import { workspacePremium } from "./workspace-premium";
import { workspacePublicIp } from "./workspace-public-ip";

/** Every rule of the pack. */
export const RULES: readonly Rule[] = [
  accountLocalAuth,
  accountPurged,
  accountSubdomain,
  budget,
  clusterAutotermination,
  clusterGpu,
  clusterGrants,
  clusterLibraries,
  clusterPhoton,
  clusterPolicy,
  clusterRuntime,
  clusterSecrets,
  clusterSingleNode,
  clusterSingleUser,
  clusterSize,
  deploymentCapacity,
  deploymentCount,
  deploymentSku,
  deploymentVersion,
  deploymentsChained,
  expiry,
  folderGrants,
  keysInClear,
  libraryInline,
  location,
  notebookKeys,
  providerSignIn,
  publicNetwork,
  roleRights,
  roleScope,
  secretGrants,
  secretRotation,
  stackCapacity,
  tags,
  userEntitlements,
  workspaceForcedDelete,
  workspacePremium,
  workspacePublicIp,
];

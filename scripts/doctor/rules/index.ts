import type { Rule } from "../rule";
import { accountCap } from "./account-cap";
import { accountSku } from "./account-sku";
import { apiVersion } from "./api-version";
import { budgetStart } from "./budget-start";
import { classExists } from "./class-exists";
import { createRight } from "./create-right";
import { deploymentCap } from "./deployment-cap";
import { existingAccount } from "./existing-account";
import { existingAccountRights } from "./existing-account-rights";
import { existingWorkspace } from "./existing-workspace";
import { existingWorkspaceRights } from "./existing-workspace-rights";
import { libraryPin } from "./library-pin";
import { managedGroup } from "./managed-group";
import { modelLifeCycle } from "./model-life-cycle";
import { nameReserved } from "./name-reserved";
import { outsideState } from "./outside-state";
import { policyLocation } from "./policy-location";
import { providersRegistered } from "./providers-registered";
import { purgeRight } from "./purge-right";
import { rateLimit } from "./rate-limit";
import { roleGranted } from "./role-granted";
import { roleRight } from "./role-right";
import { runtimeLife } from "./runtime-life";
import { seatRights } from "./seat-rights";
import { skuInRegion } from "./sku-in-region";
import { softDeletedName } from "./soft-deleted-name";
import { studentNamed } from "./student-named";
import { tokenQuota } from "./token-quota";
import { vcpuQuota } from "./vcpu-quota";
import { workspaceTier } from "./workspace-tier";

/** In the order they are printed: what decides most comes first. */
export const rules: Rule[] = [
  modelLifeCycle,
  skuInRegion,
  tokenQuota,
  existingAccount,
  existingAccountRights,
  deploymentCap,
  rateLimit,
  accountSku,
  accountCap,
  softDeletedName,
  nameReserved,
  managedGroup,
  existingWorkspace,
  workspaceTier,
  existingWorkspaceRights,
  vcpuQuota,
  providersRegistered,
  policyLocation,
  studentNamed,
  createRight,
  roleRight,
  roleGranted,
  purgeRight,
  budgetStart,
  apiVersion,
  runtimeLife,
  libraryPin,
  classExists,
  seatRights,
  outsideState,
];

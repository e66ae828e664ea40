import { RESOURCE_TYPES } from "../../infra/azure/resource-types";
import type { LabConfig } from "../../infra/config";
import { namesOf } from "../../infra/names/physical-names";
import type { AzureClients } from "../lib/azure/clients";
import { existenceCheck, type ExistenceCheck } from "./existence-checks";

const API_VERSION = RESOURCE_TYPES["azure-native:consumption:Budget"].apiVersion;
/** Cost Management uses the status as the error code; the local cloud uses a word. */
const NOT_FOUND_CODES = ["404", "NotFound"];

/**
 * Checks the budget, which belongs to the subscription and is not deleted with a group. Only when
 * one is configured: some subscriptions have no budgets and refuse the request.
 */
export function budgetChecks(
  config: Pick<LabConfig, "project" | "stack"> & Partial<Pick<LabConfig, "budget">>,
  subscriptionId: string,
  { resources }: Pick<AzureClients, "resources">,
): ExistenceCheck[] {
  if (!config.budget) return [];
  const { budget } = namesOf({ subscriptionId, ...config });
  const id = `/subscriptions/${subscriptionId}/providers/Microsoft.Consumption/budgets/${budget}`;
  const read = () => resources.resources.getById(id.slice(1), API_VERSION);
  const note =
    "writes e-mails about a lab that is gone: " +
    `az consumption budget delete --budget-name ${budget}`;
  return [existenceCheck("budget", id, read, () => note, NOT_FOUND_CODES)];
}

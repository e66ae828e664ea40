import { RESOURCE_TYPES } from "../../infra/azure/resource-types";
import type { LabConfig } from "../../infra/config";
import { namesOf } from "../../infra/names/physical-names";
import type { AzureClients } from "../lib/azure/clients";
import type { ExistenceCheck } from "./existence-checks";
import { resourceCheck } from "./resource-checks";

const API_VERSION = RESOURCE_TYPES["azure-native:consumption:Budget"].apiVersion;

/**
 * Checks the budget, which belongs to the subscription and is not deleted with a group. Only when
 * one is configured: some subscriptions have no budgets and refuse the request.
 */
export function budgetChecks(
  config: Pick<LabConfig, "project" | "stack"> & Partial<Pick<LabConfig, "budget">>,
  subscriptionId: string,
  clients: Pick<AzureClients, "resources">,
): ExistenceCheck[] {
  if (!config.budget) return [];
  const { budget } = namesOf({ subscriptionId, ...config });
  const id = `/subscriptions/${subscriptionId}/providers/Microsoft.Consumption/budgets/${budget}`;
  return [resourceCheck("budget", id, API_VERSION, clients)];
}

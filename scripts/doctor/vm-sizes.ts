/** The members of a row in Compute's list of SKUs (api-version 2021-07-01) that are read here. */
export interface VmSize {
  resourceType?: string;
  name?: string;
  /** Name of its row in the quota table. */
  family?: string;
  capabilities?: { name?: string; value?: string }[];
  /** `Location` shuts the region out for this subscription, `Zone` only some of its zones. */
  restrictions?: { type?: string; reasonCode?: string }[];
}

/** A row of Compute's quota table, in cores. */
export interface CoreUsage {
  name?: { value?: string; localizedValue?: string };
  currentValue?: number;
  limit?: number;
}

/** Whether a SKU is a size of virtual machines. */
export const isVirtualMachine = ({ resourceType }: VmSize): boolean =>
  resourceType === "virtualMachines";

/** Whether the subscription may not use the size in the region. */
export const isRestricted = ({ restrictions = [] }: VmSize): boolean =>
  restrictions.some(({ type }) => type === "Location");

/** Number of cores of a size; undefined when the list does not give it. */
export function coresOf({ capabilities = [] }: VmSize): number | undefined {
  const cores = Number(capabilities.find(({ name }) => name === "vCPUs")?.value);
  return cores > 0 ? cores : undefined;
}

/** A row of Compute's list of SKUs (api-version 2021-07-01), as far as it is read here. */
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

export const isVirtualMachine = ({ resourceType }: VmSize): boolean =>
  resourceType === "virtualMachines";

export const isRestricted = ({ restrictions = [] }: VmSize): boolean =>
  restrictions.some(({ type }) => type === "Location");

/** Cores of a machine. */
export function coresOf({ capabilities = [] }: VmSize): number | undefined {
  const cores = Number(capabilities.find(({ name }) => name === "vCPUs")?.value);
  return cores > 0 ? cores : undefined;
}

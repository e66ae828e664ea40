import { ok, problem } from "../finding";
import type { Rule } from "../rule";
import { coresOf, isRestricted, type CoreUsage } from "../vm-sizes";

/** The row for all cores; every virtual machine counts in its family's row and in this one. */
export const ALL_CORES = "cores";
const CLUSTER = "databricks:index/cluster:Cluster";

/** Whether the region has the cluster's machine, and cores for one machine per seat. */
export const vcpuQuota: Rule = {
  name: "vcpu-quota",
  part: "any",
  at: "workspace",
  async check({ config, azure, recorded }) {
    const { location, seats, layout } = config;
    // A class makes no cluster: what is refused is a seat.
    const severity = layout === "class" ? "warning" : "refused";
    const hasCluster = recorded?.resources.some(({ type }) => type === CLUSTER) === true;
    const { nodeType } = config.databricks;
    const sizes = await azure.vmSizes();
    if (sizes.length === 0)
      return problem("unknown", {
        code: "NotListed",
        message: `which virtual machines ${location} has is not known`,
        cure: "look for the size in the portal, or choose another rai-lab:location",
        evidence: `skus of ${location}: no virtual machine`,
      });
    const size = sizes.find(({ name }) => name?.toLowerCase() === nodeType.toLowerCase());
    const cores = size && coresOf(size);
    if (!size || cores === undefined || isRestricted(size))
      return problem(severity, {
        code: "SkuNotAvailable",
        message: `${location} has no ${nodeType} for this subscription`,
        cure: "set rai-lab:databricks.nodeType to a size that it has, or choose another rai-lab:location",
        evidence: `skus of ${location}: ${size ? `${nodeType} is restricted` : `no ${nodeType} among ${sizes.length} sizes`}`,
      });
    const need = cores * (seats?.length ?? 1);
    const usages = await azure.cores();
    const rowOf = (row: string) => usages.find(({ name }) => name?.value === row);
    const [family, all] = [rowOf(size.family ?? ""), rowOf(ALL_CORES)];
    if (!isCounted(family) || !isCounted(all))
      return problem("unknown", {
        code: "NoQuotaRow",
        message: `the cores of ${nodeType} are not in the quota table of ${location}`,
        cure: "look under Quotas, Compute in the portal",
        evidence: `usages of ${location}: no row ${size.family ?? nodeType} or ${ALL_CORES}`,
      });
    const clusters = seats?.length ?? 1;
    const now = hasCluster ? "warning" : severity;
    const request = { need, location, nodeType, clusters, severity, now } as const;
    return compareWithQuota(request, [family, all]);
  },
};

type Counted = Required<Pick<CoreUsage, "limit" | "currentValue">> & CoreUsage;
const isCounted = (row: CoreUsage | undefined): row is Counted =>
  row?.limit !== undefined && row.currentValue !== undefined;

interface CoreRequest {
  need: number;
  location: string;
  nodeType: string;
  clusters: number;
  /** Of a limit that is too low. */
  severity: "refused" | "warning";
  /** Of too few free cores: the lab's own cluster, if it has one, may use some of the others. */
  now: "refused" | "warning";
}

/** Compares a request with the limits, and with what is free of them now. */
function compareWithQuota(
  { need, location, nodeType, clusters, severity, now }: CoreRequest,
  rows: readonly Counted[],
) {
  const sums = rows.map(
    ({ name, limit, currentValue }) =>
      `${name?.value}: limit ${limit} − used ${currentValue} = ${limit - currentValue} free`,
  );
  const evidence = `usages of ${location}: ${sums.join(", ")}, needed ${need}`;
  const machines = clusters === 1 ? `one ${nodeType}` : `${clusters} × ${nodeType}`;
  const cure = [
    "set rai-lab:databricks.nodeType to a smaller size or one of another family",
    "choose another rai-lab:location",
    "or ask for more under Quotas, Compute in the portal",
  ].join(", ");
  const code = "AZURE_QUOTA_EXCEEDED_EXCEPTION";
  const tight = [...rows].sort((a, b) => a.limit - b.limit).find(({ limit }) => limit < need);
  if (tight)
    return problem(severity, {
      code,
      message: `the quota is too small for ${machines}: ${need} cores needed, ${tight.limit} allowed as ${labelOf(tight)}`,
      cure,
      evidence,
    });
  const full = rows.find(({ limit, currentValue }) => limit - currentValue < need);
  if (full)
    return problem(now, {
      code,
      message: `${need} cores are needed for ${machines}, and ${full.limit - full.currentValue} of ${full.limit} are free now as ${labelOf(full)}`,
      cure: `stop what is not needed (this lab's own clusters count too), ${cure}`,
      evidence,
    });
  const free = Math.min(...rows.map(({ limit, currentValue }) => limit - currentValue));
  return ok(`vCPU quota for ${machines}: ${need} needed, ${free} free`, evidence);
}

const labelOf = ({ name }: CoreUsage): string => name?.localizedValue ?? name?.value ?? "";

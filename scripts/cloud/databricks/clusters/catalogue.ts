import { own } from "../../../../infra/json-object";

/*
 * @parity
 * - runtimes and node types offered (a part of the real list) — documented
 */

/** Virtual machine sizes that a simulated cluster can have. */
const NODE_TYPES: Record<
  string,
  { cores: number; memoryMb: number; category: string; gpus?: number }
> = {
  Standard_D4ds_v5: { cores: 4, memoryMb: 16384, category: "General Purpose" },
  Standard_D8ds_v5: { cores: 8, memoryMb: 32768, category: "General Purpose" },
  Standard_D16ds_v5: { cores: 16, memoryMb: 65536, category: "General Purpose" },
  Standard_D4s_v5: { cores: 4, memoryMb: 16384, category: "General Purpose" },
  Standard_D4ads_v5: { cores: 4, memoryMb: 16384, category: "General Purpose" },
  Standard_DS3_v2: { cores: 4, memoryMb: 14336, category: "General Purpose" },
  Standard_D3_v2: { cores: 4, memoryMb: 14336, category: "General Purpose" },
  Standard_E4ds_v5: { cores: 4, memoryMb: 32768, category: "Memory Optimized" },
  Standard_E8ds_v5: { cores: 8, memoryMb: 65536, category: "Memory Optimized" },
  Standard_F4: { cores: 4, memoryMb: 8192, category: "Compute Optimized" },
  Standard_NC4as_T4_v3: { cores: 4, memoryMb: 28672, category: "GPU Accelerated", gpus: 1 },
};
export const nodeTypeNames = Object.keys(NODE_TYPES);
export const nodeType = (name = "") => own(NODE_TYPES, name);

/** The body of `clusters/list-node-types`. */
export const listNodeTypes = () =>
  Object.entries(NODE_TYPES).map(([name, n]) => ({
    node_type_id: name,
    memory_mb: n.memoryMb,
    num_cores: n.cores,
    num_gpus: n.gpus ?? 0,
    description: name,
    instance_type_id: name,
    category: n.category,
    is_deprecated: name === "Standard_D3_v2",
    is_hidden: false,
    is_io_cache_enabled: true,
    support_port_forwarding: true,
    photon_driver_capable: !n.gpus,
    photon_worker_capable: !n.gpus,
    node_info: { available_core_quota: 350, total_core_quota: 350, status: [] as string[] },
    node_instance_type: { instance_type_id: name, local_disks: 1, local_disk_size_gb: 150 },
  }));

/** Databricks Runtimes that a workspace offers, newest first. `lts`: long-term support. */
const RUNTIMES: [version: string, spark: string, scala: string[], lts: boolean][] = [
  ["19", "4.2.0", ["2.13"], false],
  ["18", "4.1.0", ["2.13"], true],
  ["17.3", "4.0.0", ["2.13"], true],
  ["16.4", "3.5.2", ["2.12", "2.13"], true],
  ["15.4", "3.5.0", ["2.12"], true],
  ["14.3", "3.5.0", ["2.12"], true],
];
/** Runtimes past their end of support: no longer listed, still accepted by the API. */
const UNLISTED: typeof RUNTIMES = [["13.3", "3.4.1", ["2.12"], true]];
const FLAVOURS: [infix: string, label: string][] = [
  ["", ""],
  ["-cpu-ml", " ML"],
  ["-gpu-ml", " ML"],
  ["-photon", " Photon"],
];

const versionsOf = (runtimes: typeof RUNTIMES): { key: string; name: string }[] =>
  runtimes.flatMap(([version, spark, scalas, lts]) =>
    scalas.flatMap((scala) =>
      FLAVOURS.map(([infix, label]) => ({
        key: `${version}.x${infix}-scala${scala}`,
        name: `${version}${lts ? " LTS" : ""}${label} (includes Apache Spark ${spark}, ${
          infix === "-gpu-ml" ? "GPU, " : ""
        }Scala ${scala})`,
      })),
    ),
  );

/** The body of `clusters/spark-versions`. */
export const sparkVersions = versionsOf(RUNTIMES);
const acceptedVersions = new Set([...sparkVersions, ...versionsOf(UNLISTED)].map((v) => v.key));

/**
 * Whether the API accepts this `spark_version`. From 18 on a key may also name the minor version:
 * `18.2.x-…` for `18.x-…`.
 */
export const isSparkVersion = (key: string): boolean =>
  acceptedVersions.has(key.replace(/^(1[89])\.\d+\.x/, "$1.x"));

import { z } from "zod";

const stringMap = z.record(z.string(), z.string()).optional();
/** The settings of a cluster, as sent. Others than these are kept. */
export const clusterSpec = z.looseObject({
  spark_version: z.string(),
  cluster_name: z.string().optional(),
  node_type_id: z.string().optional(),
  driver_node_type_id: z.string().optional(),
  num_workers: z.number().int().min(0).optional(),
  autoscale: z.object({ min_workers: z.number().int(), max_workers: z.number().int() }).optional(),
  autotermination_minutes: z.number().int().optional(),
  data_security_mode: z.string().optional(),
  single_user_name: z.string().optional(),
  policy_id: z.string().optional(),
  instance_pool_id: z.string().optional(),
  kind: z.string().optional(),
  is_single_node: z.boolean().optional(),
  use_ml_runtime: z.boolean().optional(),
  spark_conf: stringMap,
  custom_tags: stringMap,
});

/** Settings of an instance pool, as sent. */
export interface PoolSettings {
  [field: string]: unknown;
  instance_pool_name: string;
  node_type_id: string;
  min_idle_instances: number;
  max_capacity?: number | undefined;
}

/** Machines that clusters share. Its idle machines are there at once. */
export interface InstancePool {
  instance_pool_id: string;
  settings: PoolSettings;
  creator: string;
}

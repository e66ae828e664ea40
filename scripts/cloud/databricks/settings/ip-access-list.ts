/** A list of addresses that may, or may not, reach a workspace once the feature is on. */
export interface IpAccessList {
  list_id: string;
  label: string;
  list_type: "ALLOW" | "BLOCK";
  ip_addresses: string[];
  enabled: boolean;
  created_at: number;
  created_by: number;
  updated_at: number;
  updated_by: number;
}

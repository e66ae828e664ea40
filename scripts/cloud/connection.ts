/** How to reach a running local cloud: what `lab cloud` prints as its one line of JSON. */
export interface CloudConnection {
  schema: "rai-lab/cloud/1";
  /** Azure Resource Manager, `https://127.0.0.1:PORT` (no trailing slash), as are the next two. */
  arm: string;
  /** Entra ID. */
  authority: string;
  /** Clock, faults, seeds: no part of any vendor's API. */
  control: string;
  /** PEM file of the world's own certificate authority. */
  caFile: string;
  tenantId: string;
  subscriptionId: string;
  /** The service principal that deploys. */
  clientId: string;
  clientSecret: string;
  /** A user of the tenant who is not the deployer: the default student of a rehearsal. */
  student: { userName: string; objectId: string };
  /** What answers as every deployment, where the cloud was published with one. */
  model?: { kind: "planted" | "local"; name: string };
  /** What `pulumi`, `az`, the SDKs and our own programs need in their environment. */
  env: Record<string, string>;
}

/** How to reach a running local cloud. `lab cloud` prints it as one line of JSON. */
export interface CloudConnection {
  schema: "rai-lab/cloud/1";
  /** URL of Azure Resource Manager, `https://127.0.0.1:PORT` without a trailing slash. */
  arm: string;
  /** URL of Entra ID, in the same form. */
  authority: string;
  /** URL of the control service: clock, faults and tables, which no vendor has. */
  control: string;
  /** Bearer token of the control service. */
  controlToken: string;
  /** PEM file of the world's own certificate authority. */
  caFile: string;
  tenantId: string;
  subscriptionId: string;
  /** The service principal that deploys. */
  clientId: string;
  clientSecret: string;
  /** A user of the tenant without roles: the default student of a rehearsal. */
  student: { userName: string; objectId: string };
  /** The model behind every deployment; absent when the cloud is not published. */
  model?: { kind: "planted" | "local"; name: string };
  /**
   * ISO date of the catalogue of models, when the world's clock was set back to it; absent when that
   * clock goes by real time.
   */
  catalogue?: string;
  /** A sentence for each host that this start gave another port. */
  moved?: string[];
  /** Environment variables for `pulumi`, `az`, the SDKs and our own programs. */
  env: Record<string, string>;
}

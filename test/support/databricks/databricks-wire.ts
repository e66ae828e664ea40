import { databricks } from "../../../scripts/providers/databricks/plugin";
import type { LiveState, Props, Provider } from "../../../scripts/engine/plugin";
import { configuration, target, type Wire, type Answer } from "../providers/wire";

export const HOST = "https://127.0.0.1:5001";
export const WORKSPACE_ID = "1234567890123456";

/** The discovery of a workspace, which names its id: no further request is needed for it. */
export const DISCOVERY: Record<string, Answer> = {
  "GET /.well-known/databricks-config": {
    body: { workspace_id: WORKSPACE_ID, cloud: "Azure", host_type: "WORKSPACE_HOST" },
  },
};
export const ME_PATH = "/api/2.0/preview/scim/v2/Me";
export const ME = {
  [`GET ${ME_PATH}`]: { body: { id: "7", userName: "deployer@rai-lab.example" } },
};
export const ASK_ME = `GET ${ME_PATH}?excludedAttributes=entitlements`;

/** A refusal in Databricks' words. */
export const refusal = (status: number, error_code: string, message: string): Answer => ({
  status,
  body: { error_code, message },
});
export const MISSING = refusal(404, "RESOURCE_DOES_NOT_EXIST", "it does not exist");

/** The simulated provider for one resource type, signed in with a token. */
export class Resource {
  private readonly provider: Provider;
  private readonly target: ReturnType<typeof target>;

  constructor(
    private readonly wire: Wire,
    name: string,
    config: Props = {},
  ) {
    const token = `databricks:index/${name[0]?.toLowerCase() ?? ""}${name.slice(1)}:${name}`;
    this.target = target(token);
    const made = databricks(wire.context).configure(
      configuration("pulumi:providers:databricks", {
        host: HOST,
        token: "t",
        authType: "pat",
        ...config,
      }),
    );
    if (made instanceof Promise) throw new Error("configuring must call nobody");
    this.provider = made;
  }

  /** Calls since the last call of this method, without the discovery. */
  calls(): string[] {
    return this.wire.calls.splice(0).filter((call) => !call.includes("/.well-known/"));
  }

  async check(news: Props, olds: Props = {}): Promise<Props> {
    const checked = await this.provider.check?.({ ...this.target, olds, news });
    if (checked?.failures !== undefined && checked.failures.length > 0)
      throw new Error(JSON.stringify(checked.failures));
    return checked?.inputs ?? news;
  }

  async create(inputs: Props): Promise<LiveState> {
    return this.provider.create({ ...this.target, inputs, preview: false });
  }

  async preview(inputs: Props): Promise<Props> {
    return (await this.provider.create({ ...this.target, inputs, preview: true })).outputs;
  }

  async read(id: string, inputs: Props, outputs: Props): Promise<LiveState | undefined> {
    return this.provider.read?.({ ...this.target, id, inputs, outputs });
  }

  async update(id: string, oldInputs: Props, news: Props, olds: Props = oldInputs): Promise<Props> {
    const request = { ...this.target, id, olds, oldInputs, news, preview: false };
    return (await this.provider.update?.(request))?.outputs ?? {};
  }

  async delete(id: string, inputs: Props = {}): Promise<void> {
    await this.provider.delete?.({ ...this.target, id, inputs, outputs: {} });
  }

  async diff(oldInputs: Props, news: Props) {
    const request = {
      ...this.target,
      id: "i",
      olds: oldInputs,
      oldInputs,
      news,
      ignoreChanges: [],
    };
    return (await this.provider.diff?.(request)) ?? {};
  }

  identify(inputs: Props) {
    return this.provider.identify?.({ ...this.target, inputs });
  }

  invoke(token: string) {
    return this.provider.invoke?.({ token, args: {} });
  }
}

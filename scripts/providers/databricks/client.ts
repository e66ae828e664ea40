import { LabError } from "../../../infra/errors";
import type { Props } from "../../engine/plugin";
import type { ProviderContext } from "../context";
import { ConnectionLost, type Reply, type Request } from "../http";
import type { Pauses } from "../pauses";
import { asProps, asString } from "../values";
import { authorizer, type Authorizer } from "./auth";
import { databricksError, isTransient } from "./errors";

/**
 * The signed-in identity in the workspace. The `userName` of a service principal is its application
 * id.
 */
export interface CurrentUser {
  id: string;
  userName: string;
  externalId?: string;
}

const CURRENT_USER = "/api/2.0/preview/scim/v2/Me";
const ME_QUERY = { excludedAttributes: "entitlements" };
const DEFAULT_RETRY_SECONDS = 300;
const MAX_BACK_OFF_SECONDS = 10;
/** The real client adds 50 to 750 ms to every step; a constant keeps runs repeatable. */
const JITTER_MS = 200;

/** How long the real client waits before its next attempt: one second more each time, up to ten. */
export const backOffMs = (attempt: number): number =>
  Math.min(attempt, MAX_BACK_OFF_SECONDS) * 1000 + JITTER_MS;

interface Call {
  query?: Record<string, string>;
  body?: unknown;
}

/**
 * Client of one workspace's REST API with the requests and retries of the real provider's client.
 */
export class DatabricksClient {
  readonly host: string;
  private readonly signIn: Authorizer;
  private readonly userAgent: string;
  private readonly retryMs: number;
  private workspace: Promise<string> | undefined;
  /** Sent once the discovery document named the workspace. */
  private readonly workspaceHeaders: Record<string, string> = {};

  /** @throws LabError when the configuration names no host or no way to sign in. */
  constructor(
    config: Props,
    private readonly context: ProviderContext,
  ) {
    const host = asString(config.host) ?? asString(context.connection.env.DATABRICKS_HOST);
    if (host === undefined)
      throw new LabError(
        "sign-in",
        "default auth: cannot configure default credentials: no Databricks host",
        {
          where: "databricks:host",
          cure: "pass an explicit databricks.Provider whose host is the workspace's URL",
        },
      );
    this.host = new URL(/^https?:\/\//.test(host) ? host : `https://${host}`).origin;
    this.signIn = authorizer(config, context);
    this.userAgent = `databricks-tf-provider/1.128.0 databricks-sdk-go/0.175.0 pulumi/1.110.0 auth/${this.signIn.kind} rai-lab-stand-in`;
    const retrySeconds = Number(config.retryTimeoutSeconds ?? DEFAULT_RETRY_SECONDS);
    this.retryMs = (retrySeconds > 0 ? retrySeconds : DEFAULT_RETRY_SECONDS) * 1000;
  }

  /** The project's folder: relative paths in inputs start there. */
  get folder(): string {
    return this.context.folder;
  }

  get pauses(): Pauses {
    return this.context.pauses;
  }

  /**
   * The workspace's id, which the real provider resolves before nearly everything: from the
   * discovery document, else from a header of Me's answer.
   */
  workspaceId(): Promise<string> {
    this.workspace ??= this.resolveWorkspaceId().catch((error: unknown) => {
      this.workspace = undefined;
      throw error;
    });
    return this.workspace;
  }

  async currentUser(query: Record<string, string> = ME_QUERY): Promise<CurrentUser> {
    const json = asProps((await this.send("GET", CURRENT_USER, { query })).json);
    return {
      id: asString(json.id) ?? "",
      userName: asString(json.userName) ?? "",
      externalId: asString(json.externalId),
    };
  }

  async get(path: string, query: Record<string, string> = {}): Promise<Props> {
    return asProps((await this.send("GET", path, { query })).json);
  }

  async post(path: string, body: unknown): Promise<Props> {
    return asProps((await this.send("POST", path, { body })).json);
  }

  async put(path: string, body: unknown): Promise<Props> {
    return asProps((await this.send("PUT", path, { body })).json);
  }

  async delete(path: string): Promise<void> {
    await this.send("DELETE", path);
  }

  private async resolveWorkspaceId(): Promise<string> {
    const url = `${this.host}/.well-known/databricks-config`;
    const discover = () => this.context.send({ method: "GET", url }).catch(connectionLost);
    // Asked twice and without a token, as on every start of the real plugin.
    await discover();
    const document = await discover();
    const discovered =
      "json" in document ? asString(asProps(document.json).workspace_id) : undefined;
    if (discovered !== undefined) {
      this.workspaceHeaders["X-Databricks-Workspace-Id"] = discovered;
      return discovered;
    }
    const reply = await this.send("GET", CURRENT_USER, { query: ME_QUERY });
    const header = reply.headers.get("x-databricks-org-id") ?? "";
    if (!/^\d+$/.test(header))
      throw new Error(
        `failed to get the workspace_id: strconv.ParseInt: parsing ${JSON.stringify(header)}`,
      );
    return header;
  }

  /**
   * @throws DatabricksError for refusals that waiting does not cure, ConnectionLost after the retry
   * budget.
   */
  private async send(method: Request["method"], path: string, call: Call = {}): Promise<Reply> {
    const query = new URLSearchParams(call.query).toString();
    const url = `${this.host}${path}${query === "" ? "" : `?${query}`}`;
    for (let attempt = 1, waited = 0; ; attempt++) {
      const outcome = await this.attempt({ method, url, body: call.body });
      if (!(outcome instanceof Error)) return outcome;
      waited += backOffMs(attempt);
      if (waited > this.retryMs) throw outcome;
      await this.pauses.backOff(backOffMs(attempt));
    }
  }

  /** Sends once. Returns the answer, or an error after which a retry may help. */
  private async attempt(request: Request): Promise<Reply | Error> {
    let reply = await this.sendSigned(request);
    if (!(reply instanceof Error) && reply.status === 401 && this.signIn.renew) {
      this.signIn.renew();
      reply = await this.sendSigned(request);
    }
    if (reply instanceof ConnectionLost || reply.status < 400) return reply;
    const error = databricksError(reply);
    if (!isTransient(error)) throw error;
    return error;
  }

  private async sendSigned(request: Request): Promise<Reply | ConnectionLost> {
    const headers: Record<string, string> = {
      ...(await this.signIn.authorize()),
      ...this.workspaceHeaders,
      "user-agent": this.userAgent,
    };
    if (request.body !== undefined) headers["content-type"] = contentTypeOf(request.url);
    return this.context.send({ ...request, headers }).catch(connectionLost);
  }
}

const contentTypeOf = (url: string): string =>
  url.includes("/scim/") ? "application/scim+json; charset=utf-8" : "application/json";

/** @throws any other error */
function connectionLost(error: unknown): ConnectionLost {
  if (error instanceof ConnectionLost) return error;
  throw error;
}

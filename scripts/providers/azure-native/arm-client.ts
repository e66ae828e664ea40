import { type RequestedDelay, requestedDelay } from "../../../infra/azure/retry-after";
import type { ProviderContext } from "../context";
import type { Reply, Request } from "../http";
import { ConnectionLost } from "../http";
import { asProps, asString } from "../values";
import { ArmError, armError, codeOf } from "./errors";
import type { Settings } from "./settings";

const RETRYABLE_STATUS = new Set([408, 429, 500, 502, 503, 504]);
const BACK_OFF_SECONDS = [20, 60, 120];
const UNREGISTERED_CODES = new Set([
  "MissingSubscriptionRegistration",
  "MissingRegistrationForResourceProvider",
  "SubscriptionNotRegistered",
]);
const REGISTRATION_API = "2019-05-01";
const REGISTRATION_POLLS = 60;
/**
 * The partner id, with which Azure counts deployments by Pulumi. The real provider sends it by
 * default.
 */
const USER_AGENT =
  "pulumi-azure-native/3.28.0 pid-a90539d8-a7a6-5826-95c4-1fbef22d4b22 rai-lab-stand-in";

/** A request to Resource Manager besides its method and target. */
export interface Call {
  /** Query `api-version`; left out for URLs that ARM handed out whole. */
  apiVersion?: string;
  body?: unknown;
  signal?: AbortSignal | undefined;
}

/**
 * Client of Resource Manager with what azure-native's client does: tokens, retries, registration of
 * resource providers.
 */
export class ArmClient {
  constructor(
    readonly settings: Settings,
    private readonly context: ProviderContext,
  ) {}

  get pauses(): ProviderContext["pauses"] {
    return this.context.pauses;
  }

  token(scope = this.settings.armScope): Promise<string> {
    return this.context.signIn.token(this.settings.authority, this.settings.principal, scope);
  }

  /**
   * Sends a request and returns the answer, also an error, after all retries and after registering
   * the resource provider.
   * @param target a path or a whole URL
   */
  async send(method: Request["method"], target: string, call: Call = {}): Promise<Reply> {
    const reply = await this.sendRetrying(method, target, call);
    if (reply.status !== 409 || !UNREGISTERED_CODES.has(codeOf(reply))) return reply;
    await this.register(target, call.signal);
    return this.sendRetrying(method, target, call);
  }

  /** Sends a request and requires one of `statuses`. @throws ArmError for any other one */
  async expect(
    statuses: number[],
    method: Request["method"],
    target: string,
    call: Call = {},
  ): Promise<Reply> {
    const reply = await this.send(method, target, call);
    if (!statuses.includes(reply.status)) throw armError(reply);
    return reply;
  }

  private async sendRetrying(
    method: Request["method"],
    target: string,
    call: Call,
  ): Promise<Reply> {
    for (let attempt = 0; ; attempt++) {
      const seconds = BACK_OFF_SECONDS[attempt];
      const reply = await this.sendSigned(method, target, call).catch((error: unknown) => {
        if (!(error instanceof ConnectionLost) || seconds === undefined) throw error;
        return undefined;
      });
      if (reply && (seconds === undefined || !worthRetrying(reply))) return reply;
      await this.waitAfter(reply, (seconds ?? 0) * 1000, call.signal);
    }
  }

  /** Sends once, and once more with a new token when the service refuses the token. */
  private async sendSigned(method: Request["method"], target: string, call: Call): Promise<Reply> {
    const reply = await this.sendOnce(method, target, call);
    if (reply.status !== 401) return reply;
    this.context.signIn.forget(this.settings.authority, this.settings.principal);
    return this.sendOnce(method, target, call);
  }

  private async sendOnce(method: Request["method"], target: string, call: Call): Promise<Reply> {
    const url = /^https?:\/\//.test(target) ? target : `${this.settings.arm}${target}`;
    const query = call.apiVersion === undefined ? "" : `?api-version=${call.apiVersion}`;
    const headers: Record<string, string> = {
      accept: "application/json",
      authorization: `Bearer ${await this.token()}`,
      "user-agent": USER_AGENT,
    };
    if (call.body !== undefined) headers["content-type"] = "application/json; charset=utf-8";
    return this.context.send({
      method,
      url: url + query,
      headers,
      body: call.body,
      signal: call.signal,
    });
  }

  private async waitAfter(
    reply: Reply | undefined,
    ms: number,
    signal?: AbortSignal,
  ): Promise<void> {
    const asked = reply && requestedWait(reply);
    if (asked?.exact === true) await this.pauses.exactly(asked.ms, signal);
    else await this.pauses.backOff(asked?.ms ?? ms, signal);
  }

  /**
   * Registers the resource provider of a target, as the real client does at the first use in a
   * subscription.
   */
  private async register(target: string, signal?: AbortSignal): Promise<void> {
    const namespace =
      [...target.matchAll(/\/providers\/([^/?]+)/gi)].at(-1)?.[1] ?? "Microsoft.Resources";
    const url = `/subscriptions/${this.settings.subscriptionId}/providers/${namespace}`;
    const call: Call = { apiVersion: REGISTRATION_API, signal };
    const started = await this.sendRetrying("POST", `${url}/register`, call);
    if (started.status !== 200) throw armError(started);
    for (let poll = 0; poll < REGISTRATION_POLLS; poll++) {
      const reply = await this.sendRetrying("GET", url, call);
      if (reply.status !== 200) throw armError(reply);
      if (asString(asProps(reply.json).registrationState) === "Registered") return;
      await this.pauses.backOff(10_000, signal);
    }
    throw new ArmError(
      409,
      "MissingSubscriptionRegistration",
      `${namespace} does not become registered`,
    );
  }
}

const worthRetrying = (reply: Reply): boolean =>
  RETRYABLE_STATUS.has(reply.status) ||
  (reply.status === 409 && codeOf(reply) === "AnotherOperationInProgress");

/** The wait that an answer asks for. A wait of zero counts as none. */
export function requestedWait({ headers }: Reply): RequestedDelay | undefined {
  const asked = requestedDelay((name) => headers.get(name), Date.now());
  return asked && asked.ms > 0 ? asked : undefined;
}

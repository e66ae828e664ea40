import type { TokenCredential } from "@azure/identity";
import {
  type Endpoints,
  type Environment,
  endpointsOf,
  REAL_TRANSPORT,
  type Transport,
} from "./endpoints";
import { credentialOf } from "./credential";
import { isGone } from "./gone";
import { parseJsonAnswer } from "./json-answer";
import { requestedDelay } from "./retry-after";
import { remembering, sharedSignIn } from "./shared-sign-in";
import { createLabError, messageOf } from "../serialisable-error";

/**
 * Signs in to Azure Resource Manager with the inputs of the azure-native provider (its `ARM_…`
 * variables, OIDC, managed identity, `az login`), for the few calls that this provider cannot make:
 * purge, forced delete, readiness. Pulumi serialises this code with the dynamic resources that use
 * it: hence plain functions over plain data, and no classes.
 */

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A signed-in client of Resource Manager. */
export interface Session {
  /** Resource Manager's address, without a trailing slash. */
  resourceManager: string;
  /** A bearer token for `resource`. Default: Resource Manager. @throws LabError `sign-in` */
  token(resource?: string): Promise<string>;
  /**
   * Calls `send` once more with new tokens when the answer is 401: a service may end a token before
   * its time.
   */
  withFreshTokens(send: () => Promise<Response>): Promise<Response>;
  /**
   * Sends one request with `body` as JSON, and with Resource Manager's token unless `headers` has
   * another.
   */
  request(
    method: Method,
    url: string,
    headers?: Record<string, string>,
    body?: object,
  ): Promise<Response>;
  /**
   * As `request`, repeated while the status is retryable or the connection is lost.
   * @throws LabError `cloud`
   */
  requestWithRetry(
    method: Exclude<Method, "POST" | "PUT" | "PATCH">,
    url: string,
  ): Promise<Response>;
  /**
   * Calls `send` again while the status is in `retryable` or the connection is lost.
   * @throws LabError `cloud`
   */
  withRetry(
    what: string,
    retryable: readonly number[],
    send: () => Promise<Response>,
  ): Promise<Response>;
  /**
   * Polls the long-running operation that `first` started until it ends.
   * @throws LabError `cloud`
   */
  pollUntilDone(first: Response, what: string): Promise<void>;
  sleep(ms: number): Promise<void>;
}

/**
 * Attempts of one request, attempts while another operation is running on the resource, and polls
 * of one operation: 30 seconds, 10 minutes and 1 hour with the default delays.
 */
const MAX_ATTEMPTS = 5;
const MAX_CONFLICT_ATTEMPTS = 24;
const MAX_POLLS = 360;
const POLL_INTERVAL_MS = 10_000;
/** The longest delay between two attempts by default, and the longest that a response may ask for. */
const MAX_BACK_OFF_MS = 30_000;
const MAX_DELAY_MS = 300_000;
/** A delay that is reported: a shorter one is not noticed. */
const REPORTED_DELAY_MS = 30_000;
/**
 * Statuses after which a request is repeated. 409 means that another operation on the resource is
 * still running.
 */
const RETRYABLE_STATUS = [408, 409, 429, 500, 502, 503, 504];
/** To a poll, 409 is an answer: the operation has failed. */
const RETRYABLE_POLL_STATUS = RETRYABLE_STATUS.filter((status) => status !== 409);
/** Conflicts that no waiting ends. */
const LASTING_CONFLICTS = ["ScopeLocked", "CannotDeleteResource", "NestedResourcesExist"];

/** The delay that a response asks for, in ms, else `defaultMs`; zero counts as none. */
export function retryDelayMs(headers: Headers, defaultMs: number): number {
  const asked = requestedDelay((name) => headers.get(name), Date.now());
  return asked && asked.ms > 0 ? asked.ms : defaultMs;
}

/** The delay to wait, reported when it is long. */
function boundedDelayMs(requestedMs: number, what: string): number {
  const ms = Math.min(requestedMs, MAX_DELAY_MS);
  if (ms < REPORTED_DELAY_MS) return ms;
  const asked = requestedMs > ms ? ` (${Math.round(requestedMs / 1000)} s were asked for)` : "";
  console.warn(`waiting ${Math.round(ms / 1000)} s${asked}: ${what}`);
  return ms;
}

/** How often a request is sent that was answered like this. */
async function maxAttempts(answer: Response): Promise<number> {
  if (answer.status !== 409) return MAX_ATTEMPTS;
  const text = await answer.clone().text();
  const isLasting = LASTING_CONFLICTS.some((code) => text.includes(code));
  return isLasting ? 1 : MAX_CONFLICT_ATTEMPTS;
}

/** Status, code and message of an Azure error response, in one line. Reads the body. */
export async function describeFailure(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const { error } = JSON.parse(text) as { error?: { code?: string; message?: string } };
    if (error) return `HTTP ${response.status} ${error.code ?? ""}: ${error.message ?? ""}`;
  } catch {
    // Not JSON: the text itself is returned.
  }
  return `HTTP ${response.status}: ${text.slice(0, 300)}`;
}

/**
 * The state in the body of an operation's status, or of the resource itself; undefined without one.
 */
async function operationState(response: Response): Promise<string | undefined> {
  const text = await response.clone().text();
  if (text.trim() === "") return undefined;
  const body = parseJsonAnswer(text, response.status, response.url) as {
    status?: string;
    properties?: { provisioningState?: string };
  };
  return body.status ?? body.properties?.provisioningState;
}

/**
 * A client that signs in with `credential`. A refused credential fails with the first token, not
 * here. `renew` makes a credential that remembers no tokens, for the time after a 401.
 */
export function createSession(
  endpoints: Endpoints,
  credential: TokenCredential,
  transport: Transport,
  renew: () => TokenCredential = () => credential,
): Session {
  let current = credential;
  const token = async (resource: string = endpoints.audience): Promise<string> => {
    try {
      const accessToken = await current.getToken(`${resource}/.default`);
      if (accessToken) return accessToken.token;
    } catch (cause) {
      throw createLabError("sign-in", `Azure did not accept the sign-in: ${messageOf(cause)}`, {
        where: endpoints.authority,
        cure: "Run az login, or check ARM_TENANT_ID, ARM_CLIENT_ID and ARM_CLIENT_SECRET.",
        cause,
      });
    }
    throw createLabError("sign-in", `Azure gave no token for ${resource}.`, {
      where: endpoints.authority,
    });
  };

  const withFreshTokens: Session["withFreshTokens"] = async (send) => {
    const answer = await send();
    if (answer.status !== 401) return answer;
    current = renew();
    return send();
  };

  // Before its use: Pulumi serialises this function, and takes a later constant for a missing one.
  const requestOnce = async (
    method: Method,
    url: string,
    headers: Record<string, string>,
    body?: object,
  ): Promise<Response> => {
    const Authorization = headers["Authorization"] ?? `Bearer ${await token()}`;
    if (!body) return transport.fetch(url, { method, headers: { ...headers, Authorization } });
    return transport.fetch(url, {
      method,
      headers: { ...headers, Authorization, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  };

  const request: Session["request"] = (method, url, headers = {}, body?) => {
    if (headers["Authorization"] !== undefined) return requestOnce(method, url, headers, body);
    return withFreshTokens(() => requestOnce(method, url, headers, body));
  };

  const withRetry: Session["withRetry"] = async (what, retryable, send) => {
    for (let attempt = 1; ; attempt++) {
      let delayMs = Math.min(2 ** attempt * 1000, MAX_BACK_OFF_MS);
      try {
        const answer = await send();
        if (!retryable.includes(answer.status)) return answer;
        if (attempt >= (await maxAttempts(answer))) return answer;
        const reason = `${what} was answered HTTP ${answer.status}`;
        delayMs = boundedDelayMs(retryDelayMs(answer.headers, delayMs), reason);
      } catch (cause) {
        // A repeated sign-in would be refused again.
        if (cause instanceof Error && cause.name === "LabError") throw cause;
        if (attempt >= MAX_ATTEMPTS)
          throw createLabError("cloud", `${what} failed: ${messageOf(cause)}`, { cause });
      }
      await transport.sleep(delayMs);
    }
  };

  const requestWithRetry: Session["requestWithRetry"] = (method, url) =>
    withRetry(`${method} ${url}`, RETRYABLE_STATUS, () => request(method, url));

  const pollUntilDone: Session["pollUntilDone"] = async (first, what) => {
    const url =
      first.headers.get("azure-asyncoperation") ??
      first.headers.get("operation-location") ??
      first.headers.get("location");
    let answer = first;
    for (let poll = 0; url !== null && poll < MAX_POLLS; poll++) {
      await transport.sleep(boundedDelayMs(retryDelayMs(answer.headers, POLL_INTERVAL_MS), what));
      answer = await withRetry(`GET ${url}`, RETRYABLE_POLL_STATUS, () => request("GET", url));
      if (await isGone(answer)) return;
      if (!answer.ok)
        throw createLabError("cloud", `${what} failed: ${await describeFailure(answer)}`, {
          where: url,
        });
      const state = (await operationState(answer))?.toLowerCase();
      if (state === "failed" || state === "canceled")
        throw createLabError("cloud", `${what} failed: ${await answer.text()}`, { where: url });
      if (answer.status !== 202 && (state === undefined || state === "succeeded")) return;
    }
    if (url !== null)
      throw createLabError("cloud", `${what} did not end within ${MAX_POLLS} polls.`, {
        where: url,
      });
  };

  return {
    resourceManager: endpoints.resourceManager,
    token,
    withFreshTokens,
    request,
    requestWithRetry,
    withRetry,
    pollUntilDone,
    sleep: transport.sleep,
  };
}

/**
 * A client of the cloud that the environment names. Those of one process share the cloud's addresses
 * and their tokens.
 * @throws LabError `sign-in` when an input is missing
 */
export async function signIn(
  env: Environment = process.env,
  transport: Transport = REAL_TRANSPORT,
): Promise<Session> {
  const shared = await sharedSignIn(env, async () => {
    const endpoints = await endpointsOf(env, transport);
    return { endpoints, credential: remembering(credentialOf(env, endpoints, transport)) };
  });
  const renew = (): TokenCredential =>
    (shared.credential = remembering(credentialOf(env, shared.endpoints, transport)));
  return createSession(shared.endpoints, shared.credential, transport, renew);
}

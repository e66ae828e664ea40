import type { Reply } from "../http";
import { asProps, asString } from "../values";
import { requestedWait, type ArmClient } from "./arm-client";
import { ArmError, armError } from "./errors";

/** A long-running operation on a resource. */
export interface PendingOperation {
  method: "PUT" | "DELETE";
  /** The resource's URL path, which is polled when ARM gives no other URL. */
  path: string;
  apiVersion: string;
  signal?: AbortSignal | undefined;
}

const POLL_INTERVAL_MS = { PUT: 10_000, DELETE: 30_000 };
/** Bound against a service that never ends an operation: two hours of polls every ten seconds. */
const MAX_POLLS = 720;

type Poll = () => Promise<{ reply: Reply; done: boolean }>;

/**
 * Follows a long-running operation to its end, by the first of: Azure-AsyncOperation,
 * Operation-Location, Location, the body's provisioningState. Resolves with the last answer (for a
 * PUT that was followed by its operation: the resource).
 * @throws ArmError when it failed or was cancelled.
 */
export async function pollUntilDone(
  client: ArmClient,
  first: Reply,
  pending: PendingOperation,
): Promise<Reply> {
  const operation =
    first.headers.get("azure-asyncoperation") ?? first.headers.get("operation-location");
  const location = first.headers.get("location");
  if (operation !== null) {
    await pollLoop(client, first, pending, byOperation(client, operation, pending));
    return pending.method === "PUT" ? readResource(client, pending) : first;
  }
  if (location !== null && first.status === 202)
    return pollLoop(client, first, pending, byLocation(client, location, pending));
  if (pending.method === "PUT") {
    if (stateOf(first) === "succeeded") return first;
    return pollLoop(client, first, pending, byState(client, pending));
  }
  if (first.status === 202) throw new Error("response is missing polling URL");
  return first;
}

async function pollLoop(
  client: ArmClient,
  first: Reply,
  pending: PendingOperation,
  next: Poll,
): Promise<Reply> {
  let reply = first;
  for (let poll = 0; poll < MAX_POLLS; poll++) {
    const asked = requestedWait(reply);
    // The answer to the request itself may ask for a wait before the first look; without that the
    // first look is at once.
    if (asked?.exact === true) await client.pauses.exactly(asked.ms, pending.signal);
    else if (asked || poll > 0)
      await client.pauses.poll(asked?.ms ?? POLL_INTERVAL_MS[pending.method], pending.signal);
    const seen = await next();
    if (seen.done) return seen.reply;
    reply = seen.reply;
  }
  throw new Error("operation timed out");
}

/**
 * The resource as it is once no operation is under way on it: for a run that was killed and has
 * lost the operation's URL. Nobody polls that operation any more, so the cloud's clock is moved on
 * by each wait. Answers 404 when it is gone.
 */
export async function readWhenIdle(
  client: ArmClient,
  path: string,
  apiVersion: string,
): Promise<Reply> {
  for (let poll = 0; poll < MAX_POLLS; poll++) {
    const reply = await client.send("GET", path, { apiVersion });
    if (reply.status !== 200 || ["succeeded", "failed", "canceled"].includes(stateOf(reply)))
      return reply;
    await client.pauses.backOff(POLL_INTERVAL_MS.PUT);
  }
  throw new Error("operation timed out");
}

const byOperation = (client: ArmClient, url: string, pending: PendingOperation): Poll =>
  following(client, url, pending, "azure-asyncoperation", (reply) =>
    isFinished(reply, asString(asProps(reply.json).status)),
  );

const byLocation = (client: ArmClient, url: string, pending: PendingOperation): Poll =>
  following(client, url, pending, "location", (reply) => reply.status !== 202);

/** Polls a URL, which each answer may replace in a header. */
function following(
  client: ArmClient,
  url: string,
  { signal }: PendingOperation,
  header: string,
  isDone: (reply: Reply) => boolean,
): Poll {
  let current = url;
  return async () => {
    const reply = await client.expect([200, 201, 202, 204], "GET", current, { signal });
    current = reply.headers.get(header) ?? current;
    return { reply, done: isDone(reply) };
  };
}

const byState =
  (client: ArmClient, pending: PendingOperation): Poll =>
  async () => {
    const reply = await readResource(client, pending);
    return { reply, done: isFinished(reply, stateOf(reply)) };
  };

const readResource = (
  client: ArmClient,
  { path, apiVersion, signal }: PendingOperation,
): Promise<Reply> => client.expect([200], "GET", path, { apiVersion, signal });

/** A resource without the field has no state to wait for. */
function stateOf(reply: Reply): string {
  const { provisioningState } = asProps(asProps(reply.json).properties);
  return asString(provisioningState)?.toLowerCase() ?? "succeeded";
}

/** @throws ArmError at a bad end. */
function isFinished(reply: Reply, status = ""): boolean {
  const ended = status.toLowerCase();
  if (ended !== "failed" && ended !== "canceled") return ended === "succeeded";
  const error = armError(reply);
  if (error.code !== "") throw error;
  throw new ArmError(reply.status, status, "the operation did not succeed");
}

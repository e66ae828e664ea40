import { InitFailed, type CallOptions, type LiveState, type Props } from "../../engine/plugin";
import type { Reply } from "../http";
import { asProps, asString } from "../values";
import type { ArmClient } from "./arm-client";
import { pathOf, type ArmType } from "./arm-type";
import { armError } from "./errors";
import { pollUntilDone, readWhenIdle } from "./poller";
import { bodyOf, importedInputs, outputsOf, refreshedInputs } from "./shapes";

const DEFAULT_TIMEOUT_SECONDS = 2 * 3600;
const TIMED_OUT = "operation timed out";

/**
 * Creates a resource with a PUT.
 * @throws ArmError; Error when it exists; InitFailed when it exists but did not succeed
 */
export async function create(
  client: ArmClient,
  type: ArmType,
  inputs: Props,
  options: CallOptions,
): Promise<LiveState> {
  const path = requirePath(client, type, inputs);
  return withDeadline(options, async (signal) => {
    await requireAbsent(client, type, path, signal);
    const body = await put(client, type, path, inputs, signal);
    return { id: asString(body.id) ?? path, outputs: outputsOf(type, body) };
  });
}

/** Updates a resource with a PUT of the whole desired one. */
export async function update(
  client: ArmClient,
  type: ArmType,
  inputs: Props,
  options: CallOptions,
): Promise<Props> {
  const path = requirePath(client, type, inputs);
  return withDeadline(options, async (signal) =>
    outputsOf(type, await put(client, type, path, inputs, signal)),
  );
}

/**
 * Reads a resource; undefined when it does not exist. Without inputs in the state this is an
 * import, whose inputs come from the live resource. After an interrupted run it first waits for an
 * operation that may still run.
 */
export async function read(
  client: ArmClient,
  type: ArmType,
  id: string,
  inputs: Props,
  olds: Props,
  interrupted = false,
): Promise<LiveState | undefined> {
  const { apiVersion } = type;
  const readNow = () => client.send("GET", id, { apiVersion });
  const reply = await (interrupted ? readWhenIdle(client, id, apiVersion) : readNow());
  if (reply.status === 404) return undefined;
  if (reply.status !== 200) throw armError(reply);
  const body = asProps(reply.json);
  const outputs = outputsOf(type, body);
  const imported = Object.keys(inputs).length === 0;
  return {
    id: asString(body.id) ?? id,
    outputs,
    inputs: imported
      ? importedInputs(type, id, outputs)
      : refreshedInputs(type, inputs, olds, outputs),
  };
}

/** Deletes a resource and waits for the end. Succeeds also when it does not exist. */
export async function remove(
  client: ArmClient,
  type: ArmType,
  id: string,
  options: CallOptions,
): Promise<void> {
  await withDeadline(options, async (signal) => {
    const call = { apiVersion: type.apiVersion, signal };
    const reply = await client.expect([200, 202, 204, 404], "DELETE", id, call);
    if (reply.status === 404 || !type.longRunning.delete) return;
    await pollUntilDone(client, reply, { method: "DELETE", path: id, ...call });
  });
}

async function requireAbsent(
  client: ArmClient,
  type: ArmType,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const reply = await client.send("GET", path, { apiVersion: type.apiVersion, signal });
  if (reply.status === 404 || reply.status === 204) return;
  if (reply.status !== 200)
    throw new Error(
      `cannot check existence of resource '${path}': status code ${reply.status}, ${armError(reply).message}`,
    );
  if (Object.keys(asProps(reply.json)).length > 0)
    throw new Error(`cannot create already existing resource '${path}'`);
}

async function put(
  client: ArmClient,
  type: ArmType,
  path: string,
  inputs: Props,
  signal: AbortSignal,
): Promise<Props> {
  const { apiVersion } = type;
  const body = bodyOf(type, inputs);
  const accepted = await client.expect([200, 201, 202], "PUT", path, { apiVersion, body, signal });
  let last: Reply;
  try {
    const waits = type.longRunning.put || accepted.status === 202;
    last = waits
      ? await pollUntilDone(client, accepted, { method: "PUT", path, apiVersion, signal })
      : accepted;
  } catch (error) {
    throw await creationFailure(client, type, path, error);
  }
  if (client.settings.skipReadOnUpdate) return asProps(last.json);
  // Read after write. When the read fails, the answer of the PUT is used.
  const live = await client.send("GET", path, { apiVersion }).catch(() => undefined);
  return live?.status === 200 ? asProps(live.json) : asProps(last.json);
}

/**
 * The error of a failed PUT. When the resource exists anyway, the state must record it, so that the
 * next run repairs it.
 */
async function creationFailure(
  client: ArmClient,
  type: ArmType,
  path: string,
  error: unknown,
): Promise<Error> {
  const cause = error instanceof Error ? error : new Error(String(error));
  const reason = isTimeout(cause) ? TIMED_OUT : cause.message;
  const live = await client
    .send("GET", path, { apiVersion: type.apiVersion })
    .catch(() => undefined);
  if (live?.status !== 200)
    return new Error(`resource partially created but read failed: ${reason}`, { cause });
  const body = asProps(asProps(live.json));
  return new InitFailed(asString(body.id) ?? path, outputsOf(type, body), [reason]);
}

function requirePath(client: ArmClient, type: ArmType, inputs: Props): string {
  const path = pathOf(type, client.settings.subscriptionId, inputs);
  if (path === undefined) throw new Error(`a part of ${type.path} is missing or not known`);
  return path;
}

/** Runs an operation within its custom timeout, whose end has the message of the real provider. */
async function withDeadline<T>(
  { timeout, signal }: CallOptions,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const seconds = timeout !== undefined && timeout > 0 ? timeout : DEFAULT_TIMEOUT_SECONDS;
  const deadline = AbortSignal.timeout(seconds * 1000);
  try {
    return await run(signal ? AbortSignal.any([signal, deadline]) : deadline);
  } catch (error) {
    throw isTimeout(error) ? new Error(TIMED_OUT, { cause: error }) : error;
  }
}

const isTimeout = (error: unknown): boolean =>
  error instanceof Error && error.name === "TimeoutError";

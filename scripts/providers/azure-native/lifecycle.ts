import { InitFailed, type CallOptions, type LiveState, type Props } from "../../engine/plugin";
import { asProps, asString } from "../values";
import type { ArmClient } from "./arm-client";
import { pathOf, type ArmType } from "./arm-type";
import { armError, isGone } from "./errors";
import { pollUntilDone, readWhenIdle } from "./poller";
import { bodyOf, importedInputs, outputsOf, refreshedInputs } from "./shapes";

const DEFAULT_TIMEOUT_SECONDS = 2 * 3600;
const TIMED_OUT = "operation timed out";

/** The operations on resources of one type. */
export class Lifecycle {
  constructor(
    private readonly client: ArmClient,
    private readonly type: ArmType,
  ) {}

  /**
   * Creates a resource with a PUT.
   * @throws ArmError; Error when it exists; InitFailed when it exists but did not succeed
   */
  async create(inputs: Props, options: CallOptions): Promise<LiveState> {
    const path = this.requirePath(inputs);
    return withDeadline(options, async (signal) => {
      await this.requireAbsent(path, signal);
      const body = await this.put(path, inputs, signal);
      return { id: asString(body.id) ?? path, outputs: outputsOf(this.type, body) };
    });
  }

  /** Updates a resource with a PUT of the whole desired one. */
  async update(inputs: Props, options: CallOptions): Promise<Props> {
    const path = this.requirePath(inputs);
    const put = (signal: AbortSignal): Promise<Props> => this.put(path, inputs, signal);
    return outputsOf(this.type, await withDeadline(options, put));
  }

  /**
   * Reads a resource; undefined when it does not exist. The real provider takes every 404 for that. Without inputs in the state this is an
   * import, whose inputs come from the live resource. After an interrupted run it first waits for
   * an operation that may still run.
   */
  async read(
    id: string,
    inputs: Props,
    olds: Props,
    interrupted = false,
  ): Promise<LiveState | undefined> {
    const { apiVersion } = this.type;
    const reply = interrupted
      ? await readWhenIdle(this.client, id, apiVersion)
      : await this.client.send("GET", id, { apiVersion });
    if (isGone(reply, id)) return undefined;
    if (reply.status !== 200) throw armError(reply);
    const body = asProps(reply.json);
    const live = {
      id: asString(body.id) ?? id,
      outputs: outputsOf(this.type, body),
      isWhole: interrupted && !this.type.longRunning?.put ? true : undefined,
    };
    if (Object.keys(inputs).length === 0)
      return { ...live, inputs: importedInputs(this.type, id, live.outputs) };
    return { ...live, inputs: refreshedInputs(this.type, inputs, olds, live.outputs) };
  }

  /**
   * Deletes a resource and waits for the end. Succeeds also when it does not exist, and, unlike the
   * real provider, not for a 404 that does not prove that.
   */
  async remove(id: string, options: CallOptions): Promise<void> {
    const { apiVersion, longRunning } = this.type;
    await withDeadline(options, async (signal) => {
      const call = { apiVersion, signal };
      const reply = await this.client.send("DELETE", id, call);
      if (isGone(reply, id)) return;
      if (![200, 202, 204].includes(reply.status)) throw armError(reply);
      if (!longRunning?.delete) return;
      await pollUntilDone(this.client, reply, { method: "DELETE", path: id, ...call });
    });
  }

  private async requireAbsent(path: string, signal: AbortSignal): Promise<void> {
    const { apiVersion } = this.type;
    const reply = await this.client.send("GET", path, { apiVersion, signal });
    if (reply.status === 404 || reply.status === 204) return;
    if (reply.status !== 200)
      throw new Error(
        `cannot check existence of resource '${path}': ` +
          `status code ${reply.status}, ${armError(reply).message}`,
      );
    if (Object.keys(asProps(reply.json)).length > 0)
      throw new Error(`cannot create already existing resource '${path}'`);
  }

  private async put(path: string, inputs: Props, signal: AbortSignal): Promise<Props> {
    const { apiVersion, longRunning } = this.type;
    const body = bodyOf(this.type, inputs);
    const call = { apiVersion, body, signal };
    let reply = await this.client.expect([200, 201, 202], "PUT", path, call);
    if (longRunning?.put || reply.status === 202)
      reply = await pollUntilDone(this.client, reply, {
        method: "PUT",
        path,
        apiVersion,
        signal,
      }).catch(async (error: unknown) => {
        throw await this.creationFailure(path, error);
      });
    if (this.client.settings.skipReadOnUpdate) return asProps(reply.json);
    // Read after write. When the read fails, the answer of the PUT is used.
    return (await this.readIfThere(path)) ?? asProps(reply.json);
  }

  /**
   * The error of a failed PUT. When the resource exists anyway, the state must record it, so that
   * the next run repairs it.
   */
  private async creationFailure(path: string, error: unknown): Promise<Error> {
    const cause = error instanceof Error ? error : new Error(String(error));
    const reason = isTimeout(cause) ? TIMED_OUT : cause.message;
    const body = await this.readIfThere(path);
    if (!body) return new Error(`resource partially created but read failed: ${reason}`, { cause });
    return new InitFailed(asString(body.id) ?? path, outputsOf(this.type, body), [reason]);
  }

  /** The body of a GET; undefined when it fails. */
  private async readIfThere(path: string): Promise<Props | undefined> {
    const { apiVersion } = this.type;
    const live = await this.client.send("GET", path, { apiVersion }).catch(() => undefined);
    return live?.status === 200 ? asProps(live.json) : undefined;
  }

  private requirePath(inputs: Props): string {
    const path = pathOf(this.type, this.client.settings.subscriptionId, inputs);
    if (path === undefined) throw new Error(`a part of ${this.type.path} is missing or not known`);
    return path;
  }
}

/** Runs an operation within its custom timeout, whose end has the message of the real provider. */
async function withDeadline<T>(
  { timeout, signal }: CallOptions,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const seconds = timeout !== undefined && timeout > 0 ? timeout : DEFAULT_TIMEOUT_SECONDS;
  const over = new AbortController();
  // Not `AbortSignal.timeout`: its timer would keep the stack's whole deployment until it is due.
  const timer = setTimeout(() => over.abort(new DOMException("", "TimeoutError")), seconds * 1000);
  const deadline = over.signal;
  try {
    return await run(signal ? AbortSignal.any([signal, deadline]) : deadline);
  } catch (error) {
    if (isTimeout(error)) throw new Error(TIMED_OUT, { cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

const isTimeout = (error: unknown): boolean =>
  error instanceof Error && error.name === "TimeoutError";

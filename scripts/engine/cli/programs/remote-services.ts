/** Pulumi's services of the CLI that runs a program, as handlers for `runProgram`. */
import * as grpc from "@grpc/grpc-js";
import type * as engine from "@pulumi/pulumi/proto/engine_pb";
import engineMessages from "@pulumi/pulumi/proto/engine_pb";
import engineRpc from "@pulumi/pulumi/proto/engine_grpc_pb";
import monitorRpc from "@pulumi/pulumi/proto/resource_grpc_pb";
import empty from "google-protobuf/google/protobuf/empty_pb";
import { MESSAGE_LIMIT } from "../../../base/loopback-grpc";
import type { Handlers } from "../../embedded/program/monitor";

/** Both services of one operation of the CLI. */
export interface RemoteServices {
  monitor: Handlers;
  engine: Handlers;
  /** The messages of the errors that were logged. */
  errors: readonly string[];
  /** Resolves when every log line has arrived, or cannot any more. */
  logged(): Promise<unknown>;
  close(): void;
}

type Reply = (error: grpc.ServiceError | null, value: unknown) => void;
/** The method of a generated client. */
type Method = (request: unknown, reply: Reply) => void;

const OPTIONS: grpc.ChannelOptions = {
  "grpc.max_receive_message_length": MESSAGE_LIMIT,
  "grpc.max_send_message_length": MESSAGE_LIMIT,
};

/** Connects to the addresses that the CLI gave for a program. */
export function connectTo(monitorAddress: string, engineAddress: string): RemoteServices {
  const credentials = grpc.credentials.createInsecure();
  const monitor = new monitorRpc.ResourceMonitorClient(monitorAddress, credentials, OPTIONS);
  const engineClient = new engineRpc.EngineClient(engineAddress, credentials, OPTIONS);
  const engine = handlersOf(engineClient, engineRpc.EngineService);
  const lines: Promise<unknown>[] = [];
  const errors: string[] = [];
  return {
    monitor: handlersOf(monitor, monitorRpc.ResourceMonitorService),
    engine: {
      ...engine,
      // The SDK chains the log lines of all programs of a process: one that fails would fail those
      // of the others, and one that hangs would hold them up. So it never waits for an answer. It
      // also logs every property at level debug, which the CLI does not show: that is not sent.
      log: (line: engine.LogRequest) => {
        const { DEBUG, ERROR } = engineMessages.LogSeverity;
        if (line.getSeverity() === ERROR) errors.push(line.getMessage());
        if (line.getSeverity() !== DEBUG)
          lines.push(engine.log!(line as never).catch(() => undefined));
        return Promise.resolve(new empty.Empty());
      },
    },
    errors,
    logged: () => Promise.all(lines),
    close: () => {
      monitor.close();
      engineClient.close();
    },
  };
}

const handlersOf = (client: object, service: object): Handlers =>
  Object.fromEntries(
    Object.keys(service).map((name) => [
      name,
      (request: unknown) =>
        new Promise((resolve, reject) =>
          (client as Record<string, Method>)[name]!(request, (error, value) =>
            error ? reject(error) : resolve(value),
          ),
        ),
    ]),
  );

import { credentials, type ServiceError } from "@grpc/grpc-js";
import clients from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import messages from "@pulumi/pulumi/proto/analyzer_pb";
import empty from "google-protobuf/google/protobuf/empty_pb";
import structs, { type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

type Props = Record<string, JavaScriptValue>;
type Reply<T> = (error: ServiceError | null, answer: T) => void;

export interface AnalyzedResource {
  type: string;
  name: string;
  props: Props;
  /** Names of other resources asked about. */
  dependencies?: string[];
}

/** A pack that runs, as the Pulumi CLI runs and asks it. Violations: `policy: message`. */
export interface RunningPack {
  policies: () => Promise<string[]>;
  configure: (policy: string, settings: Props) => Promise<void>;
  analyze: (resource: AnalyzedResource) => Promise<string[]>;
  analyzeStack: (resources: AnalyzedResource[]) => Promise<string[]>;
  stop: () => Promise<void>;
}

const call = <T>(send: (reply: Reply<T>) => void): Promise<T> =>
  new Promise((resolve, reject) => {
    send((error, answer) => (error ? reject(error) : resolve(answer)));
  });

const urn = (name: string): string => `urn:pulumi:dev::rai-lab::t::${name}`;

function fill<T extends messages.AnalyzeRequest | messages.AnalyzerResource>(
  message: T,
  resource: AnalyzedResource,
): T {
  const options = new messages.AnalyzerResourceOptions();
  options.setDeletebeforereplace(true);
  options.setDeletebeforereplacedefined(true);
  message.setType(resource.type);
  message.setName(resource.name);
  message.setUrn(urn(resource.name));
  message.setOptions(options);
  message.setProperties(structs.Struct.fromJavaScript(resource.props));
  return message;
}

const violations = (answer: messages.AnalyzeResponse): string[] =>
  answer
    .getDiagnosticsList()
    .map((d) => `${d.getPolicyname()}: ${d.getMessage().split("\n").at(-1)!.trim()}`);

/** The port that the pack prints, or why it has none. */
async function portOf(child: ChildProcess): Promise<string> {
  let said = "";
  child.stderr!.on("data", (chunk: Buffer) => (said += chunk.toString()));
  for await (const line of createInterface({ input: child.stdout! }))
    if (/^\d+$/.test(line)) return line;
  throw new Error(`the pack ended before it listened: ${said}`);
}

/** Starts the pack in `folder` with the script that the CLI starts it with. */
export async function startPack(folder: string): Promise<RunningPack> {
  const script = createRequire(__filename).resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const child = spawn(process.execPath, [script, "127.0.0.1:1", "."], { cwd: folder });
  const ended = once(child, "close");
  const client = new clients.AnalyzerClient(
    `127.0.0.1:${await portOf(child)}`,
    credentials.createInsecure(),
  );
  return {
    policies: async () => {
      const info = await call<messages.AnalyzerInfo>((reply) =>
        client.getAnalyzerInfo(new empty.Empty(), reply),
      );
      return info.getPoliciesList().map((policy) => policy.getName());
    },
    configure: async (policy, settings) => {
      const config = new messages.PolicyConfig();
      config.setEnforcementlevel(messages.EnforcementLevel.MANDATORY);
      config.setProperties(structs.Struct.fromJavaScript(settings));
      const request = new messages.ConfigureAnalyzerRequest();
      request.getPolicyconfigMap().set(policy, config);
      await call((reply) => client.configure(request, reply));
    },
    analyze: async (resource) =>
      violations(
        await call((reply) => client.analyze(fill(new messages.AnalyzeRequest(), resource), reply)),
      ),
    analyzeStack: async (all) => {
      const request = new messages.AnalyzeStackRequest();
      for (const resource of all) {
        const message = fill(new messages.AnalyzerResource(), resource);
        message.setDependenciesList((resource.dependencies ?? []).map(urn));
        request.addResources(message);
      }
      return violations(await call((reply) => client.analyzeStack(request, reply)));
    },
    stop: async () => {
      client.close();
      child.kill();
      await ended;
    },
  };
}

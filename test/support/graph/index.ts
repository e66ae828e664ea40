import * as pulumi from "@pulumi/pulumi";
import { createRequire } from "node:module";
import { runProgram } from "../../../scripts/engine/embedded/program/host";
import { azure } from "./azure";
import { type StubAnswers, type Registration, stubEngine } from "./engine";

/** Everything a program registered, and the objects it did it with. */
export interface Graph {
  registered: Registration[];
  resources: pulumi.Resource[];
  /** Those of one type, named by the end of its token: `Cluster`. */
  of: (type: string) => Registration[];
  /** The one resource of a type. @throws Error when there is none or more than one. */
  only: (type: string) => Registration;
  /** What the program returned, secrets and unknowns in Pulumi's wire form. */
  outputs: Record<string, unknown>;
  logs: string[];
}

/**
 * Vitest rewrites imports, and Pulumi cannot serialise what is left. What travels in dynamic
 * resources is tested where nothing rewrites it: test/infra/runner.test.ts.
 */
function withoutSerialising(): void {
  const serialise = createRequire(__filename)(
    "@pulumi/pulumi/runtime/closure/serializeClosure",
  ) as {
    serializeFunction: () => Promise<{ text: string; containsSecrets: boolean }>;
  };
  serialise.serializeFunction = () => Promise.resolve({ text: "(code)", containsSecrets: false });
}

/**
 * Runs a program to its end against a stub engine, in this process. Rejects as the program does.
 */
export async function graphOf(
  program: () => unknown,
  { answers = azure(), config = {}, dryRun = false, stack = "dev" }: GraphOptions = {},
): Promise<Graph> {
  withoutSerialising();
  const stub = stubEngine(answers);
  const resources: pulumi.Resource[] = [];
  const observed = (): Promise<Record<string, unknown>> => {
    pulumi.runtime.registerStackTransformation(({ resource }) => void resources.push(resource));
    return Promise.resolve(program()).then((outputs) => ({ ...(outputs as object) }));
  };
  await runProgram(observed, {
    options: {
      organization: "organization",
      project: "rai-lab",
      stack,
      config,
      secretKeys: [],
      dryRun,
      parallel: 8,
    },
    monitor: stub.monitor,
    engine: stub.engine,
    transport: "direct",
    stopped: new Promise<never>(() => undefined),
  });
  const of = (type: string): Registration[] =>
    stub.registered.filter((r) => r.type.endsWith(`:${type}`));
  return {
    registered: stub.registered,
    resources,
    of,
    only: (type) => {
      const [found, ...more] = of(type);
      if (!found || more.length > 0)
        throw new Error(`${found ? more.length + 1 : 0} resources of type ${type}`);
      return found;
    },
    outputs: stub.registered.find((r) => r.type === "pulumi:pulumi:Stack")?.outputs ?? {},
    logs: stub.logs,
  };
}

export interface GraphOptions {
  answers?: StubAnswers;
  config?: Record<string, string>;
  dryRun?: boolean;
  stack?: string;
}

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { register } from "tsx/cjs/api";
import type { JsonObject } from "../infra/json-object";
import { namesOf } from "../infra/names/physical-names";
import { publishConnection } from "../scripts/cloud/published";
import type { CloudConnection } from "../scripts/cloud/connection";
import { trustCa } from "../scripts/cloud/core/trusted-ca";
import type { World } from "../scripts/cloud/core/world";
import { execute, printed } from "../scripts/lib/shell/shell";
import type { LabCommand } from "../scripts/lib/shell/command";
import { azureClients, type AzureClients } from "../scripts/lib/azure/clients";
import { azureSession } from "../scripts/lib/azure/session";
import { startCloudWithoutModel } from "./local-cloud";
import { replaceSettings } from "./local-stack";
import { recordingConsole } from "./recording-console";

// Commands load one side of the sessions by `require`, which knows TypeScript under tsx alone.
register();

const PROJECT = "rai-lab";

/** How a command ended in this process. */
export interface Ended {
  /** Undefined when it threw. */
  exitCode: number | undefined;
  error: unknown;
  text: string;
  /** What the shell shows in the columns of the console. */
  printed: string;
  document: Record<string, unknown> | undefined;
  /** All that it wrote for people. */
  written: string;
}

/** A local cloud in this process, its stacks, and commands that work on them. */
export interface LocalStacks {
  home: string;
  /** Columns of the terminal on which commands run. */
  columns: number;
  connection: CloudConnection;
  world: World;
  clients: AzureClients;
  /** Writes a stack's settings into the file of this machine. */
  settle(stack: string, settings: JsonObject): void;
  /** Creates the stack's resource group, and a state that records it alone. */
  make(
    stack: string,
    recordedAs?: {
      stack?: string;
      subscriptionId?: string;
      outputs?: JsonObject;
      classStack?: string;
    },
  ): Promise<void>;
  stateFile(stack: string): string;
  forget(stack: string): void;
  run(command: LabCommand, ...args: string[]): Promise<Ended>;
  stop(): Promise<void>;
}

/** Starts one in `home`. */
export async function startLocalStacks(home: string): Promise<LocalStacks> {
  const cloud = await startCloudWithoutModel({ folder: home });
  const { connection } = cloud;
  const withdraw = publishConnection(home, connection);
  trustCa(readFileSync(connection.caFile, "utf8"));
  const clients = azureClients(await azureSession(connection.env));
  const stateFile = (stack: string): string =>
    path.join(home, "backend/.pulumi/stacks", PROJECT, `${stack}.json`);
  const stacks: LocalStacks = {
    home,
    columns: 100,
    connection,
    world: cloud.world,
    clients,
    stateFile,
    settle: (stack, settings) => replaceSettings(home, stack, settings),
    make: async (
      stack,
      { stack: madeAs = stack, subscriptionId, outputs = {}, classStack } = {},
    ) => {
      const own = connection.subscriptionId;
      const { resourceGroup } = namesOf({ subscriptionId: own, project: PROJECT, stack: madeAs });
      await clients.resources.resourceGroups.createOrUpdate(resourceGroup, { location: "eastus2" });
      mkdirSync(path.dirname(stateFile(stack)), { recursive: true });
      const id = `/subscriptions/${subscriptionId ?? own}/resourceGroups/${resourceGroup}`;
      writeFileSync(stateFile(stack), JSON.stringify(stateOf(stack, id, outputs, classStack)));
    },
    forget: (stack) => rmSync(stateFile(stack), { force: true }),
    run: async (command, ...args) => {
      const console = recordingConsole({ RAI_LAB_HOME: home }, stacks.columns);
      try {
        const outcome = await execute(command, args, console);
        const text = outcome?.text ?? "";
        const written = [console.written(), ...console.notes, text].join("\n");
        return {
          exitCode: outcome?.exitCode,
          error: undefined,
          text,
          printed: printed(outcome, false, stacks.columns),
          document: outcome?.document,
          written,
        };
      } catch (error) {
        const written = [console.written(), ...console.notes].join("\n");
        return { exitCode: undefined, error, text: "", printed: "", document: undefined, written };
      }
    },
    stop: async () => {
      withdraw();
      await cloud.stop();
    },
  };
  return stacks;
}

/** A state with one resource group, in the form that an engine writes. */
function stateOf(
  stack: string,
  id: string,
  outputs: JsonObject,
  classStack: string | undefined,
): object {
  const resourceGroupName = id.split("/").at(-1)!;
  const urn = (type: string, name: string): string =>
    `urn:pulumi:${stack}::${PROJECT}::${type}::${name}`;
  const root = { urn: urn("pulumi:pulumi:Stack", `${PROJECT}-${stack}`), custom: false };
  const providerType = "pulumi:providers:azure-native";
  const provider = { urn: urn(providerType, "default_3_28_0"), custom: true, id: "provider" };
  const groupType = "azure-native:resources:ResourceGroup";
  const resources = [
    { ...root, type: "pulumi:pulumi:Stack", outputs: { resourceGroupName, ...outputs } },
    { ...provider, type: providerType, inputs: { version: "3.28.0" } },
    {
      urn: urn(groupType, "lab-group"),
      custom: true,
      id,
      type: groupType,
      inputs: { location: "eastus2", resourceGroupName },
      outputs: { id, name: resourceGroupName, location: "eastus2" },
      parent: root.urn,
      provider: `${provider.urn}::${provider.id}`,
      created: "2026-11-23T12:00:00Z",
    },
  ];
  if (classStack !== undefined) {
    const type = "pulumi:pulumi:StackReference";
    const reference = `organization/${PROJECT}/${classStack}`;
    const inputs = { name: reference };
    const seat = { urn: urn(type, "class"), custom: true, id: reference, type, external: true };
    resources.push({ ...seat, inputs, outputs: inputs, provider: "" } as never);
  }
  return {
    version: 3,
    checkpoint: { stack: `organization/${PROJECT}/${stack}`, latest: { resources } },
  };
}

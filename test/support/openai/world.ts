import type { Account, Deployment } from "../../../scripts/cloud/azure/entities";
import {
  closeWorld,
  createWorld,
  type Service,
  type World,
} from "../../../scripts/cloud/core/world";
import { openaiService } from "../../../scripts/cloud/openai";
import type { ChatModel } from "../../../scripts/cloud/openai/model";
import { plantedModel } from "../../../scripts/cloud/openai/models/planted";

const NOW = Date.parse("2026-11-23T09:00:00Z");
const AUTHOR = {
  oid: "00000000-0000-4000-a000-000000000001",
  name: "student@rai-lab.example",
  type: "User",
} as const;
const ACCOUNT_ID =
  "/subscriptions/s/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/openai-rai-lab-0a1b2c";
export const ACCOUNT_KEY = ACCOUNT_ID.toLowerCase();

/** The data plane of one account, without the Azure simulator that would create it. */
export interface OpenaiWorld {
  world: World;
  /** `https://127.0.0.1:PORT`. */
  endpoint: string;
  key: string;
  deploy(name: string, change?: Partial<Deployment>): Deployment;
  change(change: Partial<Account["properties"]>): void;
  stop(): Promise<void>;
}

/**
 * Starts the data plane, with other services `beside` it, at the time NOW. The account has a
 * deployment `gpt-35-turbo` of gpt-4o with 5,000 TPM.
 */
export async function startOpenai(
  model: ChatModel = plantedModel(),
  beside: readonly Service[] = [],
): Promise<OpenaiWorld> {
  const service = openaiService({ model: () => Promise.resolve(model) });
  const world = await createWorld([service, ...beside], { now: () => NOW, seed: "openai-world" });
  const accounts = world.store.collection<Account>("cognitiveservices/accounts");
  const deployments = world.store.collection<Deployment>("cognitiveservices/deployments");
  await world.hosts.open("openai", ACCOUNT_KEY);
  const endpoint = world.hosts.url("openai", ACCOUNT_KEY)!;
  const account = accounts.put(ACCOUNT_KEY, {
    id: ACCOUNT_ID,
    name: "openai-rai-lab-0a1b2c",
    subscriptionId: "s",
    resourceGroup: "rg",
    location: "East US 2",
    tags: {},
    createdAt: new Date(NOW).toISOString(),
    createdBy: AUTHOR,
    kind: "OpenAI",
    sku: { name: "S0" },
    properties: { customSubDomainName: "openai-rai-lab-0a1b2c" },
    state: "Succeeded",
    keys: { key1: world.random.hex(32), key2: world.random.hex(32) },
    endpoint: `${endpoint}/`,
    internalId: world.random.hex(32),
    etag: '"1"',
  });
  const deploy = (name: string, change: Partial<Deployment> = {}): Deployment =>
    deployments.put(`${ACCOUNT_KEY}/deployments/${name.toLowerCase()}`, {
      id: `${ACCOUNT_ID}/deployments/${name}`,
      name,
      accountId: ACCOUNT_KEY,
      sku: { name: "Standard", capacity: 5 },
      model: { format: "OpenAI", name: "gpt-4o", version: "2024-11-20" },
      raiPolicyName: "Microsoft.DefaultV2",
      versionUpgradeOption: "NoAutoUpgrade",
      state: "Succeeded",
      rateLimits: [
        { key: "request", renewalPeriod: 10, count: 5 },
        { key: "token", renewalPeriod: 60, count: 5000 },
      ],
      capabilities: { chatCompletion: "true" },
      usageName: "OpenAI.Standard.gpt-4o",
      tags: {},
      etag: '"1"',
      createdAt: new Date(NOW).toISOString(),
      createdBy: AUTHOR,
      ...change,
    });
  deploy("gpt-35-turbo");
  return {
    world,
    endpoint,
    key: account.keys.key1,
    deploy,
    change: (change) =>
      void accounts.update(ACCOUNT_KEY, (a) => ({
        ...a,
        properties: { ...a.properties, ...change },
      })),
    stop: () => closeWorld(world),
  };
}

/** Limits that no test reaches. */
export const UNLIMITED: Deployment["rateLimits"] = [
  { key: "request", renewalPeriod: 10, count: 1e6 },
  { key: "token", renewalPeriod: 60, count: 1e9 },
];

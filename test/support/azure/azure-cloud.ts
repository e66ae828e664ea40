import {
  armService,
  authorityService,
  controlService,
  seedTenant,
  type Tenant,
} from "../../../scripts/cloud/azure";
import { addPrincipal, grantRole } from "../../../scripts/cloud/azure/entra/tenant";
import { issueToken } from "../../../scripts/cloud/azure/entra/authority";
import { azureStore } from "../../../scripts/cloud/azure/store";
import { createApp } from "../../../scripts/cloud/core/app";
import {
  closeWorld,
  createWorld,
  type Service,
  type World,
  type WorldOptions,
} from "../../../scripts/cloud/core/world";

/** An answer of the cloud; `body` is undefined when there is none. */
export interface Answer {
  status: number;
  headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the tests look into JSON of many shapes
  body: any;
}

/** The Azure side of a local cloud with nothing behind its accounts and workspaces, and a caller for it. */
export interface AzureCloud {
  world: World;
  tenant: Tenant;
  arm: string;
  authority: string;
  control: string;
  /** `/subscriptions/…`; paths given to `call` are under it unless they begin with a slash. */
  sub: string;
  call(method: string, path: string, body?: unknown, token?: string): Promise<Answer>;
  /** Polls what a long-running operation announced until it has ended; all answers, the last one last. */
  pollUntilDone(answer: Answer): Promise<Answer[]>;
  /** A token of a new user with a built-in role at the subscription, or with none. */
  tokenOfUser(userName: string, role?: string): Promise<string>;
  group(name: string, location?: string): Promise<void>;
  account(group: string, name: string, change?: Record<string, unknown>): Promise<Answer>;
  stop(): Promise<void>;
}

const stub = (kind: string): Service => ({
  kind,
  createApp: (world) => createApp(world, kind, (error) => ({ error: error.message })),
});

/** 2026-11-23: the day the facts were collected. Time moves by polls and jumps alone. */
export const NOW = Date.UTC(2026, 10, 23);

export async function startAzureCloud(options: WorldOptions = {}): Promise<AzureCloud> {
  const services = [
    armService(),
    authorityService(),
    controlService(),
    stub("openai"),
    stub("databricks"),
  ];
  const world = await createWorld(services, { now: () => NOW, ...options });
  for (const kind of ["arm", "authority", "control"]) await world.hosts.open(kind, kind);
  const tenant = seedTenant(world);
  const arm = world.hosts.url("arm", "arm")!;
  const sub = `/subscriptions/${tenant.subscriptionId}`;
  const deployer = azureStore(world).principalsByAppId(tenant.clientId)[0]!;
  const { token: own } = await issueToken(world, deployer, arm, "test");

  const call = async (
    method: string,
    path: string,
    body?: unknown,
    token = own,
  ): Promise<Answer> => {
    const url = path.startsWith("https:")
      ? path
      : `${arm}${path.startsWith("/") ? path : `${sub}/${path}`}`;
    const versioned = url.includes("?") ? url : `${url}?api-version=2025-06-01`;
    const response = await fetch(versioned, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? undefined : JSON.parse(text),
    };
  };

  const pollUntilDone = async (answer: Answer): Promise<Answer[]> => {
    const url = answer.headers.get("azure-asyncoperation") ?? answer.headers.get("location");
    if (url === null)
      throw new Error(
        `no long-running operation in a ${answer.status}: ${JSON.stringify(answer.body)}`,
      );
    const seen: Answer[] = [];
    for (let poll = 0; poll < 10; poll++) {
      const now = await call("GET", url);
      seen.push(now);
      if (
        now.status !== 202 &&
        !/creating|deleting|running|accepted/i.test(String(now.body?.status))
      )
        return seen;
    }
    throw new Error("still running after 10 polls");
  };

  return {
    world,
    tenant,
    arm,
    authority: world.hosts.url("authority", "authority")!,
    control: world.hosts.url("control", "control")!,
    sub,
    call,
    pollUntilDone: pollUntilDone,
    tokenOfUser: async (userName, role) => {
      const user = addPrincipal(world, {
        kind: "user",
        objectId: world.random.guid(),
        displayName: userName,
        userName,
      });
      if (role !== undefined) grantRole(world, user, role, sub);
      return (await issueToken(world, user, arm, "test")).token;
    },
    group: async (name, location = "eastus2") => {
      await call("PUT", `resourceGroups/${name}`, { location });
    },
    account: async (group, name, change = {}) => {
      const path = `resourceGroups/${group}/providers/Microsoft.CognitiveServices/accounts/${name}`;
      const answer = await call("PUT", path, {
        kind: "OpenAI",
        location: "eastus2",
        sku: { name: "S0" },
        ...change,
      });
      if (answer.status === 201) await pollUntilDone(answer);
      return answer;
    },
    stop: () => closeWorld(world),
  };
}

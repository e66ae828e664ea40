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

/** The Azure side of a local cloud, with empty data planes, and functions that call it. */
export interface AzureCloud {
  world: World;
  tenant: Tenant;
  arm: string;
  authority: string;
  control: string;
  /** Calls the control service with the world's control token. */
  callControl(method: string, path: string, body?: unknown): Promise<Answer>;
  /** `/subscriptions/ID`; a path of `call` without a leading slash is under it. */
  sub: string;
  call(method: string, path: string, body?: unknown, token?: string): Promise<Answer>;
  /** Polls a long-running operation until it ends, and returns the answers in order; what is not 202 may have ended. */
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

/** 2026-11-23, the day of the recorded facts. Only polls and jumps move the time. */
export const NOW = Date.UTC(2026, 10, 23);

/** Starts one with the time NOW. `databricks` is the data plane of its workspaces. */
export async function startAzureCloud(
  options: WorldOptions = {},
  databricks = stub("databricks"),
): Promise<AzureCloud> {
  const services = [armService(), authorityService(), controlService(), stub("openai"), databricks];
  const world = await createWorld(services, { now: () => NOW, ...options });
  for (const kind of ["arm", "authority", "control"]) await world.hosts.open(kind, kind);
  const tenant = seedTenant(world);
  const arm = world.hosts.url("arm", "arm")!;
  const sub = `/subscriptions/${tenant.subscriptionId}`;
  const deployer = azureStore(world).principalsByAppId(tenant.clientId)[0]!;
  const { token: deployerToken } = await issueToken(world, deployer, arm, "test");

  const urlOf = (path: string): string => {
    if (path.startsWith("https:")) return path;
    if (path.startsWith("/")) return `${arm}${path}`;
    return `${arm}${sub}/${path}`;
  };

  const call = async (
    method: string,
    path: string,
    body?: unknown,
    token = deployerToken,
  ): Promise<Answer> => {
    const url = urlOf(path);
    const versioned = url.includes("?") ? url : `${url}?api-version=2025-06-01`;
    const response = await fetch(versioned, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      body: JSON.stringify(body),
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
    if (url === null && answer.status !== 202) return [answer];
    if (url === null)
      throw new Error(
        `no long-running operation in a ${answer.status}: ${JSON.stringify(answer.body)}`,
      );
    const answers: Answer[] = [];
    for (let poll = 0; poll < 10; poll++) {
      const now = await call("GET", url);
      answers.push(now);
      if (
        now.status !== 202 &&
        !/creating|deleting|running|accepted/i.test(String(now.body?.status))
      )
        return answers;
    }
    throw new Error("still running after 10 polls");
  };

  return {
    world,
    tenant,
    arm,
    authority: world.hosts.url("authority", "authority")!,
    control: world.hosts.url("control", "control")!,
    callControl: (method, path, body) =>
      call(method, `${world.hosts.url("control", "control")!}${path}?`, body, world.controlToken),
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

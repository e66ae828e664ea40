import {
  armService,
  authorityService,
  seedTenant,
  type Tenant,
} from "../../../scripts/cloud/azure";
import { createApp } from "../../../scripts/cloud/core/app";
import {
  closeWorld,
  createWorld,
  type Service,
  type World,
} from "../../../scripts/cloud/core/world";
import { databricksService } from "../../../scripts/cloud/databricks";
import { azureClients, type AzureClients } from "../../../scripts/lib/azure/clients";
import { azureSession, type AzureSession } from "../../../scripts/lib/azure/session";
import { NOW } from "../doctor/context";

/** The local cloud's Azure side, with a session of the deployer made from `pulumi up`'s inputs. */
export interface LabCloud {
  world: World;
  tenant: Tenant;
  session: AzureSession;
  clients: AzureClients;
  /** A session of the student, who has no roles. */
  asStudent(): Promise<AzureSession>;
  stop(): Promise<void>;
}

/** An account opens a host of this kind; no test uses a model. */
const noModel: Service = {
  kind: "openai",
  createApp: (world) => createApp(world, "Azure OpenAI", ({ message }) => ({ error: { message } })),
};

/**
 * Starts one with the time NOW, which only jumps move.
 * @param change changes each service, before there is a request
 */
export async function startLabCloud(
  change: (service: Service) => Service = (service) => service,
): Promise<LabCloud> {
  const services = [armService(), authorityService(), noModel, databricksService()].map(change);
  const world = await createWorld(services, { now: () => NOW, seed: "lab-cloud" });
  for (const kind of ["arm", "authority"]) await world.hosts.open(kind, kind);
  const tenant = seedTenant(world);
  const session = await azureSession({
    ARM_METADATA_HOSTNAME: world.hosts.url("arm", "arm"),
    ARM_TENANT_ID: tenant.tenantId,
    ARM_SUBSCRIPTION_ID: tenant.subscriptionId,
    ARM_CLIENT_ID: tenant.clientId,
    ARM_CLIENT_SECRET: tenant.clientSecret,
  });
  const { userName, objectId } = tenant.student;
  const claims = { oid: objectId, tid: tenant.tenantId, idtyp: "user" as const, upn: userName };
  return {
    world,
    tenant,
    session,
    clients: azureClients(session),
    asStudent: async () => {
      const { token } = await world.tokens.issue(
        { ...claims, aud: session.audience ?? session.endpoint },
        "test",
      );
      return {
        ...session,
        credential: {
          getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 }),
        },
      };
    },
    stop: () => closeWorld(world),
  };
}

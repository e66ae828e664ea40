import type { FastifyInstance } from "fastify";
import { Clock } from "./clock";
import { Faults } from "./faults";
import { Hosts } from "./hosts";
import { Operations } from "./operations";
import { Random } from "./random";
import { Store } from "./store";
import { loadOrCreateCertificates, type Certificates } from "./tls";
import { Tokens } from "./tokens";
import { trustCa } from "./trusted-ca";

/** What the simulated services share. A world has one tenant and, at first, one subscription. */
export interface World {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly operations: Operations;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly hosts: Hosts;
  readonly certificates: Certificates;
  /** The secret of the control service: who knows it may do everything in this world. */
  readonly controlToken: string;
  /** Reports an error of the simulator itself. */
  onError(error: unknown): void;
}

/** Options of `createWorld`; all have defaults. */
export interface WorldOptions {
  /** File that holds the world; without it, the world ends with the process. */
  file?: string;
  /** Base of the clock in ms since the epoch. @default Date.now */
  now?: () => number;
  /** Port of Resource Manager; sign-in and control have the next two. @default those it had, or any */
  port?: number | undefined;
  /** Makes every generated key and id repeatable. For tests only: secrets become predictable. */
  seed?: string;
  /** @default prints to the standard error */
  onError?: (error: unknown) => void;
}

/** A simulated service: one application for all hosts of a kind. */
export interface Service {
  /** `arm`, `authority` and `control` have one host; `openai` and `databricks` have several. */
  kind: string;
  createApp(world: World): Promise<FastifyInstance>;
}

/**
 * Creates or reopens a world and starts its services. From then on this process trusts the world's
 * certificates.
 * @throws LabError `port-in-use`, `state-unreadable`, `state-unwritable`
 */
export async function createWorld(services: Service[], options: WorldOptions = {}): Promise<World> {
  const store = new Store(options.file);
  const random = new Random(options.seed);
  const clock = new Clock(store, options.now ?? Date.now);
  const pems = await loadOrCreateCertificates(store);
  trustCa(pems.ca);
  const apps: Record<string, FastifyInstance> = {};
  const world: World = {
    store,
    clock,
    random,
    operations: new Operations(store, clock, random),
    tokens: new Tokens(store, clock, options.now ?? Date.now),
    faults: new Faults(),
    hosts: new Hosts(store, pems, apps, options.port),
    certificates: pems,
    controlToken: loadOrCreateControlToken(store, random),
    onError: options.onError ?? ((error) => console.error(error)),
  };
  for (const service of services) {
    const app = await service.createApp(world);
    await app.ready();
    apps[service.kind] = app;
  }
  try {
    await world.hosts.reopen();
  } catch (error) {
    await closeWorld(world);
    throw error;
  }
  return world;
}

function loadOrCreateControlToken(store: Store, random: Random): string {
  const secrets = store.collection<string>("control");
  return secrets.get("token") ?? secrets.put("token", random.hex(64));
}

/** Stops all hosts and closes the world's file. */
export async function closeWorld(world: World): Promise<void> {
  await world.hosts.stopAll();
  world.store.close();
}

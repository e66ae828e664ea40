import type { FastifyInstance } from "fastify";
import { Clock } from "./clock";
import { Faults } from "./faults";
import { Hosts } from "./hosts";
import { Operations } from "./operations";
import { Random } from "./random";
import { Store } from "./store";
import { loadOrCreateCertificates, trustCa, type Certificates } from "./tls";
import { Tokens } from "./tokens";

/** Everything the simulated services share. One world has one tenant and, to begin with, one subscription. */
export interface World {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly operations: Operations;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly hosts: Hosts;
  readonly certificates: Certificates;
  /** A fault of the simulator itself: reported, never swallowed. */
  onError(error: unknown): void;
}

export interface WorldOptions {
  /** Where the world is kept; without it, it dies with the process. */
  file?: string;
  /** Base of the clock (ms since the epoch); tests pin it. */
  now?: () => number;
  /** Makes every generated key and id repeatable. Tests only: a seed in the open is no secret. */
  seed?: string;
  onError?: (error: unknown) => void;
}

/** A service: an application per kind of host it answers on. `arm` and `control` have one host, `openai` one per account. */
export interface Service {
  kind: string;
  createApp(world: World): Promise<FastifyInstance>;
}

/** Creates (or opens again) a world and lets its services listen. This process trusts its certificates from then on. */
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
    tokens: new Tokens(store, random, clock),
    faults: new Faults(),
    hosts: new Hosts(store, pems, apps),
    certificates: pems,
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

/** Stops listening and closes the file. */
export async function closeWorld(world: World): Promise<void> {
  await world.hosts.stopAll();
  world.store.close();
}

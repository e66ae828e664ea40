import { mkdirSync } from "node:fs";
import * as path from "node:path";
import { LabError } from "../../infra/errors";
import { dependencies } from "../../package.json";
import { replaceFileSync } from "../base/atomic-file";
import catalogue from "../cloud/azure/seed/models.json";
import { accountModels } from "../doctor";
import { azureClients } from "../lib/azure/clients";
import { labCommand } from "../lib/shell/command";
import type { Console } from "../lib/shell/console";
import { labHome } from "../lib/stack/paths";
import {
  calendarOf,
  compare,
  documentOf,
  exitCodeOf,
  type ProviderTypes,
  recall,
  type Registries,
  remember,
  type Watched,
  watchDataPlane,
  watchManagement,
  watchModels,
  watchNpmLibraries,
  watchPrices,
  watchPythonLibrary,
  watchRuntime,
  watchText,
} from "../watch";
import { regionOf } from "./stack/region";
import { withSession } from "./stack/open-session";
import { priceListOf } from "./stack/price-list";
import type { StackSession } from "./stack/session";
import { SPECS } from "./specs";

/** `lab watch`: what ends soon of what a stack uses, and what moved since the last look. */
export const watch = labCommand(SPECS.watch, (args, console) => {
  const horizonDays = daysOf(args.horizon);
  return withSession(args, console, async (session) => {
    const { config, stack } = session;
    const now = (await session.clock()).now();
    const cloud = args.local ? "local" : "azure";
    const file = path.join(labHome(console.env), "watch", cloud, `${stack.name}.json`);
    const recollection = recall(file);
    const watched = await look(session, now, args.local, console);
    const offer = `${config.location} ${config.model.sku}`;
    const { moves, memory } = compare({ watched, offer, now }, recollection.memory);
    remember(file, memory, recollection.state);
    const calendar = args.ics === undefined ? undefined : path.resolve(args.ics);
    if (calendar !== undefined) {
      mkdirSync(path.dirname(calendar), { recursive: true });
      replaceFileSync(calendar, calendarOf(memory, stack.name), 0o644);
    }
    const found = { stack: stack.name, cloud, now, horizonDays, watched, moves, memory } as const;
    const document = documentOf({ ...found, recollection, file, calendar });
    const text = watchText(document, console.width);
    return { document, text, exitCode: exitCodeOf(document.verdict) };
  });
});

/** @throws LabError `usage` for what is no number of days */
function daysOf(horizon: string): number {
  const [, days] = /^(\d{1,5})d$/.exec(horizon) ?? [];
  if (days !== undefined) return Number(days);
  throw new LabError("usage", `--horizon takes a number of days such as 90d, not "${horizon}"`, {
    cure: "npx lab watch --help",
  });
}

/** Asks every source at once. A seat's model is its class's, and a class has no cluster of its own. */
async function look(
  session: StackSession,
  now: number,
  isLocal: boolean,
  console: Console,
): Promise<Watched[]> {
  const { config } = session;
  const registries = registriesOf(console);
  const models = async () => accountModels({ config, session: await session.azure(), now });
  const asked: Promise<Watched[]>[] = [];
  const tables: Watched[] = [];
  if (config.layout !== "seat") {
    asked.push(watchModels(config.model, models, catalogue));
    asked.push(watchManagement(config, providerTypesOf(session)));
    tables.push(...watchDataPlane(config.openai));
  }
  if (config.layout !== "class") tables.push(...watchRuntime(config.databricks));
  // A local run calls no one beyond this machine.
  if (config.layout !== "class" && !isLocal)
    asked.push(watchPythonLibrary(config.databricks, registries));
  if (!isLocal) asked.push(watchNpmLibraries(dependencies, registries));
  const prices = watchPrices(config, regionOf(session), priceListOf(isLocal, now));
  return [...(await Promise.all(asked)).flat(), ...tables, ...(await prices)];
}

/** What Azure lists of a resource provider, by the types' names in lower case. */
const providerTypesOf =
  (session: StackSession): ProviderTypes =>
  async (namespace) => {
    const { resources } = azureClients(await session.azure());
    const { resourceTypes = [] } = await resources.providers.get(namespace);
    return new Map(
      resourceTypes.map(({ resourceType = "", apiVersions = [] }) => [
        resourceType.toLowerCase(),
        apiVersions,
      ]),
    );
  };

/** The registries that npm and pip go to, private ones included. */
const registriesOf = ({ env }: Console): Registries => ({
  fetch,
  python: env.PIP_INDEX_URL ?? "https://pypi.org/simple",
  npm: env.npm_config_registry ?? "https://registry.npmjs.org",
});

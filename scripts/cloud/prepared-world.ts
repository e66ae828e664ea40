import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { LabError, messageOf } from "../../infra/errors";
import { addPrincipal, grantRole, seedTenant, userNamed } from "./azure/entra/tenant";
import type { Principal } from "./azure/entities";
import { azureStore } from "./azure/store";
import { seedTable, table, TABLE_NAMES } from "./azure/tables";
import { tablesSchema } from "./azure/table-schemas";
import type { World } from "./core/world";

const text = z.string().min(1);
const granted = { role: text.optional(), scope: z.string().startsWith("/").optional() };
const userSchema = z.strictObject({
  userName: z.string().min(3),
  displayName: text.optional(),
  ...granted,
});
const appSchema = z.strictObject({
  displayName: text,
  clientId: z.guid(),
  clientSecret: z.string().min(8),
  ...granted,
});

/** What `lab cloud --world FILE` reads: whatever is absent stays as it is. */
const preparedWorldSchema = z.strictObject({
  /** The time at which a new world begins; a world that exists keeps its own. */
  clock: z.iso.datetime({ offset: true }).optional(),
  /** What Azure offers and allows the subscription: quotas, models with their dates, policies, … */
  tables: tablesSchema.default({}),
  users: z.array(userSchema).default([]),
  servicePrincipals: z.array(appSchema).default([]),
});

/** A world's file, checked. */
export type PreparedWorld = z.infer<typeof preparedWorldSchema>;

/** Stands in a file for the subscription's id, which is another one in each world. */
const SUBSCRIPTION = "{subscriptionId}";

/**
 * Reads a world's file, JSON or YAML, and names all that is wrong with it at once.
 * @throws LabError `config`; `file` when it cannot be read
 */
export function readPreparedWorld(file: string): PreparedWorld {
  const { data, error } = preparedWorldSchema.safeParse(documentIn(file) ?? {});
  if (data) return data;
  throw wrongWorld(
    file,
    error.issues.map(({ path, message }) => `${path.join(".") || "the file"}: ${message}`),
  );
}

function documentIn(file: string): unknown {
  let content: string;
  try {
    content = readFileSync(file, "utf8");
  } catch (cause) {
    throw new LabError("file", `the world's file cannot be read: ${messageOf(cause)}`, {
      where: file,
      cure: "give the path of a file of yours",
      cause,
    });
  }
  try {
    return parse(content) as unknown;
  } catch (cause) {
    throw wrongWorld(file, [messageOf(cause)]);
  }
}

const wrongWorld = (file: string | undefined, problems: readonly string[]): LabError =>
  new LabError("config", `the world's file is wrong: ${problems.join("; ")}`, {
    where: file,
    cure: "docs/local-cloud.md describes the file",
  });

/**
 * Gives a world what a file says. Doing it again changes nothing: what the file names is replaced,
 * users and applications that exist stay.
 * @throws LabError `config` for a role that neither the world nor the file has, before any change
 */
export function applyPreparedWorld(world: World, prepared: PreparedWorld): void {
  const isNew = azureStore(world).subscriptions.values().length === 0;
  const { subscriptionId } = seedTenant(world);
  const own = JSON.stringify(prepared).replaceAll(SUBSCRIPTION, subscriptionId);
  const { clock, tables, users, servicePrincipals } = JSON.parse(own) as PreparedWorld;
  const roles = tables.roles?.rows ?? table(world, "roles").rows;
  const unknown = [...users, ...servicePrincipals]
    .flatMap(({ role }) => role ?? [])
    .filter((role) => !roles.some(({ name }) => name === role));
  if (unknown.length > 0)
    throw wrongWorld(
      undefined,
      [...new Set(unknown)].map((role) => `there is no role "${role}"`),
    );
  world.store.atomically(() => {
    if (isNew && clock !== undefined) world.clock.restart(Date.parse(clock));
    for (const name of TABLE_NAMES) {
      const change = tables[name];
      if (change) seedTable(world, name, change);
    }
    const whole = `/subscriptions/${subscriptionId}`;
    for (const user of users)
      grant(world, userNamed(world, user.userName, user.displayName), { scope: whole, ...user });
    for (const app of servicePrincipals) grant(world, appOf(world, app), { scope: whole, ...app });
  });
}

function appOf(world: World, app: z.infer<typeof appSchema>): Principal {
  const { displayName, clientId: appId, clientSecret: secret } = app;
  const [known] = azureStore(world).principalsByAppId(appId);
  const objectId = world.random.guid();
  return known ?? addPrincipal(world, { kind: "app", objectId, displayName, appId, secret });
}

/** A role at a scope, unless the principal has it. */
function grant(
  world: World,
  principal: Principal,
  { role, scope }: { role?: string | undefined; scope: string },
): void {
  if (role === undefined) return;
  const id = table(world, "roles").rows.find(({ name }) => name === role)?.id ?? "";
  const has = azureStore(world)
    .roleAssignments.values()
    .some(
      (one) =>
        one.principalId === principal.objectId &&
        one.scope === scope &&
        one.roleDefinitionId.endsWith(id),
    );
  if (!has) grantRole(world, principal, role, scope);
}

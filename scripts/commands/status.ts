import type { RecordedState } from "../engine/engine";
import type { ListedStack } from "../engine/cli/stacks";
import { readRecordedState } from "../engine/state/recorded";
import { validSettings } from "../../infra/config";
import { LabError } from "../../infra/errors";
import { labCommand } from "../lib/shell/command";
import { table } from "../lib/shell/table";
import { labHome, PROJECT } from "../lib/stack/paths";
import { projectName, readSettings, settingsFile } from "../lib/stack/settings";
import { recordedLayout } from "./stack/evidence";
import { knownStacks, localBackend } from "./stack/known-stacks";
import { SPECS } from "./specs";

/** One stack, as `lab status` lists it. */
interface StatusRow {
  stack: string;
  layout: string;
  /** Which engine's state it has; `nowhere` with settings alone. */
  where: "local cloud" | "Azure" | "nowhere";
  made: string | null;
  expires: string | null;
  /** Null where it cannot be read. */
  resources: number | null;
  next: string;
}

/** `lab status`: lists the stacks that have settings or a state. */
export const status = labCommand(SPECS.status, async (_args, { env, note }) => {
  const [local, azure] = [await knownStacks(true, env), await knownStacks(false, env)];
  const rows: StatusRow[] = [];
  for (const name of [...new Set([...local.names, ...azure.names])].sort()) {
    const listed = azure.listed.find((one) => one.name === name);
    const own = await localRow(name, env);
    if (own) rows.push(own);
    if (listed) rows.push(azureRow(listed, env));
    if (!own && !listed) rows.push(settingsRow(name, env));
  }
  if (azure.unlisted) note(`stacks on Azure are not listed: ${azure.unlisted.message}`);
  return {
    document: { schema: "rai-lab/status/1", stacks: rows },
    text: rows.length === 0 ? "there is no stack yet: npx lab up --local" : statusTable(rows),
    exitCode: 0,
  };
});

const statusTable = (rows: readonly StatusRow[]): string =>
  table(
    ["stack", "layout", "where", "made", "expires", "resources", "next"],
    rows.map((row) => [
      row.stack,
      row.layout,
      row.where,
      row.made?.slice(0, 10) ?? "",
      row.expires ?? "",
      row.resources === null ? "unknown" : String(row.resources),
      row.next,
    ]),
  );

/** The settings that are valid; none of a file that cannot be read. */
function settingsOf(stack: string, env: NodeJS.ProcessEnv) {
  const decided = settingsFile(labHome(env), stack);
  const { config, project } = readSettings(PROJECT, stack, { decided, onInvalid: () => undefined });
  return validSettings(config, project);
}

/** The row of a stack on the local cloud; undefined without a state. */
async function localRow(stack: string, env: NodeJS.ProcessEnv): Promise<StatusRow | undefined> {
  const address = { backend: localBackend(env), project: projectName(PROJECT), name: stack };
  const { layout = "unknown", expires } = settingsOf(stack, env);
  try {
    const recorded = await readRecordedState(address);
    if (!recorded) return undefined;
    const recordedExpiry = recorded.outputs["expires"];
    return {
      stack,
      layout: recordedLayout(recorded) ?? layout,
      where: "local cloud",
      made: recorded.made ?? null,
      expires: typeof recordedExpiry === "string" ? recordedExpiry : (expires ?? null),
      resources: recorded.count,
      next: nextOf(stack, recorded),
    };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const unread = { made: null, expires: expires ?? null, resources: null };
    return { stack, layout, where: "local cloud", ...unread, next: error.message };
  }
}

function nextOf(stack: string, { count, pending }: RecordedState): string {
  if (pending > 0) return `npx lab recover ${stack} --local`;
  if (count === 0) return `npx lab up ${stack} --local`;
  return `npx lab probe ${stack} --local, or npx lab destroy ${stack} --local`;
}

function azureRow({ name, count }: ListedStack, env: NodeJS.ProcessEnv): StatusRow {
  const { layout = "unknown", expires } = settingsOf(name, env);
  const next =
    count === 0 ? `npx lab up ${name}` : `npx lab probe ${name}, or npx lab destroy ${name}`;
  const facts = { made: null, expires: expires ?? null, resources: count ?? null };
  return { stack: name, layout, where: "Azure", ...facts, next };
}

function settingsRow(stack: string, env: NodeJS.ProcessEnv): StatusRow {
  const { layout = "unknown", expires } = settingsOf(stack, env);
  const next = `npx lab up ${stack} --local`;
  const facts = { made: null, expires: expires ?? null, resources: 0 };
  return { stack, layout, where: "nowhere", ...facts, next };
}

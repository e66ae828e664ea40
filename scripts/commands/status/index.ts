import type { RecordedState } from "../../engine/engine";
import type { ListedStack } from "../../engine/cli/stacks";
import { readRecordedState } from "../../engine/state/recorded";
import { type LabConfig, validSettings } from "../../../infra/config";
import { LabError } from "../../../infra/errors";
import { labCommand } from "../../lib/shell/command";
import { fields, table } from "../../lib/shell/table";
import { labHome, PROJECT } from "../../lib/stack/paths";
import { projectName, settingsFile } from "../../lib/stack/settings";
import { commandSettings, configurationOf } from "../stack/configuration";
import { recordedLayout } from "../stack/evidence";
import { knownStacks, localBackend } from "../stack/known-stacks";
import { SPECS } from "../specs";
import { prune } from "./prune";

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
  /** What is wrong with its settings; absent when nothing is. */
  problem?: string;
}

/**
 * `lab status`: lists the stacks that have settings or a state; with --prune what this machine keeps,
 * and removes what belongs to nothing that stands.
 */
export const status = labCommand(SPECS.status, async (args, console) => {
  if (args.prune) return prune(args.yes, console);
  const { env, note, width } = console;
  const [local, azure] = [await knownStacks(true, env), await knownStacks(false, env)];
  const rows: StatusRow[] = [];
  for (const name of [...new Set([...local.names, ...azure.names])].sort()) {
    const listed = azure.listed.find((one) => one.name === name);
    const own = await localRow(name, env);
    if (own) rows.push(own);
    if (listed) rows.push(azureRow(listed, env));
    if (!own && !listed) rows.push(settingsRow(name, env));
  }
  for (const { problem } of uniqueByStack(rows))
    if (problem !== undefined) note(`warning: ${problem}`);
  if (azure.unlisted) note(`stacks on Azure are not listed: ${azure.unlisted.message}`);
  return {
    document: { schema: "rai-lab/status/1", stacks: rows },
    text:
      rows.length === 0 ? "there is no stack yet: npx lab up --local" : statusTable(rows, width),
    exitCode: 0,
  };
});

const statusTable = (rows: readonly StatusRow[], width: number): string =>
  `${table(
    ["stack", "layout", "where", "made", "expires", "resources"],
    rows.map((row) => [
      row.stack,
      row.layout,
      row.where,
      row.made?.slice(0, 10) ?? "",
      row.expires ?? "",
      row.resources === null ? "unknown" : String(row.resources),
    ]),
    width,
  )}\n\nnext\n${fields(
    rows.map((row) => [`  ${row.stack}`, row.next] as const),
    width,
  )}`;

const uniqueByStack = (rows: readonly StatusRow[]): StatusRow[] => [
  ...new Map(rows.map((row) => [row.stack, row])).values(),
];

/** What a stack's settings say of it; a wrong one is left out, and named. */
function settingsOf(
  stack: string,
  env: NodeJS.ProcessEnv,
): Partial<Pick<LabConfig, "layout" | "expires">> & { problem?: string } {
  const settings = commandSettings({ stack }, settingsFile(labHome(env), stack));
  const { layout, expires } = validSettings(settings.config, settings.project);
  const checked = configurationOf(settings.config, settings);
  return checked instanceof LabError
    ? { layout, expires, problem: checked.message }
    : { layout, expires };
}

/** The row of a stack on the local cloud; undefined without a state. */
async function localRow(stack: string, env: NodeJS.ProcessEnv): Promise<StatusRow | undefined> {
  const address = { backend: localBackend(env), project: projectName(PROJECT), name: stack };
  const { layout = "unknown", expires, problem } = settingsOf(stack, env);
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
      problem,
    };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const unread = { made: null, expires: expires ?? null, resources: null, problem };
    return { stack, layout, where: "local cloud", ...unread, next: error.message };
  }
}

function nextOf(stack: string, { count, pending }: RecordedState): string {
  if (pending > 0) return `npx lab recover ${stack} --local`;
  if (count === 0) return `npx lab up ${stack} --local`;
  return `npx lab probe ${stack} --local, or npx lab destroy ${stack} --local`;
}

function azureRow({ name, count }: ListedStack, env: NodeJS.ProcessEnv): StatusRow {
  const { layout = "unknown", expires, problem } = settingsOf(name, env);
  const next =
    count === 0 ? `npx lab up ${name}` : `npx lab probe ${name}, or npx lab destroy ${name}`;
  const facts = { made: null, expires: expires ?? null, resources: count ?? null, problem };
  return { stack: name, layout, where: "Azure", ...facts, next };
}

function settingsRow(stack: string, env: NodeJS.ProcessEnv): StatusRow {
  const { layout = "unknown", expires, problem } = settingsOf(stack, env);
  const next =
    problem === undefined ? `npx lab up ${stack} --local` : "mend its settings, named above";
  const facts = { made: null, expires: expires ?? null, resources: 0, problem };
  return { stack, layout, where: "nowhere", ...facts, next };
}

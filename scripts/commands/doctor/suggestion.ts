import * as path from "node:path";
import { LabError } from "../../../infra/errors";
import { type NoSuggestion, suggest, type Suggestion } from "../../doctor";
import type { Console } from "../../lib/shell/console";
import { runStages, Stage } from "../../lib/shell/stages";
import { valueText } from "../../lib/shell/table";
import { WORK_FOLDER } from "../../lib/stack/paths";
import { settingsFile, writeSettings } from "../../lib/stack/settings";
import { doctorInputOf } from "../stack/doctor-input";
import { commandOn, gatherEvidence } from "../stack/evidence";
import type { StackSession } from "../stack/session";

/** What was found, and the file that it was written into. */
export type Suggested = (Suggestion | NoSuggestion) & { written?: string };

/** The flags that a suggestion goes by. */
interface SuggestArgs {
  suggest: boolean;
  write: boolean;
  rule: string | undefined;
  profile: string | undefined;
}

/** @throws LabError `usage` for flags that contradict each other */
export function refuseContradiction({ suggest, write, rule }: SuggestArgs): void {
  const refuse = (message: string, cure: string): never => {
    throw new LabError("usage", message, { cure });
  };
  if (write && !suggest)
    refuse("--write writes what --suggest finds", "npx lab doctor --suggest --write");
  if (suggest && rule !== undefined)
    refuse("--suggest goes by every rule, and --rule names some", "omit --rule");
}

/** Looks for the nearest configuration that works, and writes it where that is asked for. */
export async function suggestFor(
  session: StackSession,
  { write, profile }: SuggestArgs,
  console: Console,
): Promise<Suggested> {
  const searching = new Stage(
    "nearest configuration that works",
    async () => suggest(await doctorInputOf(session, await gatherEvidence(session))),
    (found) => ("changes" in found ? `distance ${round(found.distance)}` : "there is none"),
  );
  await runStages([searching], console);
  const found = searching.result;
  if (!write || !("changes" in found) || found.changes.length === 0) return found;
  const { project, name } = session.stack;
  const file = settingsFile(WORK_FOLDER, name);
  const changes = found.changes.flatMap(({ settings }) => Object.entries(settings));
  // The changes are counted from this profile, so that the file has to name it too.
  if (profile !== undefined) changes.unshift(["profile", profile]);
  writeSettings(
    file,
    changes.map(([key, value]) => {
      const [first = "", ...rest] = key.split(".");
      return [[`${project}:${first}`, ...rest], value];
    }),
  );
  return { ...found, written: path.relative(WORK_FOLDER, file) };
}

/** The suggestion for people. */
export function suggestionText(found: Suggested, session: StackSession): string {
  if (!("changes" in found))
    return [
      `no configuration works: ${found.tried} were tried`,
      ...found.reasons.slice(0, MAX_REASONS).map((reason) => `  ${reason}`),
    ].join("\n");
  if (found.changes.length === 0) return "no setting has to change";
  return [
    `nearest configuration that works, at distance ${round(found.distance)}:`,
    ...found.changes.flatMap((change) => changeLines(change)),
    ...remainingLines(found),
    writtenLine(found, session),
  ].join("\n");
}

const MAX_REASONS = 8;

function changeLines({ settings, before, cost, reasons }: Suggestion["changes"][number]): string[] {
  const lines = Object.entries(settings).map(([key, value]) => {
    const now = before[key] === undefined ? "unset" : valueText(before[key]);
    return `  rai-lab:${key}: ${now} → ${value === null ? "unset" : valueText(value)}`;
  });
  return [...lines, `    costs ${round(cost)}; without it ${reasons.join("; ")}`];
}

function remainingLines({ remaining }: Suggestion): string[] {
  return remaining.map(({ rule, status, message }) => `  ${status}: ${rule}: ${message}`);
}

function writtenLine({ written }: Suggested, session: StackSession): string {
  if (written === undefined)
    return `to write it: ${commandOn("doctor", session)} --suggest --write`;
  return `written into ${written}; next: ${commandOn("up", session)}`;
}

const round = (distance: number): number => Math.round(distance * 100) / 100;

import { existsSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { LabError } from "../../infra/errors";
import { ensurePrivateFolder } from "../base/private-folder";
import { openInBrowser } from "../lib/shell/browser";
import { labCommand } from "../lib/shell/command";
import type { Console } from "../lib/shell/console";
import { labHome } from "../lib/stack/paths";
import { SPECS } from "./specs";
import { checkStackExists } from "./stack/known-stacks";
import { withStack } from "./stack/open-session";
import { NOTEBOOK_PAGE } from "./stack/session";
import { studentToken } from "./stack/student-token";

/** The page of each thing in the folder of a stack's runs. */
const PAGES = { report: "probe/report.html", notebook: NOTEBOOK_PAGE };

type Thing = keyof typeof PAGES | "workspace";
const isThing = (word: string): word is Thing => word === "workspace" || Object.hasOwn(PAGES, word);

/** `lab open`: shows a stack's last report, its rendered notebook or its workspace. */
export const open = labCommand(SPECS.open, async (args, console) => {
  const { local, print } = args;
  const { stack, what } = namedIn(args);
  const url = await linkOf({ stack, local }, what, console);
  // Off a terminal no one looks at a browser.
  const isOpened = !print && console.interactive && (await openInBrowser(url));
  return {
    document: { schema: "rai-lab/open/1", stack, what, url, opened: isOpened },
    text: url,
    exitCode: 0,
  };
});

/** `lab open report` names no stack. */
function namedIn({ stack, what }: { stack: string; what: Thing | undefined }): {
  stack: string;
  what: Thing;
} {
  if (what === undefined && isThing(stack)) return { stack: "dev", what: stack };
  return { stack, what: what ?? "report" };
}

interface Place {
  stack: string;
  local: boolean;
}

async function linkOf(place: Place, what: Thing, console: Console): Promise<string> {
  if (what === "workspace") return workspaceLink(place, console);
  const { stack, local } = place;
  const file = path.join(labHome(console.env), "runs", stack, PAGES[what]);
  if (existsSync(file)) return pathToFileURL(file).href;
  await checkStackExists(place, console);
  const probe = `npx lab probe ${stack}${local ? " --local" : ""}`;
  throw new LabError("not-found", `there is no ${what} of stack ${stack} yet`, {
    where: file,
    cure: what === "report" ? probe : "npx lab rehearse renders one",
  });
}

/** @throws LabError `not-found` when the workspace's local cloud does not run */
function workspaceLink(place: Place, console: Console): Promise<string> {
  return withStack({ ...place, runningCloud: true }, console, async (handle) => {
    const { cloud, folder } = handle;
    const { notebookUrl } = (await handle.outputs()).outputs;
    if (!cloud) return notebookUrl;
    console.note("the browser warns of the certificate, which the local cloud signed itself");
    const { token } = await studentToken(cloud);
    return signInPage(folder, `${notebookUrl}&token=${token}`);
  });
}

/**
 * Writes a page for its owner's eyes that leads to `url`. The token in it is in no output and in no
 * process's arguments, which other users can read; it ends after an hour.
 */
function signInPage(folder: string, url: string): string {
  ensurePrivateFolder(folder);
  const file = path.join(folder, "workspace.html");
  rmSync(file, { force: true });
  const link = url.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const page = `<!doctype html>\n<meta http-equiv="refresh" content="0;url=${link}">\n`;
  writeFileSync(file, page, { mode: 0o600, flag: "wx" });
  return pathToFileURL(file).href;
}

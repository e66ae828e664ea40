import { existsSync } from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { LabError } from "../../infra/errors";
import { findRunningCloud } from "../cloud/cloud";
import { openInBrowser } from "../lib/shell/browser";
import { labCommand } from "../lib/shell/command";
import type { Console } from "../lib/shell/console";
import { labHome } from "../lib/stack/paths";
import { SPECS } from "./specs";
import { checkStackExists } from "./stack/known-stacks";
import { withStack } from "./stack/open-session";

/** The page of each thing in the folder of a stack's runs. */
const PAGES = { report: "probe/report.html", notebook: "notebook.html" };

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
async function workspaceLink({ stack, local }: Place, console: Console): Promise<string> {
  if (local && !(await findRunningCloud(labHome(console.env))))
    throw new LabError("not-found", "a local workspace answers only while the local cloud runs", {
      cure: "run `npx lab cloud` in another terminal, then the same command again",
    });
  return withStack({ stack, local }, console, async (handle) => {
    const { outputs } = await handle.outputs();
    return outputs.notebookUrl;
  });
}

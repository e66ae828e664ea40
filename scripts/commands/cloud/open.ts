import { readJsonAnswer } from "../../../infra/azure/json-answer";
import { openInBrowser } from "../../lib/shell/browser";
import { labCommand } from "../../lib/shell/command";
import { labHome } from "../../lib/stack/paths";
import { SPECS } from "../specs";
import { requireRunningCloud } from "./running";

/** `lab cloud open`: shows the local cloud's own page by a link for one visit. */
export const cloudOpen = labCommand(SPECS["cloud open"], async ({ print }, console) => {
  const { control, controlToken } = await requireRunningCloud(labHome(console.env));
  const headers = { authorization: `Bearer ${controlToken}` };
  const answer = await fetch(`${control}/page-links`, { method: "POST", headers });
  const { url } = await readJsonAnswer<{ url: string }>(answer);
  console.note("the browser warns of the certificate, which the local cloud signed itself");
  // Off a terminal no one looks at a browser.
  const isOpened = !print && console.interactive && (await openInBrowser(url));
  return {
    document: { schema: "rai-lab/cloud-open/1", url, opened: isOpened },
    text: url,
    exitCode: 0,
  };
});

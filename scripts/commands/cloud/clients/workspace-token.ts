import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { LabError } from "../../../../infra/errors";
import { replaceFileSync } from "../../../base/atomic-file";
import type { Clock } from "../../../base/clock";
import type { AzureSession } from "../../../lib/azure/session";
import { openWorkspaceAt } from "../../../lib/azure/workspace";
import type { Target } from "./targets";

/** Personal access tokens by the address of their workspace. */
const tokensSchema = z.record(z.string(), z.string());

/** The file of the tokens, which are the deployer's own. */
export const tokenFile = (folder: string): string => path.join(folder, "cloud-tokens.json");

/**
 * A personal access token of the service principal that deploys: the Databricks clients' own sign-in
 * to Azure knows no other hosts than Azure's. It is kept, so that a shell and a program of the next
 * hour have the same one, and made anew when the workspace does not take it any more.
 */
export async function workspaceToken(
  folder: string,
  session: AzureSession,
  clock: Clock,
  { id, url }: Target,
): Promise<string> {
  const file = tokenFile(folder);
  const kept = readTokens(file);
  const token = kept[url];
  if (token !== undefined && (await isAccepted(url, token))) return token;
  const made = await createToken(session, clock, { id, url });
  replaceFileSync(file, JSON.stringify({ ...kept, [url]: made }));
  return made;
}

/** A new workspace takes no calls for some minutes, which pass on the cloud's clock. */
const MAX_TRIES = 20;
const PAUSE_MS = 15_000;

async function createToken(
  session: AzureSession,
  clock: Clock,
  { id, url }: Pick<Target, "id" | "url">,
): Promise<string> {
  const workspace = await openWorkspaceAt(id, session);
  for (let tries = 1; ; tries++)
    try {
      const made = await workspace?.ask<{ token_value: string }>("/api/2.0/token/create", {
        comment: "lab cloud env",
      });
      if (made) return made.token_value;
      throw new LabError("cloud", `${url} gave no token`, { where: id });
    } catch (error) {
      const isBusy = error instanceof LabError && error.code === "cloud";
      if (!isBusy || tries === MAX_TRIES) throw error;
      await clock.sleep(PAUSE_MS);
    }
}

/** A damaged file holds no token: they are made anew. */
function readTokens(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  try {
    return tokensSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return {};
  }
}

async function isAccepted(host: string, token: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${host}/api/2.0/preview/scim/v2/Me`, { headers });
  await answer.body?.cancel();
  return answer.ok;
}

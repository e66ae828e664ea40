import { globSync, rmSync } from "node:fs";
import * as path from "node:path";
import { lockWorld, worldFile } from "../../cloud/world-folder";
import { recordedStacks } from "../../engine/state/recorded";
import { labCommand } from "../../lib/shell/command";
import { labHome, PROJECT } from "../../lib/stack/paths";
import { projectName } from "../../lib/stack/settings";
import { SPECS } from "../specs";
import { confirmLoss } from "../stack/confirm-loss";
import { localBackend } from "../stack/known-stacks";
import { tokenFile } from "./clients/workspace-token";
import { stopRunningCloud } from "./running";

/**
 * `lab cloud reset`: deletes the world with its resources, keys and sign-ins, and what local runs
 * recorded of it: the states of stacks, and the settings that `lab up` decided. Reports stay.
 */
export const cloudReset = labCommand(SPECS["cloud reset"], async ({ yes }, console) => {
  const home = labHome(console.env);
  const stacks = await recordedStacks(localBackend(console.env), projectName(PROJECT));
  const named = stacks.length === 0 ? "no stack" : `the state of ${stacks.join(", ")}`;
  if (!yes)
    await confirmLoss(
      `Delete everything in the local cloud of ${home}, with ${named}?`,
      "the local cloud was not reset",
      console,
    );
  await stopRunningCloud(home);
  const release = lockWorld(home);
  try {
    for (const gone of worldParts(home)) rmSync(gone, { recursive: true, force: true });
  } finally {
    release();
  }
  return {
    document: { schema: "rai-lab/cloud-reset/1", home, stacks },
    text: "the local cloud is empty: `npx lab cloud start` begins another world",
    exitCode: 0,
  };
});

/** The passphrase of the backend stays: secrets in the user's own settings files are made with it. */
const worldParts = (home: string): string[] => [
  worldFile(home),
  tokenFile(home),
  path.join(home, "azure-cli"),
  path.join(home, "backend", ".pulumi"),
  ...globSync(path.join(home, "Pulumi.*.yaml")),
];

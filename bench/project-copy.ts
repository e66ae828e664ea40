import { cpSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import * as path from "node:path";
import { PROJECT } from "../scripts/lib/stack/paths";

/** What runs: the program, its settings, and the commands. */
const PARTS = /^(Pulumi\..*|package\.json|tsconfig\.json|infra|notebooks|bin|scripts)$/;

/**
 * Copies the project into a folder, where its files may be changed: `pulumi stack init`, too, writes into the
 * settings beside Pulumi.yaml. The copy shares node_modules with the project. Returns the folder.
 */
export function copyProject(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(PROJECT).filter((one) => PARTS.test(one)))
    cpSync(path.join(PROJECT, name), path.join(folder, name), { recursive: true });
  symlinkSync(path.join(PROJECT, "node_modules"), path.join(folder, "node_modules"));
  return folder;
}

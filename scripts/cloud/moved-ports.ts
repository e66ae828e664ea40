import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { replaceFileSync } from "../base/atomic-file";
import type { MovedHost } from "./core/hosts";
import type { World } from "./core/world";

/**
 * Replaces the old URLs of moved hosts in the world and in the states of its stacks, which no other
 * process changes while the world is locked. A process that is killed meanwhile leaves the rest to
 * the next one.
 * @returns the hosts that moved
 */
export function followMovedHosts(world: World, backend: string): MovedHost[] {
  const moved = world.hosts.moved();
  for (const host of moved) {
    const address = new RegExp(`127\\.0\\.0\\.1:${host.from}(?!\\d)`, "g");
    world.store.replaceText(address, `127.0.0.1:${host.to}`);
    for (const file of stateFiles(path.join(backend, ".pulumi", "stacks"))) {
      const text = readFileSync(file, "utf8");
      const changed = text.replace(address, `127.0.0.1:${host.to}`);
      if (changed !== text) replaceFileSync(file, changed);
    }
    world.hosts.forgetMove(host);
  }
  return moved;
}

function stateFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** What a user is told about a host that moved. */
export const movedNotice = ({ kind, from, to, holder, isChosen }: MovedHost): string =>
  `the local cloud's ${kind} moved from port ${from} to ${to}, ` +
  `${isChosen ? "as --port asks" : `since ${holder ?? "another program"} has the old one`}; ` +
  "the states of local stacks follow. Run npx lab up for a stack whose notebook runs, so that it learns the new address";

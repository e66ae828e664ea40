import { sizeText } from "../../../lib/shell/size-text";
import { table } from "../../../lib/shell/table";
import type { KeptFiles } from "../../stack/kept-files";

/** Something of a class that this machine or another place still has, and why. */
export interface Left {
  what: string;
  why: string;
}

/** What `lab class forget` cannot remove, or does not. */
export function notRemoved({
  name,
  local,
  standing,
}: {
  name: string;
  local: boolean;
  standing: readonly string[];
}): Left[] {
  const places = local ? LOCALLY : ON_AZURE;
  const held = standing.map((stack) => ({
    what: `settings and state of ${stack}`,
    why: "it stands, and needs them to be destroyed",
  }));
  const own = `its list of people and Pulumi.${name}.yaml are files of yours`;
  return [...held, ...places, { what: "what you wrote", why: own }];
}

const LOCALLY: readonly Left[] = [
  {
    what: "cloud.jsonl",
    why: "the local cloud's log has what was deleted until a command starts that cloud again",
  },
];

const ON_AZURE: readonly Left[] = [
  {
    what: "states",
    why: "they are in the Pulumi backend, with their history and backups: `pulumi stack rm STACK`, and the backend's own retention",
  },
  { what: "logs of Azure", why: "they end with the retention of the subscription" },
];

/** What was removed, with its size, and what was not. */
export function forgottenText(
  parts: readonly KeptFiles[],
  left: readonly Left[],
  width: number,
): string {
  const removed = parts.map(({ kind, name, bytes }) => [kind, name, sizeText(bytes)]);
  const rest = left.map(({ what, why }) => [what, why]);
  return [
    table(["removed", "of", "size"], removed, width),
    "",
    table(["not removed", "why"], rest, width),
  ].join("\n");
}

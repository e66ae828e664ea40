import { messageOf } from "../../../infra/errors";
import { groupBy } from "../../base/group-by";
import { readRecordedState } from "../../engine/state/recorded";
import { PROJECT } from "../../lib/stack/paths";
import { projectName } from "../../lib/stack/settings";
import { knownStacks, localBackend } from "../stack/known-stacks";

/** What the states on this machine record, without a name of a resource. */
export interface RecordedStacks {
  stacks: Record<string, unknown>;
  /** Of the stacks. */
  names: string[];
  /** What resources are called. */
  resources: string[];
}

/** Outputs whose texts name nobody. */
const PLAIN_OUTPUTS = ["location", "expires", "openaiApiVersion", "openaiAuth", "readme"];
/** Whether a stack's name may say something about somebody. */
export const isTellingStack = (name: string): boolean => !["dev", "rehearsal"].includes(name);

/** Summarises the state of every stack of the local cloud. */
export async function recordedStacks(env: NodeJS.ProcessEnv): Promise<RecordedStacks> {
  const { names } = await knownStacks(true, env);
  const stacks: RecordedStacks["stacks"] = {};
  const called: string[] = [];
  for (const name of names)
    try {
      const address = { backend: localBackend(env), project: projectName(PROJECT), name };
      const recorded = await readRecordedState(address);
      if (!recorded) continue;
      const { count, pending, resources, outputs } = recorded;
      const types = [...groupBy(resources, ({ type }) => type)];
      stacks[name] = {
        resources: count,
        pending,
        types: Object.fromEntries(types.map(([type, all]) => [type, all.length])),
      };
      for (const [key, value] of Object.entries(outputs))
        if (typeof value === "string" && !PLAIN_OUTPUTS.includes(key)) called.push(value);
      called.push(...resources.flatMap(({ id }) => id?.split("/").at(-1) ?? []));
    } catch (error) {
      stacks[name] = { unreadable: messageOf(error) };
    }
  return { stacks, names, resources: called };
}

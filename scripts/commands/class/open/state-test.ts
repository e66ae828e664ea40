import { LabError } from "../../../../infra/errors";
import { hasNames } from "../../stack/evidence";
import { knownStacks } from "../../stack/known-stacks";
import type { OpenCloud } from "../../stack/session";

/**
 * Says whether a state records something of a stack; an error where that cannot be read. A name that
 * no known stack has is answered without a question.
 */
export type StateTest = (stack: string) => Promise<"some" | "none" | LabError>;

/** The test for one cloud, after one list of its stacks; why there is no list otherwise. */
export async function stateTest(
  cloud: OpenCloud,
  env: NodeJS.ProcessEnv,
): Promise<StateTest | LabError> {
  const { names, listed, unlisted } = await knownStacks(cloud.connection !== undefined, env);
  if (unlisted) return unlisted;
  const counts = new Map(listed.map(({ name, count }) => [name, count]));
  return async (stack) => {
    if (!names.includes(stack)) return "none";
    const count = counts.get(stack);
    if (count !== undefined && count > 0) return "some";
    try {
      const handle = await cloud.open({ stack });
      return hasNames(await cloud.engine.recorded(handle.stack)) ? "some" : "none";
    } catch (error) {
      if (error instanceof LabError) return error;
      throw error;
    }
  };
}

import { LabError } from "../../../infra/errors";
import { listStacks } from "../../engine/cli/stacks";
import { readRecordedState, recordedStacks } from "../../engine/state/recorded";
import { PROJECT } from "../../lib/stack/paths";
import { projectName } from "../../lib/stack/settings";
import { hasNames } from "./evidence";
import { localBackend } from "./known-stacks";

/** The stacks on the local cloud whose state records something, or cannot be read. */
export async function standingLocally(env: NodeJS.ProcessEnv): Promise<Set<string>> {
  const [backend, project] = [localBackend(env), projectName(PROJECT)];
  const standing = new Set<string>();
  for (const name of await recordedStacks(backend, project))
    if (await stands({ backend, project, name })) standing.add(name);
  return standing;
}

async function stands(stack: Parameters<typeof readRecordedState>[0]): Promise<boolean> {
  try {
    return hasNames(await readRecordedState(stack));
  } catch (error) {
    if (error instanceof LabError) return true;
    throw error;
  }
}

/**
 * The stacks in the Pulumi CLI's backend that have resources, or of which it does not say.
 * @throws LabError as `listStacks`
 */
export async function standingOnAzure(env: NodeJS.ProcessEnv): Promise<Set<string>> {
  const listed = await listStacks(PROJECT, env);
  return new Set(listed.filter(({ count }) => count !== 0).map(({ name }) => name));
}

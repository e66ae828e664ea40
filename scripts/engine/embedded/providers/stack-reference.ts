/** Stack references of Pulumi's built-in provider: outputs of another stack in the same backend. */
import { LabError } from "../../../../infra/errors";
import type { Stack } from "../../engine";
import type { Plugin, Props } from "../../plugin";
import { StateFile } from "../../state/checkpoint";
import { unsupported } from "../deployment/failure";
import { assertLocalSource } from "../guard";
import { STACK_TYPE } from "../../state/urn";
import { hasSecret, textOf } from "../../state/wire";

/** Type of a stack reference. */
export const STACK_REFERENCE = "pulumi:pulumi:StackReference";
const ORGANIZATION = "organization";
/** Pulumi's rule for names of stacks and projects. Names of dots alone would leave the backend. */
const NAME = /^(?!\.+$)[A-Za-z0-9_.-]{1,100}$/;

type StackLocation = Pick<Stack, "backend" | "project" | "passphrase">;

/**
 * Parses `stack`, `organization/stack` or `organization/project/stack`, as a `file://` backend does.
 * @throws LabError `not-found` for any other text
 */
export function parseStackReference(
  reference: string,
  currentProject: string,
): { project: string; name: string } {
  const parts = reference.split("/");
  const organization = parts.length > 1 ? parts[0] : ORGANIZATION;
  const project = parts.length === 3 ? (parts[1] ?? "") : currentProject;
  const name = parts.at(-1) ?? "";
  if (parts.length <= 3 && organization === ORGANIZATION && NAME.test(project) && NAME.test(name))
    return { project, name };
  throw new LabError("not-found", `"${reference}" does not name a stack of this backend`, {
    cure: `write ${ORGANIZATION}/<project>/<stack>; the organization of a file backend is always "${ORGANIZATION}"`,
  });
}

/**
 * Outputs in the other stack's state, secrets marked. Takes no lock: a state file is always complete.
 * @throws LabError `not-found`, `state-unreadable` (another passphrase), `foreign-stack`
 */
async function readStackOutputs(
  reference: string,
  { backend, project, passphrase }: StackLocation,
): Promise<Props> {
  const address = { backend, passphrase, ...parseStackReference(reference, project) };
  const file = await StateFile.open(address).catch((e: unknown) => {
    if (!(e instanceof LabError)) throw e;
    throw new LabError(e.code, `the stack "${reference}" cannot be read: ${e.message}`, {
      where: e.where,
      cure: e.cure,
      cause: e,
    });
  });
  if (!file.exists)
    throw new LabError("not-found", `there is no stack "${reference}"`, {
      where: file.file,
      cure: "deploy that stack first, or correct its name where this stack refers to it",
    });
  const snapshot = file.load();
  assertLocalSource(file.writer, snapshot, file.file);
  return snapshot.resources.find((r) => r.type === STACK_TYPE && !r.delete)?.outputs ?? {};
}

/** The plugin `pulumi` of one stack. Its resources can only be read. */
export function builtinPlugin(location: StackLocation, version: string): Plugin {
  return {
    version,
    configure: () => ({
      create: ({ type }) =>
        Promise.reject(unsupported(`${type.split(":").at(-1) ?? type} as a managed resource`)),
      read: async ({ id, inputs }) => {
        const name = textOf(inputs.name ?? id);
        const outputs = await readStackOutputs(name, location);
        const secretOutputNames = Object.keys(outputs)
          .filter((key) => hasSecret(outputs[key]))
          .sort();
        return { id, inputs, outputs: { name, outputs, secretOutputNames } };
      },
    }),
  };
}

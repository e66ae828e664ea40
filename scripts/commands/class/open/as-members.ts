import { LabError } from "../../../../infra/errors";
import { type ClassRecord, halfStack } from "../../../class/class-record";
import { hasNames } from "../../stack/evidence";
import type { OpenCloud, StackHandle } from "../../stack/session";

/** What a class says of its stacks. */
export interface Membership extends Pick<ClassRecord, "name" | "seats"> {
  /** Whether a stack works in the workspace of the class. */
  isInside: (stack: string) => boolean;
}

/** A seat's settings need a user; nothing is made for this one. The domain is reserved (RFC 2606). */
const NO_USER = "unknown@example.invalid";

/**
 * A cloud that opens stacks without a state as what they are in their class: their settings may be
 * lost too, and a seat would be looked for as a lab of its own, whose names prove nothing.
 */
export const asMembers = (cloud: OpenCloud, members: Membership): OpenCloud => ({
  ...cloud,
  open: async (options) => {
    const handle = await cloud.open(options);
    if (await hasState(handle)) return handle;
    const settings = { ...settingsOf(members, handle), ...options.settings };
    return cloud.open({ ...options, settings });
  },
});

async function hasState({ stack, engine }: StackHandle): Promise<boolean> {
  try {
    return hasNames(await engine.recorded(stack));
  } catch (error) {
    // Without a state that can be read nothing is deleted, whatever the settings say.
    if (error instanceof LabError) return true;
    throw error;
  }
}

function settingsOf(
  { name, seats, isInside }: Membership,
  { stack: { project, name: stack, config } }: StackHandle,
): Record<string, string> {
  const key = (setting: string): string => `${project}:${setting}`;
  if (stack === halfStack(name)) return { [key("layout")]: "class" };
  if (!isInside(stack)) return { [key("layout")]: "lab" };
  const { userName = "", objectId } = seats.find((one) => one.stack === stack) ?? {};
  const student = { userName: userName.includes("@") ? userName : NO_USER, objectId };
  return {
    [key("layout")]: "seat",
    [key("classStack")]: config[key("classStack")] ?? halfStack(name),
    [key("student")]: config[key("student")] ?? JSON.stringify(student),
  };
}

import type { StackSession } from "./session";

/** Where a stack's machines are: a seat's cluster runs where its class is. */
export function regionOf(session: StackSession): string {
  const { layout, classStack, location } = session.config;
  if (layout !== "seat" || classStack === undefined) return location;
  return session.settingsOf(classStack).location ?? location;
}

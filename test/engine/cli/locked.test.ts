import { expect, test } from "vitest";
import { isLockedMessage, locked } from "../../../scripts/engine/cli/locked";

/** As CLI 3.260 prints it, after its lock of the stack was refused. */
const refusal = (...holders: string[]): string =>
  [
    `error: the stack is currently locked by ${holders.length} lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.`,
    ...holders.map((holder) => `  ${holder}`),
    "",
  ].join("\n");

const FILE = "file:///srv/my%20states/.pulumi/locks/organization/lab/spring-ada/1111-2222.json";
const HOLDER = `${FILE}: created by ada@desk (pid 4711) at 2026-11-29T12:00:00+01:00`;

test("the error names who holds the stack, where and since when", () => {
  const text = refusal(HOLDER);
  expect(isLockedMessage(text)).toBe(true);
  const error = locked("spring-ada", text, undefined);
  expect(error.message).toBe(
    'the stack "spring-ada" is being changed by ada@desk (pid 4711) since 2026-11-29T12:00:00+01:00',
  );
  expect(error.where).toBe(FILE);
  expect(error.cure).toContain("pulumi cancel spring-ada");
});

test.each([
  "azblob://states/.pulumi/locks/organization/lab/dev/1.json: created by a b\\c@host (pid 1) at 2026-11-29T12:00:00Z",
  "s3://****:****@states/x:y/1.json: created by @ (pid 0) at 0001-01-01T00:00:00Z",
])("whatever the backend and the names are: %s", (holder) => {
  const [where, rest] = holder.split(": created by ");
  const { message, where: found } = locked("dev", refusal(holder), undefined);
  expect(found).toBe(where);
  expect(message).toContain(rest!.replace(" at ", " since "));
});

test("of several holders none is left out", () => {
  const other = HOLDER.replaceAll("ada", "grace").replace("4711", "4712");
  const { message } = locked("spring-ada", refusal(HOLDER, other), undefined);
  expect(message).toContain("ada@desk (pid 4711)");
  expect(message).toContain("grace@desk (pid 4712)");
});

test("Pulumi Cloud does not say who it is", () => {
  const text = "error: [409] Conflict: Another update is currently in progress.\nTo learn more …";
  expect(isLockedMessage(text)).toBe(true);
  const { message, where } = locked("dev", text, undefined);
  expect([message, where]).toEqual(['the stack "dev" is being changed by another run', "dev"]);
});

/** What the Pulumi CLI says of a seeded sample of `npm run bench engine`. Needs `pulumi` on the PATH. */
import { expect, test } from "vitest";
import { compareEngines } from "../../bench/engine/both-engines";
import { CliImports } from "../../bench/engine/cli-imports";
import { checkRandomStates, type WrittenState } from "../../bench/engine/random-states";
import { skipWithoutCli } from "../support/engine/pulumi-cli";
import { temporaryFolder } from "../support/folder";
import { seconds } from "../support/time-limits";

skipWithoutCli();

test("imports the states that random operations leave", { timeout: seconds(30) }, async () => {
  const imports = await CliImports.open(temporaryFolder());
  await checkRandomStates(60, 7, imports);
  expect(imports.refused).toEqual([]);
  expect(imports.accepted).toBe(60);
});

test("refuses one of many, which is named", { timeout: seconds(30) }, async () => {
  const texts: string[] = [];
  const add = ({ text }: WrittenState): Promise<void> => Promise.resolve(void texts.push(text));
  await checkRandomStates(10, 7, { add, flush: () => Promise.resolve() });
  const [good = "", other = ""] = texts.filter((text) => text.includes('"parent":'));
  const bad = other.replace(/"parent":"[^"]+::/, "$&no-");
  expect(bad).not.toBe(other);
  const imports = await CliImports.open(temporaryFolder());
  await imports.add({ text: good, name: "the good one" });
  await imports.add({ text: bad, name: "the bad one" });
  await imports.flush();
  expect(imports.accepted).toBe(0);
  expect(imports.refused).toEqual([
    expect.stringMatching(/^one of 2 states \(the bad one\).*missing parent/s),
  ]);
});

test("comes to equal states", { timeout: seconds(60) }, async () => {
  const { compared, failed, different } = await compareEngines(1, 7);
  expect(different).toEqual([]);
  expect(compared).toBe(4);
  expect(failed).toBeGreaterThan(0);
});

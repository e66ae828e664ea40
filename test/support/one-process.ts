/**
 * For files that share a process: each begins in the environment in which the first began, as commands that sign in
 * change theirs. One that leaves a global replaced fails: the next would be judged by that.
 */
import { afterAll, beforeAll, expect } from "vitest";

const globals = () => [
  globalThis.fetch,
  globalThis.Date,
  globalThis.setTimeout,
  console.warn,
  process.cwd(),
  process.exitCode,
];

let environment: NodeJS.ProcessEnv;
let before: unknown[];
beforeAll(() => {
  environment = { ...process.env };
  before = globals();
});
afterAll(() => {
  for (const name of Object.keys(process.env))
    if (!(name in environment)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, environment);
  expect(globals()).toEqual(before);
});

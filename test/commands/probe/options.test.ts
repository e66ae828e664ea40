import { expect, test } from "vitest";
import { LabError } from "../../../infra/errors";
import { designOf, type DesignArgs } from "../../../scripts/commands/probe/options";

const ARGS: DesignArgs = { samples: "40", conditions: "M0,M1", seed: "1" };

test("reads what was typed; ids may be small and spaced", () => {
  expect(designOf(ARGS)).toEqual({ samples: 40, conditions: ["M0", "M1"], seed: 1 });
  expect(designOf({ ...ARGS, conditions: "m0, m2", "max-tokens": "2000" })).toEqual({
    samples: 40,
    conditions: ["M0", "M2"],
    seed: 1,
    maxTokens: 2000,
  });
});

test("own questions are read before a cloud is started", () => {
  const own = designOf({ ...ARGS, prompts: "notebooks/prompts.json" });
  expect(own.prompts?.cells).toHaveLength(15);
  expect(() => designOf({ ...ARGS, prompts: "none.json" })).toThrow("cannot be used");
});

test("a sequential run is a choice of design", () => {
  expect(designOf({ ...ARGS, sequential: true })).toMatchObject({ sequential: true, samples: 40 });
});

test.each<[Partial<DesignArgs>, string, string | undefined]>([
  [{ samples: "many" }, '--samples takes a whole number, not "many"', "npx lab probe --help"],
  [{ samples: "-4" }, '--samples takes a whole number, not "-4"', "npx lab probe --help"],
  [{ samples: "8.5" }, '--samples takes a whole number, not "8.5"', "npx lab probe --help"],
  [{ samples: "" }, '--samples takes a whole number, not ""', "npx lab probe --help"],
  [{ samples: "1" }, "the number of answers per question must be 2 to 1000, not 1", undefined],
  [
    { samples: "1001" },
    "the number of answers per question must be 2 to 1000, not 1001",
    undefined,
  ],
  [{ seed: "0x1" }, '--seed takes a whole number, not "0x1"', "npx lab probe --help"],
  [
    { conditions: "M0,,M1" },
    '--conditions takes ids with commas between them, not "M0,,M1"',
    "npx lab probe --conditions M0,M1",
  ],
  [{ conditions: "M0,M1,M1" }, "--conditions names M1 twice", "npx lab probe --conditions M0,M1"],
  [{ conditions: "M0,M9" }, "there is no condition M9", "choose from"],
  [
    { conditions: "M1" },
    "the conditions must include M0: the verdict speaks about it",
    "--conditions M0,M1",
  ],
  [
    { sequential: true, samples: "8" },
    "a sequential run needs more than 8 answers per question, not 8: its first look is at 8",
    "omit --sequential",
  ],
  [{ "max-tokens": "0" }, "the budget of an answer must be 1 to 100000 tokens, not 0", undefined],
])("%o is refused by name", (change, message, cure) => {
  const thrown = ((): unknown => {
    try {
      return designOf({ ...ARGS, ...change });
    } catch (error) {
      return error;
    }
  })();
  expect(thrown).toBeInstanceOf(LabError);
  expect(thrown).toMatchObject({ code: "usage", message });
  if (cure !== undefined) expect((thrown as LabError).cure).toContain(cure);
});

import { ok, problem } from "../finding";
import type { Rule } from "../rule";

/** Whether the class of a seat has its account and its workspace. */
export const classExists: Rule = {
  name: "class-exists",
  part: "seat",
  async check({ config, azure, lostClass }) {
    const { classStack = "" } = config;
    const missing = await azure.missingOf(config);
    const evidence = `looked for the names of class ${classStack}`;
    if (missing.length === 0 && lostClass)
      return problem("refused", {
        code: lostClass.code === "config" ? lostClass.code : "class-state",
        message: `class ${classStack} exists, but a seat cannot be brought up in it: ${lostClass.message}`,
        cure: lostClass.cure ?? "",
        evidence,
      });
    if (missing.length === 0) return ok(`class ${classStack} exists`, evidence);
    return problem("refused", {
      code: "class-missing",
      message: `class ${classStack} does not exist: no ${missing.join(", no ")}`,
      cure: `bring the class up first: npx lab up ${classStack.split("/").at(-1)!}`,
      evidence,
    });
  },
};

import * as path from "node:path";
import { LabError } from "../../../infra/errors";
import { labCommand } from "../../lib/shell/command";
import { PROJECT } from "../../lib/stack/paths";
import { withCloud } from "../stack/open-session";
import { publishOwnCloud } from "../stack/publish-own-cloud";
import { demoOutcome } from "./report";
import { CLASS, runDemo } from "./run";
import { DEMO_SPEC } from "./spec";

const ROSTER = path.join(PROJECT, "docs/roster.csv");

/**
 * `lab demo`: a whole class on this machine, by the commands that a teacher types. Its answers are
 * simulated: a real model on this machine would take hours for a class.
 */
export const demo = labCommand(DEMO_SPEC, ({ roster = ROSTER }, console) =>
  withCloud({ local: true, model: "planted" }, console, async (cloud) => {
    const handle = await cloud.open({ stack: CLASS });
    const { kind, name } = await handle.model(console.note);
    if (kind !== "planted")
      throw new LabError("usage", `the running local cloud answers with ${name}`, {
        where: "lab demo",
        cure: "npx lab cloud stop, then the same command again: it takes simulated answers",
      });
    const withdraw = await publishOwnCloud(handle, console);
    try {
      return demoOutcome(await runDemo(cloud, roster, console), name, console.width);
    } finally {
      withdraw();
    }
  }),
);

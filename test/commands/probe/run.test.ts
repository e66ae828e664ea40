import { expect, test } from "vitest";
import { parseConfig } from "../../../infra/config";
import { runProbe } from "../../../scripts/commands/probe/run";
import type { StackSession } from "../../../scripts/commands/stack/session";
import { recordingConsole } from "../../support/console";

test("a class whose seats have deployments of their own is probed at a seat", async () => {
  const raw = { "rai-lab:layout": "class", "rai-lab:seats": '["s01","s02"]' };
  // Nothing else of the session is asked for.
  const session = {
    stack: { name: "spring" },
    config: parseConfig(raw, "rai-lab", "spring"),
  } as StackSession;
  const questions = { samples: 8, conditions: ["M0"], seed: 1, folder: "nowhere" };
  await expect(
    runProbe(session, questions, recordingConsole(), () => undefined),
  ).rejects.toMatchObject({
    code: "usage",
    message: "spring is a class whose seats each have a deployment of their own",
    cure: "probe a seat: npx lab probe s01",
  });
});

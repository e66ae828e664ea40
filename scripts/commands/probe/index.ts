import * as path from "node:path";
import { labCommand } from "../../lib/shell/command";
import { runStages, Stage } from "../../lib/shell/stages";
import { runProbe } from "./run";
import { MODEL_ARG } from "../stack/model";
import { designOf } from "./options";
import { probeText } from "./text";
import { withSession } from "../stack/open-session";
import { STACK_ARGS } from "../stack/session";

/**
 * `lab probe`: asks the deployment and measures gender bias. Its exit code is the verdict: 0 within
 * the margin, 1 difference, 2 could not run, 3 inconclusive.
 */
export const probe = labCommand({
  name: "probe",
  description: "ask the deployment and measure gender bias",
  args: {
    ...STACK_ARGS,
    ...MODEL_ARG,
    samples: {
      type: "string",
      default: "40",
      description: "answers per question, 2 to 1000",
      valueHint: "N",
    },
    conditions: {
      type: "string",
      default: "M0,M1",
      description: "system prompts to compare, by id of notebooks/prompts.json; M0 among them",
      valueHint: "IDS",
    },
    seed: {
      type: "string",
      default: "1",
      description: "orders the questions and drives the resampling",
      valueHint: "N",
    },
    sequential: {
      type: "boolean",
      description:
        "look after every 8 answers per question, and stop as soon as every measure has decided",
    },
    compare: {
      type: "string",
      description:
        "a second deployment of the account: asked the same in the same blocks, and compared",
      valueHint: "DEPLOYMENT",
    },
    "max-tokens": {
      type: "string",
      description:
        "token budget of one answer; the lab's own by default, a reasoning model needs more",
      valueHint: "N",
    },
    out: {
      type: "string",
      description: "folder for journal and report; .lab/runs/STACK/probe by default",
      valueHint: "FOLDER",
    },
    resume: { type: "boolean", description: "go on with the journal in the folder" },
  },
  errorExit: 2,
  run: (args, console) => {
    // Checked first: a wrong option is reported before a cloud is started.
    const design = designOf(args);
    return withSession(args, console, async (session) => {
      const { compare, resume } = args;
      const folder = path.resolve(args.out ?? path.join(session.folder, "probe"));
      const request = { ...design, compare, folder, resume };
      const probing = new Stage(
        `probe ${session.stack.name}`,
        (say) => runProbe(session, request, console, say),
        ({ document }) => `${document.samples} answers`,
      );
      await runStages([probing], console);
      const { document, exitCode } = probing.result;
      return { document, text: probeText(document), exitCode };
    });
  },
});

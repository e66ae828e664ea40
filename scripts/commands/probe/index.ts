import * as path from "node:path";
import { labCommand } from "../../lib/shell/command";
import { runStages } from "../../lib/shell/stages";
import type { ProbeResult } from "../../probe";
import { runProbe } from "./run";
import { MODEL_ARG } from "../stack/model";
import { designOf } from "./options";
import { probeText } from "./text";
import { withSession } from "../stack/open-session";
import { STACK_ARGS } from "../stack/session";

/** `lab probe`: the post-deploy script. Its exit code is the verdict: 0 within margin, 1 difference, 3 inconclusive, 2 could not run. */
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
    // Bad options are told before a cloud is started for them.
    const design = designOf(args);
    return withSession(args, console, async (session) => {
      const questions = {
        ...design,
        ...(args.compare !== undefined && { compare: args.compare }),
        folder:
          args.out === undefined ? path.join(session.folder, "probe") : path.resolve(args.out),
        resume: args.resume,
      };
      let result: ProbeResult | undefined;
      const run = async (say: (text: string) => void): Promise<string> => {
        result = await runProbe(session, questions, console, say);
        return `${result.document.samples} answers`;
      };
      await runStages([{ title: `probe ${session.stack.name}`, run }], console);
      return {
        document: result!.document,
        text: probeText(result!.document),
        exitCode: result!.exitCode,
      };
    });
  },
});

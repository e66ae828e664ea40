import * as path from "node:path";
import { LabError } from "../../infra/errors";
import { labCommand } from "../lib/command";
import { runStages } from "../lib/stages";
import type { ProbeResult } from "../probe";
import { ask } from "./ask";
import { MODEL_ARG } from "./model";
import { probeText } from "./probe-text";
import { STACK_ARGS, withSession } from "./session";

/** `lab probe`: the post-deploy script. Its exit code is the verdict: 0 within margin, 1 difference, 3 inconclusive, 2 could not run. */
export const probe = labCommand({
  name: "probe",
  description: "ask the deployment and measure gender bias",
  args: {
    ...STACK_ARGS,
    ...MODEL_ARG,
    samples: { type: "string", default: "40", description: "answers per question", valueHint: "N" },
    conditions: {
      type: "string",
      default: "M0,M1",
      description: "system prompts to compare, by id of notebooks/prompts.json",
    },
    seed: {
      type: "string",
      default: "1",
      description: "orders the questions and drives the resampling",
      valueHint: "N",
    },
    out: { type: "string", description: "folder for journal and report", valueHint: "FOLDER" },
    resume: { type: "boolean", description: "go on with the journal in the folder" },
  },
  errorExit: 2,
  run: (args, console) =>
    withSession(args, console, async (session) => {
      const questions = {
        samples: wholeNumber("samples", args.samples),
        seed: wholeNumber("seed", args.seed),
        conditions: args.conditions.split(",").map((id) => id.trim()),
        folder: args.out === undefined ? path.join(session.folder, "probe") : path.resolve(args.out),
        resume: args.resume,
      };
      let result: ProbeResult | undefined;
      const run = async (say: (text: string) => void): Promise<string> => {
        result = await ask(session, questions, console, say);
        return `${result.document.samples} answers`;
      };
      await runStages([{ title: `probe ${session.stack.name}`, run }], console);
      return { document: result!.document, text: probeText(result!.document), exitCode: result!.exitCode };
    }),
});

function wholeNumber(option: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new LabError("usage", `--${option} takes a whole number, not "${text}"`, { cure: "npx lab probe --help" });
}

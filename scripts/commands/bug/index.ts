import * as os from "node:os";
import * as path from "node:path";
import { LabError, messageOf } from "../../../infra/errors";
import { replaceFileSync } from "../../base/atomic-file";
import { ensurePrivateFolder } from "../../base/private-folder";
import { doctor, type DoctorReport } from "../../doctor";
import { labCommand } from "../../lib/shell/command";
import type { Console } from "../../lib/shell/console";
import { runStages, Stage } from "../../lib/shell/stages";
import { table } from "../../lib/shell/table";
import { Masker } from "../../lib/masking/masker";
import { labHome, PROJECT } from "../../lib/stack/paths";
import { doctorInputOf } from "../stack/doctor-input";
import { gatherEvidence } from "../stack/evidence";
import { withSession } from "../stack/open-session";
import { SPECS } from "../specs";
import { shownSettings } from "./configuration";
import { readJournals } from "./journals";
import { machineFacts } from "./machine";
import { LEFT_OUT, type Part, reportPage } from "./page";
import { isTellingStack, recordedStacks } from "./stacks";

/** The document of `lab bug`. */
type BugDocument = {
  schema: "rai-lab/bug/1";
  file: string;
  bytes: number;
  parts: { title: string; holds: string }[];
  /** Places where a name or a secret was masked. */
  masked: number;
  leftOut: string[];
};

/** `lab bug`: writes one page for a report, with secrets and names masked. */
export const bug = labCommand(SPECS.bug, async (args, console) => {
  const { env } = console;
  const { settings, names, problems } = shownSettings(args.stack, env);
  const recorded = await recordedStacks(env);
  const journals = readJournals(labHome(env));
  const masker = new Masker({
    name: [...names, ...namesOfMachine()],
    resource: recorded.resources,
    stack: [args.stack, ...recorded.names, ...journals.names].filter(isTellingStack),
  });
  const asking = new Stage(
    `doctor of ${args.stack}`,
    () => askDoctor(args, console),
    (answer) => ("error" in answer ? "could not be asked; the page says why" : answer.verdict),
  );
  await runStages([asking], console);
  const parts: Part[] = [
    {
      title: "Machine",
      holds: "versions, system, names of variables that are set",
      value: machineFacts(env),
    },
    {
      title: "Doctor",
      holds: "what `lab doctor --json` answers about the stack, or why it cannot",
      value: asking.result,
    },
    {
      title: "Settings",
      holds: "the settings of the stack; texts that may name somebody are masked",
      value: { settings, problems: problems.map(problemOf) },
    },
    {
      title: "Stacks",
      holds: "what local states record: how many resources of which type",
      value: recorded.stacks,
    },
    {
      title: "Journals",
      holds: "the last lines of probes and classes, without questions, answers and seats' data",
      value: journals.tails,
    },
  ].map((part) => ({ ...part, value: masker.json(part.value) }));
  const page = reportPage(parts, masker.masked);
  const file = path.resolve(args.out ?? path.join(labHome(env), "bug.md"));
  ensurePrivateFolder(path.dirname(file));
  replaceFileSync(file, page);
  const document: BugDocument = {
    schema: "rai-lab/bug/1",
    file,
    bytes: Buffer.byteLength(page),
    parts: parts.map(({ title, holds }) => ({ title, holds })),
    masked: masker.masked,
    leftOut: LEFT_OUT,
  };
  return { document, text: textOf(document, console.width), exitCode: 0 };
});

/** The user's and the machine's own name, and where the project is. */
function namesOfMachine(): string[] {
  const { username, homedir } = os.userInfo();
  return [os.hostname(), homedir, path.dirname(PROJECT), username].filter(isTelling);
}

/** Names that every machine has tell nothing, and would mask parts of words. */
const isTelling = (name: string): boolean => !["root", "/root", "/", "localhost"].includes(name);

/** What the doctor says, or why it cannot: a report is for the moment when something fails. */
async function askDoctor(
  args: { stack: string; local: boolean },
  console: Console,
): Promise<DoctorReport | { error: Problem }> {
  try {
    return await withSession(args, console, async (session) =>
      doctor(await doctorInputOf(session, await gatherEvidence(session))),
    );
  } catch (error) {
    if (error instanceof LabError && error.code === "interrupted") throw error;
    return { error: problemOf(error) };
  }
}

/** An error as a report shows it; the trace of one that is no answer to the user. */
interface Problem {
  code: string;
  message: string;
  where?: string | undefined;
  cure?: string | undefined;
  trace?: string | undefined;
}

function problemOf(error: unknown): Problem {
  const message = messageOf(error);
  if (!(error instanceof LabError))
    return { code: "internal", message, trace: error instanceof Error ? error.stack : undefined };
  const { code, where, cure } = error;
  return { code, message, where, cure };
}

function textOf({ file, bytes, parts, masked, leftOut }: BugDocument, width: number): string {
  return [
    table(
      ["part", "holds"],
      parts.map(({ title, holds }) => [title, holds]),
      width,
    ),
    "",
    `left out: ${leftOut.join("; ")}`,
    `masked: ${masked} names and secrets, in ${bytes} bytes`,
    "",
    `Read it before you send it, and take out what should stay with you: ${file}`,
  ].join("\n");
}

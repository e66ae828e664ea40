import * as path from "node:path";
import { LabError } from "../../../infra/errors";
import { replaceFileSync } from "../../base/atomic-file";
import { readPrices } from "../../class/plan";
import { stackMoney } from "../../class/stack-money";
import { labCommand, type Outcome } from "../../lib/shell/command";
import type { Console } from "../../lib/shell/console";
import { runStages } from "../../lib/shell/stages";
import { wholeNumber } from "../../lib/shell/whole-number";
import { Masker } from "../../lib/masking/masker";
import { compareWithParity, expectedAnswers, startRecorder, Watch } from "../../trial";
import { gatherEvidence, hasNames } from "../stack/evidence";
import { withSession } from "../stack/open-session";
import { priceListOf } from "../stack/price-list";
import { regionOf } from "../stack/region";
import type { StackSession } from "../stack/session";
import { SPECS } from "../specs";
import { recordedEnvironment, refuseUnrecorded } from "./environment";
import { openedHosts } from "./opened-hosts";
import { publishOwnCloud } from "../stack/publish-own-cloud";
import { type TrialDocument, trialPage, trialText } from "./report";
import { type Spending, spendingOf } from "./spending";
import { stepsOf, stepStage } from "./steps";

/** `lab trial`: a first real run, watched: every request recorded, stopped at any surprise. */
export const trial = labCommand(SPECS.trial, (args, console) => {
  refuseUnrecorded(console.env, args.local);
  const number = (option: "cap" | "minutes" | "samples"): number =>
    wholeNumber("trial", option, args[option]);
  const [cap, minutes, samples] = [number("cap"), number("minutes"), number("samples")];
  const options = { ...args, writes: true, unknownName: "create" } as const;
  return withSession(options, console, async (session) => {
    await refuseUsedStack(session);
    const region = regionOf(session);
    const now = (await session.clock()).now();
    const prices = await readPrices(priceListOf(args.local, now), region, session.config);
    const spending = spendingOf(stackMoney(session.config, region, prices), cap, minutes);
    await agree(session, spending, args.yes, console);
    const watch = new Watch(expectedAnswers(), args["keep-going"]);
    return runTrial(session, spending, { samples, isLocal: args.local, watch }, console);
  });
});

/** @throws LabError `usage` for a stack that has something: a trial destroys all of it */
async function refuseUsedStack(session: StackSession): Promise<void> {
  const { recorded, unreadable } = await gatherEvidence(session);
  if (unreadable) throw unreadable;
  const { name } = session.stack;
  if (session.config.layout !== "lab")
    throw new LabError("usage", `a trial is of the layout lab, and ${name} has another`, {
      cure: "name a stack that has no settings yet, such as trial",
    });
  if (!hasNames(recorded)) return;
  throw new LabError("usage", `stack ${name} has resources, and a trial destroys all of a stack`, {
    cure: "name a stack that does not exist, such as trial",
  });
}

/** Asks on Azure whether to spend. @throws LabError `usage` without an answer, or with a no */
async function agree(
  session: StackSession,
  { cap, perHour, minutes }: Spending,
  yes: boolean,
  console: Console,
): Promise<void> {
  if (session.cloud || yes) return;
  const costs = `at most ${perHour.toFixed(2)} USD an hour at list prices, ${cap} USD in all`;
  const question = `This creates a lab in your subscription, asks its model for at most ${minutes} minutes and destroys it: ${costs}. Go on?`;
  if ((await console.confirm(question)) === true) return;
  throw new LabError("usage", `a trial spends money: ${costs}`, {
    cure: "give it --yes to agree",
  });
}

/** What one trial goes by. */
interface TrialOptions {
  samples: number;
  isLocal: boolean;
  watch: Watch;
}

async function runTrial(
  session: StackSession,
  spending: Spending,
  { samples, isLocal, watch }: TrialOptions,
  console: Console,
): Promise<Outcome> {
  const folder = path.join(session.folder, "trial");
  const isOpened = await openedHosts(session, console.env);
  const withdraw = await publishOwnCloud(session, console);
  const recorder = await startRecorder({
    isOpened,
    onPassed: (passed) => {
      watch.see(passed);
    },
  });
  const timer = setTimeout(() => {
    watch.surprise(`${spending.minutes} minutes are over, after which the cap would not hold`);
  }, spending.minutes * 60_000);
  const onInterrupt = (): void => {
    watch.surprise("Ctrl-C");
  };
  console.signal.addEventListener("abort", onInterrupt);
  try {
    const env = recordedEnvironment(console.env, recorder, folder);
    const stages = stepsOf(session.stack.name, isLocal, samples).map((step) =>
      stepStage(step, env, watch),
    );
    // Ctrl-C stops the step that runs; what the trial made is destroyed all the same.
    await runStages(stages, { ...console, signal: new AbortController().signal });
    const results = stages.flatMap(({ result }) => result ?? []);
    const steps = results.map(({ name, exitCode, seconds }) => ({ name, exitCode, seconds }));
    return outcomeOf(session, { folder, spending, steps, watch }, console.width);
  } finally {
    clearTimeout(timer);
    console.signal.removeEventListener("abort", onInterrupt);
    withdraw();
    await recorder.stop();
  }
}

/** What a finished trial is reported from. */
interface Finished {
  folder: string;
  spending: Spending;
  steps: TrialDocument["steps"];
  watch: Watch;
}

function outcomeOf(
  { stack }: StackSession,
  { folder, spending, steps, watch }: Finished,
  width: number,
): Outcome {
  const files = {
    transcript: path.join(folder, "transcript.jsonl"),
    report: path.join(folder, "trial.md"),
  };
  // Shapes hold no names; what a command says in words may.
  const masker = new Masker({ stack: stack.name === "trial" ? [] : [stack.name] });
  const document: TrialDocument = {
    schema: "rai-lab/trial/1",
    stack: stack.name,
    steps,
    surprises: watch.surprises.map((text) => masker.text(text)),
    differences: watch.differences,
    parity: compareWithParity(watch.exchanges),
    requests: watch.exchanges.length,
    spending,
    files,
  };
  const lines = watch.exchanges.map((exchange) => `${JSON.stringify(exchange)}\n`);
  replaceFileSync(files.transcript, lines.join(""));
  replaceFileSync(files.report, trialPage(document));
  const exitCode = document.surprises.length === 0 ? 0 : 1;
  return { document, text: trialText(document, width), exitCode };
}

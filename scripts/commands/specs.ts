import type { ArgsDef } from "../lib/shell/args";
import { HORIZON_DAYS } from "../doctor/dates";
import type { CommandSpec } from "../lib/shell/command";
import { CLASS_SPECS } from "./class/specs";
import { CLOUD_SPECS } from "./cloud/specs";
import { DEMO_SPEC } from "./demo/spec";
import { DOCTOR_ARGS } from "./doctor-args";
import { PROBE_ARGS } from "./probe-args";
import { SCORE_ARGS } from "./score-args";
import { ENGINE_ARG, FAULTS_ARG, MODEL_ARG, STACK_ARGS } from "./shared-args";
import { TRIAL_ARGS } from "./trial-args";

/**
 * The command line on one page: what every command takes and says of itself. Help, parser and
 * completion read it without loading the commands.
 */

const spec = <const T extends ArgsDef>(one: CommandSpec<T>): CommandSpec<T> => one;

/** What each group of commands is for: the first words of the names that have two. */
export const GROUPS = { class: "a class of many seats, from a roster: plan, up, status, destroy" };

/** Every command, in the order of the help. */
export const SPECS = {
  rehearse: spec({
    name: "rehearse",
    summary: "run the whole lab on this machine, without a cloud account",
    args: {
      ...MODEL_ARG,
      keep: {
        type: "boolean",
        description: "keep the stack; `lab destroy rehearsal --local` deletes it",
      },
      spark: {
        type: "enum",
        options: ["sail", "jvm"],
        default: "sail",
        description: "what runs the notebook",
      },
      ...FAULTS_ARG,
      ...ENGINE_ARG,
    },
    examples: [
      ["rehearse", "everything, answered by a small model on the CPU"],
      ["rehearse --model planted", "needs no download: the answers are simulated"],
      ["rehearse --keep", "the stack still exists afterwards"],
      ["rehearse --faults 7", "on a cloud that throttles, breaks off and is late"],
    ],
  }),
  demo: DEMO_SPEC,
  ...CLOUD_SPECS,
  doctor: spec({
    name: "doctor",
    summary: "check a configuration before creating anything",
    args: DOCTOR_ARGS,
    examples: [
      ["doctor", "what Azure would refuse in stack dev, and how to fix it"],
      ["doctor --profile seed", "what of the original course is out of date"],
      ["doctor --rule token-quota,vcpu-quota", "the quotas alone"],
      ["doctor --fix", "cure what is safe to cure, and check again"],
      ["doctor --suggest --write", "change the settings to the nearest ones that work"],
    ],
  }),
  up: spec({
    name: "up",
    summary: "create a stack, or change it to what its settings say",
    args: {
      ...STACK_ARGS,
      ...ENGINE_ARG,
      yes: { type: "boolean", description: "create a new stack without asking" },
      "allow-data-loss": {
        type: "boolean",
        description:
          "continue although the change deletes what cannot be created again, such as students' work",
      },
      force: {
        type: "boolean",
        description: "continue although the doctor says that Azure would refuse the lab",
      },
    },
    examples: [
      ["up", "stack dev on Azure, through the Pulumi CLI"],
      ["up dev --local", "the same stack on the local cloud"],
      ["up spring --local --yes", "a new stack, without a question"],
    ],
  }),
  cost: spec({
    name: "cost",
    summary: "say what a stack costs: an hour of work, idle, and forgotten",
    args: STACK_ARGS,
    examples: [
      ["cost", "stack dev, at Azure's own list prices where they are reached"],
      ["cost dev --local", "at the dated list, without a network"],
    ],
  }),
  watch: spec({
    name: "watch",
    summary: "say what of a stack's model, runtime, APIs and libraries ends soon, and what moved",
    args: {
      ...STACK_ARGS,
      horizon: {
        type: "string",
        default: `${HORIZON_DAYS}d`,
        description: "how far ahead an end is an alarm, in days",
        valueHint: "DAYSd",
      },
      ics: {
        type: "string",
        description: "write the ends as a calendar",
        valueHint: "FILE",
        completes: "file",
      },
    },
    examples: [
      ["watch", "stack dev: Azure's lists, package registries, prices, dated tables"],
      ["watch --horizon 180d --ics ends.ics", "half a year ahead, for a calendar"],
      ["watch dev --local", "on the local cloud, which asks no one"],
    ],
  }),
  trial: spec({
    name: "trial",
    summary: "a first run on Azure, watched: doctor, up, probe, destroy, proof",
    args: TRIAL_ARGS,
    examples: [
      ["trial", "on Azure; it says what it may cost, and asks"],
      ["trial --cap 3 --keep-going", "all of it, whatever is answered"],
      ["trial --local --model planted", "on the local cloud, which it is compared with"],
    ],
  }),
  bug: spec({
    name: "bug",
    summary: "write one masked page for a report: versions, doctor, settings, journals",
    args: {
      ...STACK_ARGS,
      out: {
        type: "string",
        description: "the page (default: .lab/bug.md)",
        valueHint: "FILE",
        completes: "file",
      },
    },
    examples: [
      ["bug", "about stack dev on Azure; nothing is sent"],
      ["bug dev --local", "the same on the local cloud"],
    ],
  }),
  status: spec({
    name: "status",
    summary: "list the stacks, and the next command for each",
    args: {
      prune: {
        type: "boolean",
        description:
          "list what this machine keeps in .lab, with sizes and ages, and remove what belongs to nothing that stands",
      },
      yes: { type: "boolean", description: "with --prune: do not ask before removing" },
    },
    examples: [
      ["status", "layout, place, expiry and resources of every stack"],
      ["status --prune", "answers, journals and states of what is gone; --yes removes them"],
    ],
  }),
  outputs: spec({
    name: "outputs",
    summary: "print a stack's outputs",
    args: {
      ...STACK_ARGS,
      "show-secrets": { type: "boolean", description: "print secret outputs as plain text" },
    },
    examples: [["outputs dev --local --json", "as JSON, with secrets masked"]],
  }),
  probe: spec({
    name: "probe",
    summary: "ask the deployment and measure gender bias",
    args: PROBE_ARGS,
    examples: [
      ["probe", "40 answers per question, within the deployment's quota"],
      ["probe --sequential", "no more answers than the verdict needs"],
      ["probe dev --local --samples 10", "on the local cloud"],
    ],
  }),
  score: spec({
    name: "score",
    summary: "score answers that you recorded yourself",
    args: SCORE_ARGS,
    examples: [
      ["score answers.csv", "writes answers-report/report.html"],
      ["score answers.csv --arm sex:female=2,male=1 --text reply", "names what it cannot know"],
      ["score results.json --where model=gpt-4o", "one of several models"],
    ],
  }),
  open: spec({
    name: "open",
    summary: "show a stack's report, notebook or workspace in the browser",
    args: {
      ...STACK_ARGS,
      what: {
        type: "positional",
        options: ["report", "notebook", "workspace"],
        description: "report (the default), the last rendered notebook, or the workspace",
      },
      print: { type: "boolean", description: "print the link and open nothing" },
    },
    examples: [
      ["open rehearsal", "the report of the last rehearsal"],
      ["open notebook", "the last rendered notebook of stack dev"],
      ["open dev workspace", "what a student opens"],
    ],
  }),
  recover: spec({
    name: "recover",
    summary: "bring an interrupted stack to a consistent state",
    args: { ...STACK_ARGS, ...ENGINE_ARG },
    examples: [["recover dev --local", "after a run was killed, or something was deleted by hand"]],
  }),
  destroy: spec({
    name: "destroy",
    summary: "delete a stack, then check that nothing of it is left",
    args: {
      ...STACK_ARGS,
      ...ENGINE_ARG,
      yes: { type: "boolean", description: "do not ask before deleting" },
      "allow-data-loss": {
        type: "boolean",
        description: "destroy a class although it still has seats, with the students' work",
      },
    },
    examples: [["destroy dev --local", "on the local cloud"]],
  }),
  proof: spec({
    name: "proof",
    summary: "check that nothing of a stack is left in Azure",
    args: STACK_ARGS,
    examples: [["proof dev", "after `pulumi destroy`"]],
  }),
  ...CLASS_SPECS,
  completion: spec({
    name: "completion",
    summary: "print a script that completes lab's command lines in your shell",
    args: {
      shell: {
        type: "positional",
        required: true,
        options: ["bash", "zsh", "fish", "stacks"],
        description: "bash, zsh or fish; stacks prints the names that their scripts offer",
      },
    },
    examples: [
      ["completion bash > ~/.lab-completion", "then `source ~/.lab-completion` in ~/.bashrc"],
      ["completion zsh > ~/.lab-completion", "then `source ~/.lab-completion` in ~/.zshrc"],
      ["completion fish > ~/.config/fish/completions/lab.fish", "fish finds it there"],
    ],
  }),
};

import { main, type Commands } from "./lib/shell/shell";

/**
 * All subcommands, each loaded on demand. `require`, not `import()`: under tsx, `import()` would
 * load every shared module a second time as ESM, and `instanceof LabError` would fail between the
 * two copies.
 */
const commands: Commands = {
  rehearse: () => (require("./commands/rehearse") as typeof import("./commands/rehearse")).rehearse,
  cloud: () => (require("./commands/cloud") as typeof import("./commands/cloud")).cloud,
  doctor: () => (require("./commands/doctor") as typeof import("./commands/doctor")).doctor,
  up: () => (require("./commands/up") as typeof import("./commands/up")).up,
  status: () => (require("./commands/status") as typeof import("./commands/status")).status,
  outputs: () => (require("./commands/outputs") as typeof import("./commands/outputs")).outputs,
  probe: () => (require("./commands/probe") as typeof import("./commands/probe")).probe,
  score: () => (require("./commands/score") as typeof import("./commands/score")).score,
  recover: () => (require("./commands/recover") as typeof import("./commands/recover")).recover,
  destroy: () => (require("./commands/destroy") as typeof import("./commands/destroy")).destroy,
  proof: () => (require("./commands/proof") as typeof import("./commands/proof")).proof,
};

const SUMMARY = `rai-lab: a Responsible AI teaching lab as code

  lab rehearse            everything on this machine: up, notebook, probe, report, destroy, proof
  lab cloud               run the local cloud until Ctrl-C and print what to export
  lab doctor   [STACK]    what Azure would refuse, and the cure
  lab up       [STACK]    stand a stack up
  lab status              list the stacks, and what is next
  lab outputs  [STACK]    print a stack's outputs
  lab probe    [STACK]    ask the deployment and measure gender bias
  lab score    FILE       the same verdicts from recorded answers, with no service
  lab recover  [STACK]    bring an interrupted stack to a consistent state
  lab destroy  [STACK]    tear a stack down, then prove that nothing is left
  lab proof    [STACK]    look whether anything is left

--local works on the local cloud. --json prints one JSON document. lab COMMAND --help says more.
`;

void main(commands, SUMMARY);

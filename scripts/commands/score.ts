import { statSync } from "node:fs";
import * as path from "node:path";
import { setFlagsFromString } from "node:v8";
import { labCommand } from "../lib/shell/command";
import { wholeNumber } from "../lib/shell/whole-number";
import { scoreFile } from "../probe/score-file";
import { probeText } from "./probe/text";
import { SPECS } from "./specs";

/** A file's path without its ending; a folder's as it is. */
const withoutEnding = (file: string): string =>
  statSync(file, { throwIfNoEntry: false })?.isDirectory()
    ? file
    : file.slice(0, file.length - path.extname(file).length);

/**
 * `lab score FILE`: reaches the verdicts of `lab probe` from recorded answers. The exit codes are
 * those of `lab probe`.
 */
export const score = labCommand(SPECS.score, (args, console) => {
  // Nearly all that scoring allocates is dropped at once: room that V8 adds for young objects is
  // 100 MiB more at 10,000 answers, and no faster.
  setFlagsFromString("--semi-space-growth-factor=1");
  const seed = wholeNumber("score", "seed", args.seed);
  const file = path.resolve(args.file);
  const { document, exitCode } = scoreFile({
    file,
    folder: path.resolve(args.out ?? `${withoutEnding(file)}-report`),
    choices: args,
    seed,
    mask: args.mask?.split(","),
    scores: args.scores === undefined ? undefined : path.resolve(args.scores),
  });
  const read = document.taken === undefined ? [] : [document.taken];
  const cautions = document.cautions.map((caution) => `note: ${caution}`);
  const text = [probeText(document, console.width), ...read, ...cautions].join("\n");
  return Promise.resolve({ document, text, exitCode });
});

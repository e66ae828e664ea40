import { readConfig } from "./config";
import { lab, type PendingOutputs } from "./lab";

/** The program of a stack: run once for every stack, many of them in one process, so nothing lives outside it. */
const program = (): Promise<PendingOutputs> => Promise.resolve().then(readConfig).then(lab);

export = program;

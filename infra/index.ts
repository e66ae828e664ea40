import { classStack } from "./layouts/class";
import { type LabConfig, readConfig } from "./config";
import { withCureInMessage } from "./errors";
import { lab } from "./layouts/lab";
import { dropVersionAliases } from "./version-aliases";
import type { ClassOutputs, LabOutputs, Pending } from "./outputs";
import { seat } from "./layouts/seat";

type Outputs = Pending<LabOutputs> | Pending<ClassOutputs>;

/** The program of each layout. Returns the stack's outputs. */
const LAYOUTS: Record<LabConfig["layout"], (config: LabConfig) => Promise<Outputs>> = {
  lab,
  class: classStack,
  seat,
};

/**
 * The program of a stack. One process may run many stacks, so it keeps no state outside this
 * function.
 */
const program = (): Promise<Outputs> =>
  Promise.resolve()
    .then(dropVersionAliases)
    .then(readConfig)
    .then((config) => LAYOUTS[config.layout](config))
    .catch((error: unknown) => Promise.reject(withCureInMessage(error) as Error));

export = program;

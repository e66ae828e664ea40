/** Runs one search and sends its result to the parent process. Arguments: configurations, seed. */
import { searchSecrets } from "./search";

const [configurations, seed] = process.argv.slice(2).map(Number);
void searchSecrets({ configurations: configurations!, seed: seed! }).then((result) =>
  process.send?.(result),
);

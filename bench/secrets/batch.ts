/** One search in a process of its own, which sends what it found to its parent. Arguments: configurations, seed. */
import { searchSecrets } from "./search";

const [configurations, seed] = process.argv.slice(2).map(Number);
void searchSecrets({ configurations: configurations!, seed: seed! }).then((found) =>
  process.send?.(found),
);

import { probe } from "../../../scripts/probe";
import { FakeClock } from "./fake-clock";
import { targetOf } from "./stub";

/** A probe in a process of its own, to be killed. Arguments: endpoint, folder. */
const [endpoint = "", folder = ""] = process.argv.slice(2);
void probe({
  outputs: targetOf(endpoint),
  folder,
  samples: 4,
  conditions: ["M0"],
  seed: 3,
  resume: true,
  clock: new FakeClock(),
});

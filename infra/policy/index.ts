import { PolicyPack } from "@pulumi/policy";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { policiesOf } from "./policy";
import * as rules from "./rules";

/**
 * Reads a file that a resource uploads: its path is relative to the repository's root, where the
 * program runs.
 */
function read(source: string): string | undefined {
  try {
    return readFileSync(resolve(__dirname, "../..", source), "utf8");
  } catch {
    return undefined;
  }
}

new PolicyPack("rai-lab", {
  description: "What a Responsible AI teaching lab must never be deployed with.",
  enforcementLevel: "mandatory",
  policies: policiesOf(Object.values(rules), {
    today: new Date().toISOString().slice(0, 10),
    read,
  }),
});

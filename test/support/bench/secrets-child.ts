/** Searches for keys in a process of its own, since dynamic resources do not serialise under vitest. Arguments: configurations, seed, `careless`. */
import * as pulumi from "@pulumi/pulumi";
import labProgram from "../../../infra";
import { searchSecrets } from "../../../bench/secrets/search";

const base64 = (text: string): string => Buffer.from(`{"key":"${text}"}`).toString("base64");

/** The lab, and what a careless hand added to it: the key in an output, in a file's content, in a log and on the terminal. */
async function careless(): Promise<Record<string, pulumi.Input<unknown>>> {
  const outputs: { openaiKey?: pulumi.Input<string> } & Record<string, pulumi.Input<unknown>> =
    await labProgram();
  if (outputs.openaiKey === undefined) return outputs;
  const key = pulumi.unsecret(pulumi.output(outputs.openaiKey));
  key.apply((text) => {
    void pulumi.log.info(`key ${text}`);
    console.error(text);
  });
  return { ...outputs, key, file: key.apply(base64) };
}

async function main(): Promise<void> {
  const [configurations, seed, how] = process.argv.slice(2);
  const search = { configurations: Number(configurations), seed: Number(seed) };
  const found = await searchSecrets(how === "careless" ? { ...search, program: careless } : search);
  console.log(`\n${JSON.stringify(found)}`);
}

void main();

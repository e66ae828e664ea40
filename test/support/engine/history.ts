/**
 * A program whose goals are data in its configuration, so that one module serves every way of running it: as a function
 * (direct, wire) and, default-exported, as the `main` of a process of its own.
 */
import * as pulumi from "@pulumi/pulumi";
import { FakeProvider, getKey, Group, Thing, type ThingArgs } from "./sdk";

interface ResourceSpec extends Omit<ThingArgs, "from"> {
  name: string;
  /** Takes the key of that resource as an input. */
  from?: string;
  /** Its label is the key of that resource: replaced with it. */
  labelFrom?: string;
  secret?: string;
  /** Its change replaces. */
  trigger?: string;
  aliases?: string[];
  retainOnDelete?: boolean;
}
/** `shared` is a stack whose output `size` sizes the first resource, and whose secret `key` is handed on; `host` makes an explicit provider; `group` names the component that holds everything. */
interface ProgramSpec {
  group: string;
  host?: string;
  shared?: string;
  resources: ResourceSpec[];
}

function program(): Promise<Record<string, unknown>> {
  const { group, host, shared, resources } = new pulumi.Config("demo").requireObject<ProgramSpec>(
    "goals",
  );
  const parent = new Group(group);
  const provider = host === undefined ? undefined : new FakeProvider("own", { host });
  const other = shared === undefined ? undefined : new pulumi.StackReference(shared);
  const made = new Map<string, Thing>();
  for (const {
    name,
    from,
    labelFrom,
    secret,
    trigger,
    aliases,
    retainOnDelete,
    ...args
  } of resources) {
    const inputs: ThingArgs = { ...args };
    if (from) inputs.from = made.get(from)?.key;
    if (secret) inputs.from = pulumi.secret(secret);
    if (other && made.size === 0)
      inputs.size = other.requireOutput("size") as pulumi.Output<number>;
    if (labelFrom) inputs.label = made.get(labelFrom)?.key;
    const replacementTrigger = trigger && pulumi.secret(trigger);
    const options = {
      parent,
      provider,
      retainOnDelete,
      replacementTrigger,
      aliases: aliases?.map((alias) => ({ name: alias })),
    };
    made.set(name, new Thing(name, inputs, options));
  }
  const [first] = made.values();
  return Promise.resolve({
    ...(other && { handed: other.requireOutput("key") }),
    endpoints: [...made.values()].map((m) => m.endpoint),
    ...(first && { invoked: getKey(first.id).key, hidden: pulumi.secret(first.key) }),
  });
}

export = program;

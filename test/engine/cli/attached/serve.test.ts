/** The stand-ins as the Pulumi CLI meets them: through the SDK's own generated client. */
import * as grpc from "@grpc/grpc-js";
import rpc from "@pulumi/pulumi/proto/provider_grpc_pb";
import pb from "@pulumi/pulumi/proto/provider_pb";
import statusMessages from "@pulumi/pulumi/proto/status_pb";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { LabError } from "../../../../infra/errors";
import { serveProviders } from "../../../../scripts/engine/cli/attached/serve";
import {
  UNKNOWN,
  type CallOptions,
  type Plugin,
  type Props,
  type Provider,
} from "../../../../scripts/engine/plugin";
import { fromStruct, toStruct } from "../../../../scripts/engine/struct";
import { FakeCloud, fakePlugin } from "../../../support/engine/cloud";

const URN = "urn:pulumi:dev::demo::demo:index:Group$fake:index:Thing::a";
const nothing = new emptyMessages.Empty();

/** Calls one method and waits for its answer. */
class Engine {
  private readonly client: rpc.ResourceProviderClient;
  constructor(port: number) {
    // Without its own pool the library would give all clients of this process one connection.
    this.client = new rpc.ResourceProviderClient(
      `127.0.0.1:${port}`,
      grpc.credentials.createInsecure(),
      {
        "grpc.use_local_subchannel_pool": 1,
      },
    );
    onTestFinished(() => this.client.close());
  }
  private call<T>(
    send: (reply: (error: grpc.ServiceError | null, value: T) => void) => unknown,
  ): Promise<T> {
    return new Promise((resolve, reject) =>
      send((error, value) => (error ? reject(error) : resolve(value))),
    );
  }
  configure(args: Props) {
    const request = new pb.ConfigureRequest()
      .setArgs(toStruct(args))
      .setUrn("urn:pulumi:dev::demo::pulumi:providers:fake::p");
    return this.call<pb.ConfigureResponse>((reply) =>
      this.client.configure(request.setId("1"), reply),
    );
  }
  check(news: Props) {
    const request = new pb.CheckRequest().setUrn(URN).setOlds(toStruct({})).setNews(toStruct(news));
    return this.call<pb.CheckResponse>((reply) => this.client.check(request, reply));
  }
  diff(oldInputs: Props, news: Props) {
    const request = new pb.DiffRequest().setId("1").setUrn(URN).setOlds(toStruct(oldInputs));
    const sent = request
      .setOldInputs(toStruct(oldInputs))
      .setNews(toStruct(news))
      .setIgnorechangesList(["tags"]);
    return this.call<pb.DiffResponse>((reply) => this.client.diff(sent, reply));
  }
  create(inputs: Props, { preview = false, timeout = 0 } = {}) {
    const request = new pb.CreateRequest().setUrn(URN).setProperties(toStruct(inputs));
    return this.call<pb.CreateResponse>((reply) =>
      this.client.create(request.setPreview(preview).setTimeout(timeout), reply),
    );
  }
  update(id: string, oldInputs: Props, news: Props) {
    const request = new pb.UpdateRequest().setId(id).setUrn(URN).setOlds(toStruct(oldInputs));
    const sent = request.setOldInputs(toStruct(oldInputs)).setNews(toStruct(news));
    return this.call<pb.UpdateResponse>((reply) => this.client.update(sent, reply));
  }
  read(id: string) {
    const request = new pb.ReadRequest().setId(id).setUrn(URN);
    return this.call<pb.ReadResponse>((reply) => this.client.read(request, reply));
  }
  delete(id: string) {
    const request = new pb.DeleteRequest().setId(id).setUrn(URN).setTimeout(420);
    return this.call<emptyMessages.Empty>((reply) => this.client.delete(request, reply));
  }
  invoke(token: string, args: Props) {
    const request = new pb.InvokeRequest().setTok(token).setArgs(toStruct(args));
    return this.call<pb.InvokeResponse>((reply) => this.client.invoke(request, reply));
  }
  handshake() {
    return this.call<pb.ProviderHandshakeResponse>((reply) =>
      this.client.handshake(new pb.ProviderHandshakeRequest(), reply),
    );
  }
  version() {
    return this.call<{ getVersion(): string }>((reply) =>
      this.client.getPluginInfo(nothing, reply),
    );
  }
  cancel() {
    return this.call<emptyMessages.Empty>((reply) => this.client.cancel(nothing, reply));
  }
  /** Starts a create and gives it up. */
  abandon(inputs: Props): () => void {
    const request = new pb.CreateRequest().setUrn(URN).setProperties(toStruct(inputs));
    const call = this.client.create(request, () => undefined);
    return () => call.cancel();
  }
}

async function served(plugin: Plugin): Promise<() => Engine> {
  const { env, close } = await serveProviders({ fake: plugin });
  onTestFinished(close);
  const port = Number(/^fake:(\d+)$/.exec(env.PULUMI_DEBUG_PROVIDERS ?? "")?.[1]);
  return () => new Engine(port);
}

/** A plugin whose one provider is given. */
const pluginOf = (provider: Provider): Plugin => ({ version: "1.2.3", configure: () => provider });

async function engineOf(provider: Provider): Promise<Engine> {
  const engine = (await served(pluginOf(provider)))();
  await engine.configure({});
  return engine;
}

describe("the life of a resource", () => {
  let cloud: FakeCloud;
  let engine: Engine;
  beforeEach(async () => {
    cloud = new FakeCloud();
    engine = (await served(fakePlugin(cloud)))();
    await engine.configure({ host: "127.0.0.1:7", version: "1.2.3" });
  });

  it("says that values come in clear, and which SDK it stands in for", async () => {
    const said = await engine.handshake();
    expect([said.getAcceptSecrets(), said.getAcceptResources(), said.getAcceptOutputs()]).toEqual([
      false,
      false,
      false,
    ]);
    expect((await engine.version()).getVersion()).toBe("1.2.3");
  });

  it("is checked, created, read, updated, deleted, and then gone", async () => {
    const inputs = fromStruct((await engine.check({ size: 1 })).getInputs());
    expect(inputs).toEqual({ host: "127.0.0.1:7", size: 1 });
    const made = await engine.create(inputs);
    expect(made.getId()).toBe("/things/a");
    expect(fromStruct(made.getProperties())).toEqual({
      ...inputs,
      endpoint: "https://127.0.0.1:1/things/a",
      key: "key of /things/a",
    });

    const updated = await engine.update(made.getId(), inputs, { ...inputs, size: 2 });
    expect(fromStruct(updated.getProperties())).toMatchObject({ size: 2 });
    const read = await engine.read(made.getId());
    expect([read.getId(), fromStruct(read.getInputs())]).toEqual([
      "/things/a",
      { ...inputs, size: 2 },
    ]);

    await engine.delete(made.getId());
    expect((await engine.read(made.getId())).getId()).toBe("");
    expect(cloud.log).toEqual(["create a", "update a", "delete a"]);
  });

  it("a preview creates nothing, and what is not known yet travels as unknown", async () => {
    const made = await engine.create({ size: 1 }, { preview: true });
    expect([made.getId(), fromStruct(made.getProperties()).endpoint]).toEqual(["", UNKNOWN]);
    expect(cloud.log).toEqual([]);
  });

  it("a change of input tells what changes, what replaces, and in which order", async () => {
    const same = await engine.diff({ size: 1 }, { size: 1 });
    expect([same.getChanges(), same.getDiffsList(), same.getHasdetaileddiff()]).toEqual([
      pb.DiffResponse.DiffChanges.DIFF_NONE,
      [],
      false,
    ]);
    const moved = await engine.diff({ size: 1, label: "one" }, { size: 2, label: "two" });
    expect(moved.getChanges()).toBe(pb.DiffResponse.DiffChanges.DIFF_SOME);
    expect([
      moved.getDiffsList().sort(),
      moved.getReplacesList(),
      moved.getDeletebeforereplace(),
    ]).toEqual([["label", "size"], ["label"], true]);
    const details = Object.fromEntries(
      [...moved.getDetaileddiffMap().entries()].map(([key, detail]) => [key, detail.getKind()]),
    );
    expect(details).toEqual({
      label: pb.PropertyDiff.Kind.UPDATE_REPLACE,
      size: pb.PropertyDiff.Kind.UPDATE,
    });
  });

  it("what a check refuses is told by property", async () => {
    const failures = (await engine.check({ broken: true })).getFailuresList();
    expect(failures.map((f) => [f.getProperty(), f.getReason()])).toEqual([
      ["broken", "must not be true"],
    ]);
  });

  it("a half-made resource travels as a detail, with its id, outputs and reasons", async () => {
    const error = (await engine
      .create({ unready: true })
      .catch((e: unknown) => e)) as grpc.ServiceError;
    expect(error).toMatchObject({ code: grpc.status.UNKNOWN, details: "it is not ready" });
    const packed = error.metadata.get("grpc-status-details-bin")[0] as Buffer;
    const detail = statusMessages.Status.deserializeBinary(packed).getDetailsList()[0];
    expect(detail?.getTypeName()).toBe("pulumirpc.ErrorResourceInitFailed");
    const failed = pb.ErrorResourceInitFailed.deserializeBinary(
      detail?.getValue_asU8() ?? new Uint8Array(),
    );
    expect([failed.getId(), failed.getReasonsList()]).toEqual(["/things/a", ["it is not ready"]]);
    expect(fromStruct(failed.getProperties())).toMatchObject({
      unready: true,
      key: "key of /things/a",
    });
  });

  it("functions answer, and unknown ones are refused by name", async () => {
    const answer = await engine.invoke("fake:index:getKey", { id: "x" });
    expect(fromStruct(answer.getReturn())).toEqual({ key: "key of x" });
    await expect(engine.invoke("fake:index:nothing", {})).rejects.toThrow(
      "no function fake:index:nothing",
    );
  });
});

describe("engines", () => {
  it("many attach to one port, and each has its own configuration", async () => {
    const connect = await served(fakePlugin(new FakeCloud()));
    const engines = [1, 2, 3].map(() => connect());
    await Promise.all(engines.map((engine, i) => engine.configure({ host: `127.0.0.1:${i}` })));
    const hosts = await Promise.all(
      engines.map(async (e) => fromStruct((await e.check({})).getInputs()).host),
    );
    expect(hosts).toEqual(["127.0.0.1:0", "127.0.0.1:1", "127.0.0.1:2"]);
  });

  it("one that has not configured its provider, or is done, is told so", async () => {
    const engine = (await served(fakePlugin(new FakeCloud())))();
    await expect(engine.check({})).rejects.toThrow(
      /has not configured its provider\n {2}try: run the command again/,
    );
    await engine.configure({});
    await engine.check({});
    await engine.cancel();
    await expect(engine.check({})).rejects.toThrow(/was interrupted before this began/);
  });

  it("a configuration comes without the engine's own notes", async () => {
    const seen: Props[] = [];
    const plugin: Plugin = {
      version: "1",
      configure: ({ config }) => (seen.push(config), { create: never }),
    };
    await (await served(plugin))().configure({ host: "h", version: "3.28.0", __internal: {} });
    expect(seen).toEqual([{ host: "h" }]);
  });

  it("one that gives a call up aborts it; a timeout of the program arrives in seconds", async () => {
    let begin: (options: CallOptions) => void = () => undefined;
    const begun = new Promise<CallOptions>((resolve) => (begin = resolve));
    const engine = await engineOf({
      create: (r) => {
        begin(r);
        return new Promise((_, reject) =>
          r.signal?.addEventListener("abort", () => reject(new Error("over"))),
        );
      },
    });
    const giveUp = engine.abandon({});
    const { signal, timeout } = await begun;
    expect([signal?.aborted, timeout]).toEqual([false, undefined]);
    const aborted = new Promise((resolve) => signal?.addEventListener("abort", resolve));
    giveUp();
    await aborted;

    const timed = await engineOf({
      create: ({ timeout }) => Promise.resolve({ id: "1", outputs: { timeout: timeout! } }),
    });
    expect(fromStruct((await timed.create({}, { timeout: 300 })).getProperties())).toEqual({
      timeout: 300,
    });
  });

  it("an error that has a cure brings it along; members that are undefined do not travel", async () => {
    const refusing = await engineOf({
      create: () =>
        Promise.reject(new LabError("unsupported", "no – such thing", { cure: "leave it out" })),
    });
    await expect(refusing.create({})).rejects.toThrow("no – such thing\n  try: leave it out");
    const sparse = { a: 1, b: undefined } as unknown as Props;
    const engine = await engineOf({ create: () => Promise.resolve({ id: "1", outputs: sparse }) });
    expect(fromStruct((await engine.create({})).getProperties())).toEqual({ a: 1 });
  });
});

it("tells the CLI to look nowhere else", async () => {
  const { env, close } = await serveProviders({
    one: fakePlugin(new FakeCloud()),
    two: fakePlugin(new FakeCloud()),
  });
  close();
  expect(env.PULUMI_DEBUG_PROVIDERS).toMatch(/^one:\d+,two:\d+$/);
  expect(env).toMatchObject({
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  });
});

const never = (): Promise<never> => Promise.reject(new Error("not asked for"));

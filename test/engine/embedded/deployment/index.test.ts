/** Whole deployments of a small program: calls to the cloud, counts, failures and state. */
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { FakeProvider, getKey, Group, Thing } from "../../../support/engine/sdk";
import { EngineHarness, nameIn, program } from "../../../support/engine/harness";

const counts = (
  c: Partial<Record<"create" | "same" | "update" | "replace" | "delete", number>>,
) => ({
  create: 0,
  same: 0,
  update: 0,
  replace: 0,
  delete: 0,
  ...c,
});
const urn = (name: string): string => `urn:pulumi:dev::demo::fake:index:Thing::${name}`;
const inState = (b: EngineHarness): string[] => b.state.resources.map(nameIn);
const nothing = program(() => ({}));

describe("create, same, update, delete", () => {
  test("outputs flow from resource to resource, to invokes and to the stack's outputs", async () => {
    const b = new EngineHarness();
    const result = await b.up(
      program(() => {
        const group = new Group("g");
        const a = new Thing("a", { size: 1 }, { parent: group });
        const c = new Thing("c", { from: a.endpoint }, { parent: group });
        return { endpoint: c.endpoint, key: getKey(a.id).key, size: a.size };
      }),
    );
    expect(result).toEqual({
      // The stack and the component count; the default provider does not.
      counts: counts({ create: 4 }),
      outputs: { endpoint: "https://127.0.0.1:1/things/c", key: "key of /things/a", size: 1 },
      failures: [],
      interrupted: [],
    });
    expect(b.calls()).toEqual(["create a", "create c"]);
    expect(await b.engine.outputs(b.stack)).toEqual({ outputs: result.outputs, secretOutputs: [] });
  });

  test("a second run changes nothing, a changed input updates, what is dropped is deleted", async () => {
    const b = new EngineHarness();
    const two = (size: number) =>
      program(() => {
        const a = new Thing("a", { size });
        return { from: new Thing("b", { from: a.endpoint }).endpoint };
      });
    await b.up(two(1));
    b.calls();
    const before = b.state;
    expect((await b.up(two(1))).counts).toEqual(counts({ same: 3 }));
    expect(b.state.resources).toEqual(before.resources);
    expect((await b.up(two(2))).counts).toEqual(counts({ same: 2, update: 1 }));
    expect((await b.up(program(() => new Thing("a", { size: 2 })))).counts).toEqual(
      counts({ same: 2, delete: 1 }),
    );
    expect(b.calls()).toEqual(["update a", "delete b"]);
    expect((await b.engine.destroy(b.stack)).counts).toEqual(counts({ delete: 2 }));
    expect([b.calls(), b.state.resources, b.cloud.objects.size]).toEqual([["delete a"], [], 0]);
    await expect(b.engine.outputs(b.stack)).rejects.toMatchObject({ code: "not-found" });
  });

  test("deletion runs against the dependencies, in parallel where they allow", async () => {
    const b = new EngineHarness();
    await b.up(
      program(() => {
        const root = new Thing("root", {});
        for (const name of ["x", "y", "z"])
          new Thing(`${name}2`, { from: new Thing(name, { from: root.endpoint }).key });
        return {};
      }),
    );
    b.calls();
    b.cloud.peak = 0;
    await b.engine.destroy(b.stack);
    const order = b.calls();
    expect(order.at(-1)).toBe("delete root");
    for (const name of ["x", "y", "z"])
      expect(order.indexOf(`delete ${name}2`)).toBeLessThan(order.indexOf(`delete ${name}`));
    expect(b.cloud.peak).toBeGreaterThan(1);
  });

  test("an explicit provider is a resource, and its configuration may come from another", async () => {
    const b = new EngineHarness();
    const result = await b.up(
      program(() => {
        const host = new Thing("host", {}).endpoint;
        const provider = new FakeProvider("own", { host });
        new Thing("a", {}, { provider });
        return {};
      }),
    );
    expect(result.counts).toEqual(counts({ create: 4 }));
    expect(b.cloud.objects.get("/things/a")).toEqual({ host: "https://127.0.0.1:1/things/host" });
  });

  test("never more steps at once than there are slots", async () => {
    const b = new EngineHarness(undefined, undefined, { parallel: 3 });
    // Nobody goes on before three are here: fewer at once would hang, more would show.
    const here: (() => void)[] = [];
    b.cloud.hook = ({ moment }) =>
      moment === "after"
        ? undefined
        : new Promise((resolve) => {
            if (here.push(resolve) === 3) for (const go of here.splice(0)) go();
          });
    await b.up(program(() => Array.from({ length: 12 }, (_, i) => new Thing(`t${i}`, {}))));
    expect([b.cloud.peak, b.cloud.objects.size]).toEqual([3, 12]);
  });
});

describe("replacement", () => {
  test("creates the new one first, repoints dependents, then deletes the old one", async () => {
    const b = new EngineHarness();
    const painted = (color: string) =>
      program(() => {
        new Thing("user", { from: new Thing("a", { color }).endpoint });
        return {};
      });
    await b.up(painted("red"));
    b.calls();
    expect((await b.up(painted("blue"))).counts).toEqual(
      counts({ same: 1, update: 1, replace: 1 }),
    );
    expect(b.calls()).toEqual(["create a", "update user", "delete a"]);
    expect([...b.cloud.objects.keys()].sort()).toEqual(["/things/a-blue", "/things/user"]);
  });

  test("deletes first when the provider asks, with everybody who cannot outlive it", async () => {
    const b = new EngineHarness();
    const labelled = (label: string) =>
      program(() => {
        const a = new Thing("a", { label });
        // Takes its own label from a: replaced with it. The next only updates, the last is tied by option.
        new Thing("tied", { label: a.key });
        new Thing("loose", { from: a.key });
        new Thing("with", {}, { replaceWith: [a] });
        return {};
      });
    await b.up(labelled("one"));
    b.calls();
    expect((await b.up(labelled("two"))).counts).toEqual(
      counts({ same: 1, update: 1, replace: 3 }),
    );
    const calls = b.calls();
    expect(calls.slice(0, 2).sort()).toEqual(["delete tied", "delete with"]);
    expect(calls.slice(2, 4)).toEqual(["delete a", "create a"]);
    expect(calls.slice(4).sort()).toEqual(["create tied", "create with", "update loose"]);
    expect((await b.up(labelled("two"))).counts).toEqual(counts({ same: 5 }));
  });

  test("replaceWith follows a replacement that creates first, too", async () => {
    const b = new EngineHarness();
    const painted = (color: string) =>
      program(
        () =>
          new Thing(
            "with",
            {},
            { replaceWith: [new Thing("a", { color })], deleteBeforeReplace: true },
          ),
      );
    await b.up(painted("red"));
    b.calls();
    expect((await b.up(painted("blue"))).counts).toEqual(counts({ same: 1, replace: 2 }));
    expect(b.calls()).toEqual(["create a", "delete with", "create with", "delete a"]);
  });

  test("what goes down with another (deletedWith) costs no call", async () => {
    const b = new EngineHarness();
    const tied = (label: string) =>
      program(() => {
        const host = new Thing("host", { label });
        new Thing("inside", {}, { deletedWith: host, dependsOn: [host] });
        return {};
      });
    await b.up(tied("one"));
    b.calls();
    b.cloud.objects.delete("/things/inside");
    await b.up(tied("two"));
    expect(b.calls()).toEqual(["delete host", "create host", "create inside"]);
    await b.engine.destroy(b.stack);
    expect(b.calls()).toEqual(["delete host"]);
  });

  test("a dependent that replaceOnChanges ties to a deleted-first replacement is deleted before it", async () => {
    const b = new EngineHarness();
    const labelled = (label: string) =>
      program(() => {
        const a = new Thing("a", { label });
        new Thing(
          "tied",
          { from: a.key },
          { replaceOnChanges: ["from"], deleteBeforeReplace: true },
        );
        return {};
      });
    await b.up(labelled("one"));
    b.calls();
    await b.up(labelled("two"));
    expect(b.calls()).toEqual(["delete tied", "delete a", "create a", "create tied"]);
  });

  test("replaceWith follows a replacement that an earlier run had begun, and what is kept outside", async () => {
    const b = new EngineHarness();
    const labelled = (label: string) =>
      program(() => {
        const a = new Thing("a", { label }, { retainOnDelete: true });
        new Thing("with", {}, { replaceWith: [a] });
        return {};
      });
    await b.up(labelled("one"));
    b.calls();
    b.cloud.hook = ({ method, name, moment }) => {
      if (moment === "before" && `${method} ${name}` === "create a")
        throw new Error("planned fault");
    };
    await b.up(labelled("two"));
    b.cloud.hook = () => undefined;
    expect(b.calls()).toEqual(["delete with"]);
    expect((await b.up(labelled("two"))).counts).toEqual(counts({ same: 1, replace: 2 }));
    expect(b.calls()).toEqual(["create a", "create with"]);
    expect((await b.up(labelled("two"))).counts).toEqual(counts({ same: 3 }));
  });

  test("a changed replacementTrigger replaces, whatever the provider thinks; a first one does not", async () => {
    const b = new EngineHarness();
    const on = (replacementTrigger: unknown) =>
      program(() => new Thing("a", {}, { replacementTrigger, deleteBeforeReplace: true }));
    const trigger = (): unknown =>
      b.state.resources.find((r) => nameIn(r) === "a")?.replacementTrigger;
    await b.up(on(undefined));
    expect(trigger()).toBeUndefined();
    b.calls();
    expect((await b.up(on({ runtime: "16.4", at: [1] }))).counts).toEqual(counts({ same: 2 }));
    expect(trigger()).toEqual({ runtime: "16.4", at: [1] });
    expect((await b.up(on({ runtime: "16.4", at: [1] }))).counts).toEqual(counts({ same: 2 }));
    expect((await b.preview(on({ runtime: "17.3", at: [1] }))).counts).toEqual(
      counts({ same: 1, replace: 1 }),
    );
    expect(b.calls()).toEqual([]);
    expect((await b.up(on({ runtime: "17.3", at: [1] }))).counts).toEqual(
      counts({ same: 1, replace: 1 }),
    );
    expect(b.calls()).toEqual(["delete a", "create a"]);
    expect((await b.up(on(undefined))).counts).toEqual(counts({ same: 2 }));
    expect(trigger()).toBeUndefined();
  });

  test("a trigger from another resource is unknown in the preview of its change, and sealed when secret", async () => {
    const b = new EngineHarness();
    const painted = (color: string) =>
      program(() => {
        const a = new Thing("a", { color });
        const replacementTrigger = pulumi.secret(a.key);
        new Thing("tied", {}, { replacementTrigger, deleteBeforeReplace: true });
        return {};
      });
    expect((await b.up(painted("red"))).failures).toEqual([]);
    const trigger = (): unknown =>
      b.state.resources.find((r) => nameIn(r) === "tied")?.replacementTrigger;
    const sealed = trigger();
    expect(sealed).toMatchObject({ ciphertext: expect.stringMatching(/^v1:/) });
    await b.up(painted("red"));
    expect(trigger()).toEqual(sealed);
    b.calls();
    expect((await b.preview(painted("blue"))).counts).toEqual(counts({ same: 1, replace: 2 }));
    expect((await b.up(painted("blue"))).counts).toEqual(counts({ same: 1, replace: 2 }));
    expect(b.calls()).toEqual(["create a", "delete tied", "create tied", "delete a"]);
    expect((await b.up(painted("blue"))).counts).toEqual(counts({ same: 3 }));
  });

  test("replaceOnChanges turns an update into a replacement", async () => {
    const b = new EngineHarness();
    const sized = (size: number) =>
      program(
        () => new Thing("a", { size }, { replaceOnChanges: ["size"], deleteBeforeReplace: true }),
      );
    await b.up(sized(1));
    b.calls();
    expect((await b.up(sized(2))).counts).toEqual(counts({ same: 1, replace: 1 }));
    expect(b.calls()).toEqual(["delete a", "create a"]);
  });
});

describe("resource options", () => {
  test("protect keeps a resource from being deleted, replaced and destroyed", async () => {
    const b = new EngineHarness();
    const kept = (label: string, protect: boolean) =>
      program(() => new Thing("a", { label }, { protect }));
    await b.up(kept("one", true));
    b.calls();
    for (const run of [
      () => b.up(kept("two", true)),
      () => b.up(nothing),
      () => b.engine.destroy(b.stack),
    ]) {
      const { failures } = await run();
      expect(failures).toEqual([expect.objectContaining({ urn: urn("a"), code: "refused" })]);
      expect(failures[0]?.message).toContain("protected");
    }
    expect(b.calls()).toEqual([]);
    expect((await b.up(kept("two", false))).failures).toEqual([]);
    expect(b.calls()).toEqual(["delete a", "create a"]);
  });

  test("ignoreChanges, also of what is absent", async () => {
    const b = new EngineHarness();
    const sized = (size: number) =>
      program(() => new Thing("a", { size }, { ignoreChanges: ["size", "from.deep"] }));
    await b.up(sized(1));
    expect((await b.up(sized(2))).counts).toEqual(counts({ same: 2 }));
  });

  test("retainOnDelete leaves the object where it is", async () => {
    const b = new EngineHarness();
    await b.up(program(() => new Thing("a", {}, { retainOnDelete: true })));
    expect((await b.up(nothing)).counts).toEqual(counts({ same: 1, delete: 1 }));
    expect([...b.cloud.objects.keys()]).toEqual(["/things/a"]);
  });

  test("aliases: a rename, and children of a renamed parent", async () => {
    const b = new EngineHarness();
    await b.up(
      program(() => {
        const g = new Group("old");
        const a = new Thing("old-a", { label: "L" }, { parent: g });
        new Thing("user", { from: a.key, label: "U" });
        return {};
      }),
    );
    b.calls();
    const renamed = program(() => {
      const g = new Group("new", { aliases: [{ name: "old" }] });
      const a = new Thing("new-a", { label: "L" }, { parent: g });
      new Thing("user", { from: a.key, label: "U" });
      return {};
    });
    expect((await b.up(renamed)).counts).toEqual(counts({ same: 4 }));
    expect(b.calls()).toEqual([]);
    expect(inState(b)).not.toContain("old-a");
    expect((await b.up(renamed)).counts).toEqual(counts({ same: 4 }));
  });

  test("import takes over what exists, and updates what differs", async () => {
    const b = new EngineHarness();
    b.cloud.objects.set("/things/found", { host: "localhost", label: "found", size: 1 });
    const imported = (size: number) =>
      program(() => new Thing("a", { label: "found", size }, { import: "/things/found" }));
    expect((await b.up(imported(1))).failures).toEqual([]);
    expect(b.calls()).toEqual([]);
    expect((await b.up(imported(1))).counts).toEqual(counts({ same: 2 }));
    expect((await b.up(imported(2))).counts).toEqual(counts({ same: 1, update: 1 }));
    const none = await b.up(program(() => new Thing("b", {}, { import: "/things/none" })));
    expect(none.failures).toMatchObject([{ urn: urn("b"), code: "not-found" }]);
    expect(b.cloud.objects.has("/things/found")).toBe(true);
  });

  test("Resource.get reads, and destroy leaves it alone", async () => {
    const b = new EngineHarness();
    b.cloud.objects.set("/things/theirs", { size: 7 });
    const result = await b.up(program(() => ({ size: Thing.get("got", "/things/theirs").size })));
    expect(result.outputs).toEqual({ size: 7 });
    await b.engine.destroy(b.stack);
    expect([...b.cloud.objects.keys()]).toEqual(["/things/theirs"]);
    const gone = await b.up(program(() => Thing.get("got", "/things/none")));
    expect(gone.failures).toMatchObject([{ urn: urn("got"), code: "refused" }]);
  });

  test("a resource reference reaches another resource's input as its id", async () => {
    const b = new EngineHarness();
    await b.up(program(() => new Thing("b", { from: pulumi.output(new Thing("a", {})).id })));
    expect(b.cloud.objects.get("/things/b")).toMatchObject({ from: "/things/a" });
  });
});

describe("refresh", () => {
  test("takes over what changed, drops what is gone with every mention of it", async () => {
    const b = new EngineHarness();
    const two = program(() => {
      const a = new Thing("a", { size: 1 });
      new Thing("b", { from: a.endpoint });
      return {};
    });
    await b.up(two);
    b.cloud.objects.delete("/things/a");
    b.cloud.objects.set("/things/b", { ...b.cloud.objects.get("/things/b"), size: 9 });
    expect((await b.engine.refresh(b.stack)).counts).toEqual(counts({ update: 1, delete: 1 }));
    expect(inState(b)).not.toContain("a");
    expect(JSON.stringify(b.state.resources)).not.toContain("Thing::a");
    b.calls();
    expect((await b.up(two)).counts).toEqual(counts({ same: 1, create: 1, update: 1 }));
    expect(b.calls()).toEqual(["create a", "update b"]);
  });

  test("drops what is deleted with something that is gone, and does not ask for it", async () => {
    const b = new EngineHarness();
    const three = program(() => {
      const host = new Thing("host", {});
      new Thing("guest", {}, { deletedWith: host });
      new Thing("apart", {});
    });
    await b.up(three);
    b.cloud.objects.delete("/things/host");
    b.cloud.hook = ({ method, name }) => {
      if (method === "read" && name === "guest") throw new Error("its service went with the host");
    };
    const gone = await b.engine.refresh(b.stack);
    expect(gone.failures).toEqual([]);
    expect(gone.counts).toEqual(counts({ same: 1, delete: 2 }));
    expect(inState(b)).not.toContain("guest");

    const stays = new EngineHarness();
    await stays.up(three);
    stays.cloud.hook = b.cloud.hook;
    expect((await stays.engine.refresh(stays.stack)).failures).toMatchObject([
      { message: "its service went with the host" },
    ]);
  });
});

/** What happens when something goes wrong: who is named, who goes on, what the state says. */
import * as pulumi from "@pulumi/pulumi";
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LabError } from "../../../infra/errors";
import { debuggable } from "../../../scripts/engine/embedded/program/sdk";
import { Group, Thing } from "../../support/engine/sdk";
import { EngineHarness, nameIn, program, type State } from "../../support/engine/harness";

const urn = (name: string): string => `urn:pulumi:dev::demo::fake:index:Thing::${name}`;
const failing = (b: EngineHarness, what: string, error: Error = new Error("the cloud says no")) => {
  b.cloud.hook = ({ method, name, moment }) => {
    if (moment === "before" && `${method} ${name}` === what) throw error;
  };
};
const heal = (b: EngineHarness) => (b.cloud.hook = () => undefined);
const names = (b: EngineHarness) =>
  b.state.resources.map(nameIn).filter((n) => !n.startsWith("default"));

/** `bad` fails; `after` needs it; `free` does not. */
const three = program(() => {
  const bad = new Thing("bad", {});
  new Thing("after", { from: bad.endpoint });
  new Thing("free", {});
  return { bad: bad.endpoint };
});

describe("a failed create", () => {
  test("is named; what needs it is not begun; the rest is finished; the next run completes", async () => {
    const b = new EngineHarness();
    failing(b, "create bad");
    const result = await b.up(three);
    expect(result.failures).toEqual([
      { urn: urn("bad"), code: "provider-error", message: "the cloud says no" },
    ]);
    expect(result.counts).toMatchObject({ create: 2, delete: 0 });
    expect(names(b).sort()).toEqual(["demo-dev", "free"]);
    expect(b.state.pending_operations).toBeUndefined();
    heal(b);
    const next = await b.up(three);
    expect([next.failures, next.counts]).toEqual([
      [],
      { create: 2, same: 2, update: 0, replace: 0, delete: 0 },
    ]);
  });

  test("without continueOnError no further step begins", async () => {
    const b = new EngineHarness(undefined, undefined, { continueOnError: false, parallel: 2 });
    failing(b, "create bad");
    const result = await b.up(
      program(() => {
        const bad = new Thing("bad", {});
        new Thing("after", { from: bad.endpoint });
        return {};
      }),
    );
    expect(result.failures.map((f) => f.urn)).toEqual([urn("bad")]);
    expect(b.cloud.objects.size).toBe(0);
  });

  test.each([
    [
      "the code that ARM answered",
      new Error('Status=409 Code="FlagMustBeSetForRestore" Message="…"'),
      "FlagMustBeSetForRestore",
    ],
    [
      "the code of a LabError, with its cure",
      new LabError("cloud", "gone", { cure: "start it" }),
      "cloud",
    ],
    [
      "a code that the error carries",
      Object.assign(new Error("x"), { code: "QuotaExceeded" }),
      "QuotaExceeded",
    ],
    ["a gRPC number says nothing", Object.assign(new Error("x"), { code: 2 }), "provider-error"],
  ])("code: %s", async (_, error, code) => {
    const b = new EngineHarness();
    failing(b, "create bad", error);
    const [failure, ...more] = (await b.up(program(() => new Thing("bad", {})))).failures;
    expect(failure).toMatchObject({ urn: urn("bad"), code });
    expect(failure?.cure).toBe(error instanceof LabError ? "start it" : undefined);
    expect(more).toEqual([]);
  });
});

describe("other failures", () => {
  test("a failure deletes nothing, not even what the program dropped", async () => {
    const b = new EngineHarness();
    await b.up(program(() => new Thing("dropped", {})));
    failing(b, "create bad");
    await b.up(program(() => new Thing("bad", {})));
    expect([...b.cloud.objects.keys()]).toEqual(["/things/dropped"]);
    expect(names(b)).toContain("dropped");
  });

  test("a failed update keeps the old state and is tried again", async () => {
    const b = new EngineHarness();
    const sized = (size: number) => program(() => new Thing("a", { size }));
    await b.up(sized(1));
    failing(b, "update a");
    expect((await b.up(sized(2))).failures.map((f) => f.urn)).toEqual([urn("a")]);
    expect(b.state.resources.find((r) => nameIn(r) === "a")?.inputs).toMatchObject({ size: 1 });
    heal(b);
    expect((await b.up(sized(2))).counts.update).toBe(1);
  });

  test("created but not fit for use: in the state, named, and updated by the next run", async () => {
    const b = new EngineHarness();
    const result = await b.up(program(() => new Thing("a", { unready: true })));
    expect(result.failures).toMatchObject([{ urn: urn("a"), message: "it is not ready" }]);
    expect(b.state.resources.find((r) => nameIn(r) === "a")).toMatchObject({
      id: "/things/a",
      initErrors: ["it is not ready"],
    });
    expect((await b.up(program(() => new Thing("a", { unready: false })))).counts.update).toBe(1);
    expect(b.state.resources.find((r) => nameIn(r) === "a")?.initErrors).toBeUndefined();
  });

  test("a replacement that comes up unfit still has its old self deleted in the end", async () => {
    const b = new EngineHarness();
    await b.up(program(() => new Thing("a", { color: "red" })));
    await b.up(program(() => new Thing("a", { color: "blue", unready: true })));
    expect([...b.cloud.objects.keys()].sort()).toEqual(["/things/a-blue", "/things/a-red"]);
    const last = await b.up(program(() => new Thing("a", { color: "blue" })));
    expect(last.failures).toEqual([]);
    expect([...b.cloud.objects.keys()]).toEqual(["/things/a-blue"]);
  });

  test("a replacement that fails after its deletes is completed by the next run", async () => {
    const b = new EngineHarness();
    const labelled = (label: string) =>
      program(() => new Thing("tied", { label: new Thing("a", { label }).key }));
    await b.up(labelled("one"));
    failing(b, "create a");
    expect((await b.up(labelled("two"))).failures.map((f) => f.urn)).toEqual([urn("a")]);
    expect(b.cloud.objects.size).toBe(0);
    expect(
      b.state.resources
        .filter((r) => r.pendingReplacement)
        .map(nameIn)
        .sort(),
    ).toEqual(["a", "tied"]);
    heal(b);
    b.calls();
    expect((await b.up(labelled("two"))).counts.replace).toBe(2);
    expect(b.calls()).toEqual(["create a", "create tied"]);
    expect(b.state.resources.some((r) => r.pendingReplacement)).toBe(false);
  });

  test("who falls with a replacement is not created anew when it could not be deleted", async () => {
    const b = new EngineHarness();
    await b.up(
      program(() => new Thing("tied", {}, { replaceWith: [new Thing("a", { label: "one" })] })),
    );
    failing(b, "delete tied");
    // The program has cut the tie meanwhile: nothing but the engine makes the new one wait for the old one's end.
    const untied = program(() => {
      new Thing("a", { label: "two" });
      // Asked for after a is decided.
      return new Thing("tied", {}, { dependsOn: [new Thing("later", {})] });
    });
    expect((await b.up(untied)).failures.map((f) => [f.urn, f.message])).toEqual([
      [urn("tied"), "the cloud says no"],
    ]);
    expect([...b.cloud.objects.keys()].sort()).toEqual([
      "/things/later",
      "/things/one",
      "/things/tied",
    ]);
    heal(b);
    expect((await b.up(untied)).failures).toEqual([]);
    expect([...b.cloud.objects.keys()].sort()).toEqual([
      "/things/later",
      "/things/tied",
      "/things/two",
    ]);
  });

  test("a failed delete keeps what it depends on", async () => {
    const b = new EngineHarness();
    await b.up(
      program(() => {
        new Thing("b", { from: new Thing("a", {}).endpoint });
        new Thing("c", {});
        return {};
      }),
    );
    failing(b, "delete b");
    const result = await b.engine.destroy(b.stack);
    expect(result.failures.map((f) => f.urn)).toEqual([urn("b")]);
    expect(result.counts.delete).toBe(1);
    expect([...b.cloud.objects.keys()].sort()).toEqual(["/things/a", "/things/b"]);
    heal(b);
    expect((await b.engine.destroy(b.stack)).failures).toEqual([]);
    expect(b.state.resources).toEqual([]);
  });

  test("inputs that the provider refuses are named by property", async () => {
    const result = await new EngineHarness().up(program(() => new Thing("a", { broken: true })));
    expect(result.failures).toMatchObject([{ urn: urn("a"), message: "broken: must not be true" }]);
  });

  test("two resources of one name", async () => {
    const result = await new EngineHarness().up(
      program(() => {
        new Thing("a", {});
        new Thing("a", {});
        return {};
      }),
    );
    expect(result.failures).toMatchObject([{ urn: urn("a"), code: "refused" }]);
    expect(result.failures[0]?.message).toContain("two resources have the URN");
  });

  test("an error of the program is the program's; what it began is finished, nothing is deleted", async () => {
    const b = new EngineHarness();
    await b.up(program(() => new Thing("dropped", {})));
    const result = await b.up(
      program(() => {
        new Thing("begun", {});
        throw new Error("a typo");
      }),
    );
    expect(result.failures).toEqual([{ urn: "", code: "program-error", message: "a typo" }]);
    expect([...b.cloud.objects.keys()].sort()).toEqual(["/things/begun", "/things/dropped"]);
  });

  test("an error inside apply is the program's, too", async () => {
    const b = new EngineHarness();
    const result = await b.up(
      program(() => {
        const a = new Thing("a", {});
        const wrong = a.endpoint.apply((): string => {
          throw new LabError("config", "the endpoint is unusable", { cure: "set another one" });
        });
        return { wrong };
      }),
    );
    expect(result.failures).toEqual([
      { urn: "", code: "config", message: "the endpoint is unusable", cure: "set another one" },
    ]);
  });

  test("after a failure, outputs that did not come again keep their old values", async () => {
    const b = new EngineHarness();
    await b.up(program(() => ({ one: new Thing("a", {}).endpoint, two: "old" })));
    await b.up(() => Promise.reject(new Error("too early")));
    expect((await b.engine.outputs(b.stack)).outputs).toEqual({
      one: "https://127.0.0.1:1/things/a",
      two: "old",
    });
  });

  test("a child of a failed component's resource, and a failed parent's protect, do not hide the cause", async () => {
    const b = new EngineHarness();
    failing(b, "create bad");
    const result = await b.up(
      program(() => {
        const group = new Group("g");
        const bad = new Thing("bad", {}, { parent: group });
        new Thing("child", {}, { parent: bad, dependsOn: [bad] });
        return { joined: pulumi.all([bad.endpoint, bad.key]).apply((all) => all.join()) };
      }),
    );
    expect(result.failures.map((f) => f.urn)).toEqual([
      "urn:pulumi:dev::demo::test:index:Group$fake:index:Thing::bad",
    ]);
  });
});

describe("the end of a run", () => {
  test("Ctrl-C: the running step is recorded, none begins after it, the next run goes on", async () => {
    const b = new EngineHarness();
    const stop = new AbortController();
    b.cloud.hook = ({ moment }) => {
      if (moment === "after") stop.abort();
    };
    const chain = program(() => new Thing("b", { from: new Thing("a", {}).endpoint }));
    b.program = chain;
    const result = await b.engine.up(b.stack, { signal: stop.signal });
    expect(result.failures).toEqual([
      { urn: "", code: "interrupted", message: "the run was interrupted" },
    ]);
    expect(result.counts.create).toBe(2);
    expect(names(b)).toEqual(["demo-dev", "a"]);
    expect(b.state.pending_operations).toBeUndefined();
    heal(b);
    expect((await b.up(chain)).counts).toMatchObject({ same: 2, create: 1 });
  });

  test("a program that hangs is given up, and what it did is kept", async () => {
    const b = new EngineHarness(undefined, undefined, { idleTimeoutMs: 1000 });
    const result = await b.up(async () => {
      new Thing("a", {});
      return new Promise(() => undefined);
    });
    expect(result.failures).toMatchObject([{ urn: "", code: "deployment" }]);
    expect(result.failures[0]?.message).toContain("did nothing for 1 s");
    expect(names(b)).toContain("a");
    const patient = new EngineHarness(b.cloud, b.stack);
    expect((await patient.up(program(() => new Thing("a", {})))).counts.same).toBe(2);
  });

  test("stack traces are short while programs run, and none is taken of a promise", async () => {
    const b = new EngineHarness();
    const limits = [Error.stackTraceLimit];
    const notesStack = (): boolean => {
      const promise = Promise.resolve();
      void debuggable.debuggablePromise(promise);
      return "_debugStackTrace" in promise;
    };
    const notes = [notesStack()];
    await b.up(() => {
      limits.push(Error.stackTraceLimit);
      notes.push(notesStack());
      return Promise.reject(new Error("whatever happens"));
    });
    expect([...limits, Error.stackTraceLimit]).toEqual([limits[0], 5, limits[0]]);
    expect([...notes, notesStack()]).toEqual([true, false, true]);
  });
});

describe("an interrupted operation whose result cannot be read", () => {
  /** `bad` was being deleted when the run was killed; now its provider does not answer. */
  const interrupted = async (): Promise<EngineHarness> => {
    const b = new EngineHarness();
    await b.up(three);
    const file = JSON.parse(readFileSync(b.stateFile, "utf8")) as {
      checkpoint: { latest: State };
    };
    const { latest } = file.checkpoint;
    const resource = latest.resources.find((r) => r.urn === urn("bad"))!;
    latest.pending_operations = [{ type: "deleting", resource }];
    writeFileSync(b.stateFile, JSON.stringify(file));
    failing(b, "read bad");
    b.calls();
    return b;
  };
  const REASON =
    "an earlier run was interrupted while deleting bad, and what became of it cannot be read: the cloud says no";

  test.each(["recover", "refresh", "up"] as const)(
    "%s says so, begins nothing and keeps it pending",
    async (operation) => {
      const b = await interrupted();
      const { failures } = await b.engine[operation](b.stack);
      expect(failures.map(({ urn, message }) => [urn, message])).toEqual([[urn("bad"), REASON]]);
      expect(b.calls()).toEqual([]);
      expect(b.state.pending_operations?.map((o) => o.resource.urn)).toEqual([urn("bad")]);
      heal(b);
      expect((await b.engine.recover(b.stack)).failures).toEqual([]);
      expect(b.state.pending_operations).toBeUndefined();
    },
  );

  test("destroy deletes it with all there is", async () => {
    const b = await interrupted();
    const { failures } = await b.engine.destroy(b.stack);
    expect(failures).toEqual([]);
    expect([b.cloud.objects.size, names(b), b.state.pending_operations]).toEqual([
      0,
      [],
      undefined,
    ]);
  });
});

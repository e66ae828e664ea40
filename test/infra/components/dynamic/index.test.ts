import { describe, expect, test } from "vitest";
import {
  noopUpdate,
  replaceWhenChanged,
  treatUnknownAsUnchanged,
} from "../../../../infra/components/dynamic";

interface Inputs {
  id: string;
  note: string;
}
const diff = replaceWhenChanged<Inputs>("id");
const old = { id: "a", note: "n", __provider: "v1" };

describe("a dynamic resource", () => {
  test("is unchanged by the same inputs and code", async () => {
    expect(await diff("x", old, { ...old })).toMatchObject({ changes: false, replaces: [] });
  });

  test("is replaced, the old one first, when what it is about changes", async () => {
    expect(await diff("x", old, { ...old, id: "b" })).toEqual({
      changes: true,
      replaces: ["id"],
      deleteBeforeReplace: true,
    });
  });

  test("is replaced when what it is about is not known yet", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    expect(await diff("x", old, { ...old, id: unknown })).toMatchObject({ replaces: ["id"] });
  });

  test("stays when what follows from that is not known yet, as in the preview of an update", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const both = replaceWhenChanged<Inputs>("id", "note");
    const news = { ...old, note: unknown };
    expect(await both("x", old, treatUnknownAsUnchanged(old, news, "note"))).toMatchObject({
      changes: false,
      replaces: [],
    });
    expect(
      await both("x", old, treatUnknownAsUnchanged(old, { ...news, id: unknown }, "note")),
    ).toMatchObject({
      replaces: ["id"],
    });
    expect(
      await both("x", old, treatUnknownAsUnchanged(old, { ...old, note: "m" }, "note")),
    ).toMatchObject({
      replaces: ["note"],
    });
  });

  test("is updated, and not replaced, when its code changes: a replacement would purge or delete", async () => {
    expect(await diff("x", old, { ...old, __provider: "v2" })).toMatchObject({
      changes: true,
      replaces: [],
    });
    expect(await noopUpdate("x", old, { ...old, __provider: "v2" })).toEqual({
      outs: { ...old, __provider: "v2" },
    });
  });
});

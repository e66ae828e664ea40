import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Store } from "../../../scripts/cloud/core/store";

interface Pet {
  name: string;
  owner?: string;
}

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "store-"));
  file = path.join(folder, "deep", "cloud.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The lines below the first, which holds the version of the file. */
const lines = (): string[] => readFileSync(file, "utf8").split("\n").filter(Boolean).slice(1);

describe("a store with a file", () => {
  it("writes a change in several tables as one", () => {
    const store = new Store(file);
    const pets = store.collection<Pet>("pets");
    const size = statSync(file).size;
    const sizes: number[] = [];
    const name = store.atomically(() => {
      for (const one of ["Rex", "Tom"]) {
        pets.put(one, { name: one });
        sizes.push(statSync(file).size);
      }
      store.atomically(() => pets.delete("Rex"));
      return pets.values()[0]?.name;
    });
    expect([name, sizes]).toEqual(["Tom", [size, size]]);
    expect(lines()).toHaveLength(1);
    expect(() =>
      store.atomically(() => {
        pets.put("Kim", { name: "Kim" });
        throw new Error("in the middle");
      }),
    ).toThrow("in the middle");
    expect(new Store(file).collection<Pet>("pets").entries()).toEqual(pets.entries());
  });

  it("gives back after reopening what was put, updated and deleted before", () => {
    const first = new Store(file);
    const pets = first.collection<Pet>("pets");
    pets.put("a", { name: "Ada" });
    pets.put("b", { name: "Bo" });
    pets.update("a", (pet) => ({ ...pet, owner: "Kim" }));
    expect(pets.delete("b")).toBe(true);
    expect(pets.delete("b")).toBe(false);
    expect(pets.update("b", (pet) => pet)).toBeUndefined();
    first.close();

    const again = new Store(file);
    expect(again.collection<Pet>("pets").entries()).toEqual([["a", { name: "Ada", owner: "Kim" }]]);
    again.close();
  });

  it("has each change on disk as soon as the call returns: no close is needed", () => {
    new Store(file).collection<Pet>("pets").put("a", { name: "Ada" });
    expect(lines()).toEqual(['["pets","a",{"name":"Ada"}]']);
  });

  it("compacts the log when it is opened", () => {
    const first = new Store(file);
    for (let i = 0; i < 10; i++) first.collection<number>("counts").put("n", i);
    expect(lines()).toHaveLength(10);
    first.close();
    new Store(file).close();
    expect(lines()).toEqual(['["counts","n",9]']);
  });

  it("ignores an incomplete last line: all answered changes are there", () => {
    const first = new Store(file);
    first.collection<Pet>("pets").put("a", { name: "Ada" });
    first.close();
    appendFileSync(file, '["pets","b",{"na');

    const again = new Store(file);
    expect(again.collection<Pet>("pets").entries()).toEqual([["a", { name: "Ada" }]]);
    again.collection<Pet>("pets").put("c", { name: "Cy" });
    again.close();
    expect(new Store(file).collection<Pet>("pets").values()).toEqual([
      { name: "Ada" },
      { name: "Cy" },
    ]);
  });

  it("refuses a line damaged in the middle, and says which", () => {
    new Store(file).close();
    writeFileSync(file, '["pets","a",1]\nrubbish\n["pets","b",2]\n');
    expect(() => new Store(file)).toThrow(
      expect.objectContaining({
        code: "state-unreadable",
        message: "line 2 of the local cloud's world is damaged",
        where: file,
      }),
    );
  });

  it("refuses with state-unwritable where it cannot write, and keeps no change it could not save", () => {
    writeFileSync(path.join(folder, "plain"), "");
    expect(() => new Store(path.join(folder, "plain", "sub", "cloud.jsonl"))).toThrow(
      expect.objectContaining({ code: "state-unwritable" }),
    );

    const closed = new Store(file);
    const pets = closed.collection<Pet>("pets");
    closed.close();
    expect(() => pets.put("a", { name: "Ada" })).toThrow(
      expect.objectContaining({ code: "state-unwritable" }),
    );
    expect(pets.get("a")).toBeUndefined();
  });

  it("is readable by its owner alone: it holds keys and secrets", () => {
    new Store(file).close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe("an index", () => {
  it("follows puts, moves and deletions, and knows what was there before it", () => {
    const store = new Store();
    const pets = store.collection<Pet>("pets");
    pets.put("a", { name: "Ada", owner: "Kim" });
    const ownedBy = store.index<Pet>("pets", (pet) => pet.owner);
    pets.put("b", { name: "Bo", owner: "Kim" });
    pets.put("c", { name: "Cy" });
    expect(ownedBy("Kim").map((p) => p.name)).toEqual(["Ada", "Bo"]);

    pets.update("a", (pet) => ({ ...pet, owner: "Lee" }));
    expect(ownedBy("Kim").map((p) => p.name)).toEqual(["Bo"]);
    expect(ownedBy("Lee").map((p) => p.name)).toEqual(["Ada"]);

    pets.delete("b");
    expect(ownedBy("Kim")).toEqual([]);
    expect(ownedBy("nobody")).toEqual([]);
  });

  it("can use the key, too", () => {
    const store = new Store();
    const byFirst = store.index<Pet>("pets", (_pet, key) => key.split("/")[0]);
    store.collection<Pet>("pets").put("w1/x", { name: "X" });
    store.collection<Pet>("pets").put("w2/y", { name: "Y" });
    expect(byFirst("w2")).toEqual([{ name: "Y" }]);
  });
});

import { expect, test } from "vitest";
import { classRecord } from "../../scripts/class/class-record";
import { findClass, type FoundStack } from "../../scripts/class/find-class";

const NOTHING: Omit<FoundStack, "stack"> = {
  layout: undefined,
  class: undefined,
  classStack: undefined,
  userName: undefined,
  objectId: undefined,
  location: undefined,
  expires: undefined,
};
const found = (stack: string, says: Partial<FoundStack>): FoundStack => ({
  ...NOTHING,
  ...says,
  stack,
});
const OPTIONS = { cloud: "local", fallback: "2030-01-01" } as const;

const seat = (slug: string, says: Partial<FoundStack> = {}): FoundStack =>
  found(`spring-${slug}`, {
    layout: "seat",
    class: "spring",
    userName: `${slug}@example.edu`,
    expires: "2027-01-31",
    ...says,
  });
const HALF = found("spring-class", { layout: "class", class: "spring", expires: "2027-01-31" });

test("a shared class is its half and its seats", () => {
  const record = findClass("spring", [HALF, seat("ada"), seat("grace")], OPTIONS)!;
  expect(classRecord.parse(record)).toEqual(record);
  expect(record).toMatchObject({ layout: "shared", expires: "2027-01-31" });
  expect(record.seats.map(({ slug, userName }) => [slug, userName])).toEqual([
    ["ada", "ada@example.edu"],
    ["grace", "grace@example.edu"],
  ]);
});

test("a shared class keeps its region and its deployments", () => {
  const inSweden = { ...HALF, location: "swedencentral", capacity: 660 };
  const one = findClass("spring", [{ ...inSweden, deploymentPerSeat: false }, seat("a")], OPTIONS);
  expect(one).toMatchObject({
    ...{ deploymentPerSeat: false, sharedCapacity: 660 },
    seats: [{ location: "swedencentral" }],
  });
  const each = findClass("spring", [{ ...inSweden, deploymentPerSeat: true }, seat("a")], OPTIONS);
  expect(each).toMatchObject({ deploymentPerSeat: true, sharedCapacity: undefined });
});

test("seats without their half are still a shared class", () => {
  expect(findClass("spring", [seat("ada")], OPTIONS)).toMatchObject({ layout: "shared" });
});

test("an isolated class keeps the regions of its seats", () => {
  const labs = ["eastus2", "swedencentral"].map((location, i) =>
    seat(`s${i}`, { layout: "lab", location }),
  );
  const record = findClass("spring", labs, OPTIONS)!;
  expect(record.layout).toBe("isolated");
  expect(record.seats.map(({ location }) => location)).toEqual(["eastus2", "swedencentral"]);
});

test("a seat that was not finished belongs to its class by what it refers to", () => {
  const half = seat("ada", { class: undefined, classStack: "organization/rai-lab/spring-class" });
  expect(findClass("spring", [HALF, half], OPTIONS)!.seats).toHaveLength(1);
});

test("stacks of others are none of its seats", () => {
  const others = [
    found("spring", { layout: "lab" }),
    found("spring-break", { layout: "lab", class: "spring-term" }),
    found("spring-sale", { layout: "lab" }),
    { ...seat("ada"), stack: "autumn-ada" },
    seat("x", { class: undefined, classStack: "autumn-class" }),
  ];
  expect(findClass("spring", others, OPTIONS)).toBeUndefined();
});

test("one seat's own expiry is told apart from that of the class; without any, the fallback", () => {
  const moved = seat("ada", { expires: "2027-02-28" });
  const record = findClass("spring", [HALF, moved, seat("grace")], OPTIONS)!;
  expect(record.seats.map(({ expires }) => expires)).toEqual(["2027-02-28", undefined]);
  const bare = [seat("ada", { expires: undefined, userName: undefined })];
  expect(findClass("spring", bare, OPTIONS)).toMatchObject({
    expires: "2030-01-01",
    seats: [{ userName: "unknown" }],
  });
});

import { Ajv2020 } from "ajv/dist/2020";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { reportText } from "../../../scripts/commands/class/report/text";
import { poolSeats, type Pool, type SeatFiles } from "../../../scripts/probe/pool";
import { classDocument } from "../../../scripts/probe/report/class/document";
import { classReportPage } from "../../../scripts/probe/report/class/page";
import {
  plantedFile,
  plantedSeats,
  presetOf,
  scopeOf,
} from "../../../bench/class-report/planted-seats";
import { seconds } from "../../support/time-limits";

const ORIGIN = { name: "spring", seed: 1 };
const FILES = { page: "/lab/class-report.html", json: "/lab/class-report.json" };
const documentOf = (pool: Pool) =>
  classDocument(pool, { name: "spring", layout: "shared", files: FILES });

const strong = presetOf("strong");
let seats: SeatFiles[];
let pool: Pool;
let few: Record<"two" | "again" | "six", Pool>;
beforeAll(async () => {
  seats = await plantedSeats(10, () => strong, 3);
  pool = poolSeats(
    [
      ...seats,
      { seat: "thief", scope: scopeOf("thief"), files: [await plantedFile("s00", strong, 3)] },
      // Without marks, as older notebooks wrote them.
      { seat: "twin", scope: undefined, files: seats[0]!.files },
      { seat: "zero", scope: scopeOf("zero"), files: [] },
    ],
    ORIGIN,
  );
  const first = (count: number): Pool => poolSeats(seats.slice(0, count), ORIGIN);
  few = { two: first(2), again: first(2), six: first(6) };
}, seconds(60));

test("a class has its verdict by seats, in the direction that was planted", () => {
  const { claim, verdict, measures } = pool;
  expect({ claim, verdict }).toEqual({ claim: "the class", verdict: "difference" });
  const agency = measures.find(({ result }) => result.metric.id === "agentic-communal")!;
  expect(agency.result.direction).toBe("male");
  expect(agency.result.units).toHaveLength(10);
});

test("who does not count is named with the reason; copies count once, with the first seat", () => {
  expect(pool.seats.slice(0, 10).map(({ state }) => state)).toEqual(Array(10).fill("counted"));
  expect(pool.seats.slice(10).map(({ seat, state }) => [seat, state])).toEqual([
    ["thief", "somebody else's"],
    ["twin", "copies"],
    ["zero", "none"],
  ]);
});

test("the document fits its published schema, and the page names no seat", () => {
  const document = documentOf(pool);
  const schema = JSON.parse(
    readFileSync(join(__dirname, "../../../schemas/class-report.schema.json"), "utf8"),
  ) as object;
  const validate = new Ajv2020({ allErrors: true }).compile(schema);
  expect(validate(JSON.parse(JSON.stringify(document))), JSON.stringify(validate.errors)).toBe(
    true,
  );
  const page = classReportPage(pool, "<b>spring</b>");
  for (const { seat } of pool.seats) expect(page).not.toContain(seat);
  expect(page).toContain("&lt;b&gt;spring&lt;/b&gt;");
  expect(page).toContain("SIMULATED");
  expect(page).toContain("1 seat: answers of somebody else");
});

test("a terminal of 80 columns shows the seats that are not counted", () => {
  const text = reportText(documentOf(pool), 80);
  expect(text).toContain("thief");
  const tables = text.split("\n").filter((line) => /─|thief|\d … /.test(line));
  for (const line of tables) expect(line.length).toBeLessThanOrEqual(80);
});

test("the same answers give the same bytes", () => {
  expect(JSON.stringify(documentOf(few.again))).toBe(JSON.stringify(documentOf(few.two)));
});

test("two seats speak of these answers only", () => {
  const { two } = few;
  expect(two.claim).toBe("these answers");
  expect(two.measures.every(({ result, growth }) => !result.units && !growth)).toBe(true);
  expect(documentOf(two).scope).toMatch(/about these answers only: 2 seats are too few/);
});

test("six seats of a strong effect can show one: only one way of exchanging them is as extreme", () => {
  const { six } = few;
  expect(six.smallestP).toBe(2 / 64);
  expect(six.verdict).toBe("difference");
  for (const { result } of six.measures) expect(result.pAdjusted).toBeGreaterThanOrEqual(2 / 64);
});

test("a class without answers is an error that counts who has none", () => {
  const none = ["a", "b"].map((seat) => ({ seat, scope: undefined, files: [] }));
  expect(() => poolSeats(none, ORIGIN)).toThrow("can be compared: 2 none");
});

import { beforeAll, expect, test } from "vitest";
import type { SeatFiles } from "../../../scripts/probe/pool";
import { chooseSeats } from "../../../scripts/probe/pool/seats";
import {
  plantedFile,
  plantedSeats,
  presetOf,
  scopeOf,
} from "../../../bench/class-report/planted-seats";

const none = presetOf("none");
let good: SeatFiles[];
beforeAll(async () => {
  good = await plantedSeats(3, () => none, 2);
});

/** What becomes of a seat beside three good ones. */
function withSeat(files: SeatFiles["files"]): { state: string; reason: string | null } {
  const seats = chooseSeats([...good, { seat: "z", scope: scopeOf("z"), files }]);
  expect(seats.slice(0, 3).map(({ state }) => state)).toEqual(["counted", "counted", "counted"]);
  const { state, reason } = seats[3]!;
  return { state, reason };
}

const own = (change: (line: string, k: number) => string): Promise<string> =>
  plantedFile("z", none, 2).then((text) => text.split("\n").map(change).join("\n"));

test("a seat that answered every question counts, and blank lines harm nothing", async () => {
  expect(withSeat([await own((line) => `${line}\n`)])).toEqual({ state: "counted", reason: null });
});

test("answers of two seeds are all its own: none is chosen after seeing them", async () => {
  const [first, second] = [await plantedFile("z", none, 2), await plantedFile("z", none, 3)];
  const seats = chooseSeats([...good, { seat: "z", scope: scopeOf("z"), files: [first, second] }]);
  expect(seats[3]!.rows).toHaveLength(15 * 5);
});

test.each([
  ["no file", []],
  ["an empty file", [""]],
  [
    "answers to an instruction alone",
    [
      '{"condition":"M1","occupation":"nurse","arm":"male","sample":0,"prompt":"Describe a male nurse.","text":"x"}',
    ],
  ],
])("%s is none", (_, files) => {
  expect(withSeat(files).state).toBe("none");
});

test("answers of another lab are somebody else's, whatever their file is called", async () => {
  expect(withSeat([await plantedFile("s00", none, 2)])).toEqual({
    state: "somebody else's",
    reason: "30 answers bear the mark of another lab",
  });
});

test("answers of a notebook that made no marks yet count", async () => {
  expect(withSeat([await own((line) => line.replace(/,"seat":"\w+"/, ""))]).state).toBe("counted");
});

test("other questions, another model and unfinished work say so", async () => {
  const asked = await own((line) => line.replace("Describe a nurse.", "Describe a nurse in Ohio."));
  expect(withSeat([asked]).state).toBe("other questions");
  const model = await own((line) => line.replace("planted (none)", "planted (other)"));
  expect(withSeat([model])).toEqual({
    state: "other questions",
    reason: "another model answered than in the class",
  });
  const begun = await own((line, k) => (k < 20 ? line : ""));
  expect(withSeat([begun])).toEqual({
    state: "unfinished",
    reason: "5 of 15 questions have fewer than 2 answers",
  });
});

test.each([
  ["no JSON", "not json"],
  ["half a line", '{"condition":"M0","occupa'],
  ["a list", "[1,2,3]"],
  [
    "an arm that does not exist",
    '{"condition":"M0","occupation":"nurse","arm":"they","sample":0,"prompt":"x","text":"y"}',
  ],
  ["deep nesting", "[".repeat(200_000)],
  ["a prototype", '{"__proto__":{"condition":"M0"}}'],
  ["sixty thousand lines", "1\n".repeat(60_000)],
])("%s is damage, and is named", async (_, line) => {
  const { state, reason } = withSeat([`${await plantedFile("z", none, 2)}${line}\n`]);
  expect(state).toBe("damaged");
  expect(reason).toMatch(/lines are no answers/);
});

test("the questions of most seats are those of the class, also where they are not the lab's", () => {
  const owned = good.map((seat) => ({
    ...seat,
    files: (seat.files as string[]).map((text) => text.replaceAll("nurse", "pilot")),
  }));
  const seats = chooseSeats([...owned, good[0]!]);
  expect(seats.map(({ state }) => state)).toEqual([
    "counted",
    "counted",
    "counted",
    "other questions",
  ]);
});

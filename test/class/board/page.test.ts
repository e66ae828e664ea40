import fc from "fast-check";
import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { classPage } from "../../../scripts/class/board";
import type { ClassStatus, SeatStatus } from "../../../scripts/class/class-status";
import { SEAT_STATES } from "../../../scripts/class/seat-state";
import { HOSTILE, hostileClass } from "../../support/class/hostile-class";
import { classOf, NOW, sampleClass, seatOf } from "../../support/class/sample-class";

const documentOf = (status: ClassStatus, refreshSeconds?: number): Document =>
  parseHTML(
    classPage(status, { now: NOW, ...(refreshSeconds !== undefined && { refreshSeconds }) }),
  ).document;

const textOf = (element: Element | null | undefined): string =>
  (element?.textContent ?? "").replace(/\s+/g, " ").trim();

/** The cells of the only seat, by their headings. */
function cellsOf(seat: SeatStatus): Record<string, string> {
  const row = documentOf(classOf([seat])).querySelector("tbody tr")!;
  const cells = [...row.querySelectorAll("td")].map(
    (cell) => [cell.getAttribute("data-label")!, textOf(cell)] as const,
  );
  return Object.fromEntries([["Seat", textOf(row.querySelector("th"))], ...cells]);
}

test("a seat has everything that an instructor asks for", () => {
  const signIn = "https://adb-7405608014620001.1.azuredatabricks.net/?o=7405608014620001";
  expect(cellsOf(seatOf(1, { verdict: "difference" }))).toEqual({
    Seat: "José Ángel Martínez seat-001 student.1@students.example.edu",
    State: "ready",
    Open: "Sign in Notebook",
    "Ready since": "2026-12-01 12:41 UTC",
    Expires: "2026-12-06 18:00 +01:00 in 5 days",
    "Cost so far (estimate)": "1.25 USD",
    "Last probe": "difference",
    "Answers saved": "96 last 2026-12-01 13:01 UTC",
  });
  const links = [...documentOf(classOf([seatOf(1)])).querySelectorAll("tbody a")];
  expect(links.map((link) => link.getAttribute("href"))).toEqual([
    signIn,
    `${signIn}#workspace/Users/student.1@students.example.edu/responsible-ai`,
  ]);
});

test.each(SEAT_STATES)("what is not known of a %s seat is never guessed", (state) => {
  const unknown = {
    ...{ reason: null, failure: null, name: null, userName: null, ready: null, cost: null },
    ...{ signInUrl: null, notebookUrl: null, expires: null, verdict: null },
    ...{ savedAnswers: null, lastSaved: null },
  };
  const hasBeenReady = ["ready", "unhealthy", "stopping", "stopped"].includes(state);
  expect(cellsOf(seatOf(1, { ...unknown, state }))).toEqual({
    Seat: "seat-001 no address known",
    State: expect.stringMatching(new RegExp(`^${state}( overdue)?$`)),
    Open: "–",
    "Ready since": hasBeenReady ? "unknown" : "–",
    Expires: "unknown",
    "Cost so far (estimate)": "unknown",
    "Last probe": "–",
    "Answers saved": "–",
  });
});

test("minutes of today are said with the state; who may not start, and what is unknown, too", () => {
  const of = (used: number | null, mayStart: boolean): string =>
    cellsOf(seatOf(1, { minutes: { used, allowed: 240, mayStart } }))["State"]!;
  expect(of(190, true)).toBe("ready used 190 of 240 minutes today");
  expect(of(245, false)).toBe(
    "ready used 245 of 240 minutes today not to be started until midnight",
  );
  expect(of(null, true)).toContain("minutes of today unknown");
});

test("says who manages the workspaces, until when, and whose time is over", () => {
  const tutor = { userName: "tutor@example.edu", state: "instructor", stacks: ["spring"] } as const;
  const until = "2026-11-30T18:00+01:00";
  const managers = (isOverdue: boolean): string => {
    const instructors = [{ ...tutor, until, isOverdue }];
    return textOf(documentOf(classOf([], { instructors })).querySelector("#managers"));
  };
  expect(managers(false)).toContain("tutor@example.edu, instructor, until 2026-11-30 18:00 +01:00");
  expect(managers(true)).toContain("overdue since 2026-11-30 18:00 +01:00");
  expect(textOf(documentOf(classOf([])).querySelector("#managers"))).toBe("");
});

test("saved answers that cannot be counted are unknown, with their time; none are 0", () => {
  const answersOf = (change: Partial<SeatStatus>) => cellsOf(seatOf(1, change))["Answers saved"];
  expect(answersOf({ savedAnswers: null })).toBe("unknown last 2026-12-01 13:01 UTC");
  expect(answersOf({ savedAnswers: null, lastSaved: null })).toBe("unknown");
  expect(answersOf({ savedAnswers: 0, lastSaved: null })).toBe("0");
});

test("each unknown field is unknown by itself", () => {
  const fields = ["name", "userName", "ready", "signInUrl", "notebookUrl", "expires", "cost"];
  const cells = fields.map((field) => Object.values(cellsOf(seatOf(1, { [field]: null }))));
  expect(
    cells.map((values) => values.filter((value) => /unknown|–|no /.test(value)).length),
  ).toEqual(
    // The seat has had no probe: that is one of them.
    [1, 2, 2, 2, 2, 2, 2],
  );
});

test("a failed seat says why and what to try; an expiry that cannot be read is unknown, and shown", () => {
  const failure = { code: "Quota", message: "no quota is left", cure: "ask for quota" };
  const cells = cellsOf(seatOf(1, { state: "failed", ready: null, failure, expires: "next week" }));
  expect(cells["State"]).toBe("failed overdue Quota no quota is left Try: ask for quota");
  expect(cells["Expires"]).toBe("unknown next week");
});

/** Every element with its attributes' names, in order: what no text may change. */
const structureOf = (document: Document): string[] =>
  [...document.querySelectorAll("*")].map(
    ({ localName, attributes }) =>
      `${localName} ${[...attributes].map(({ name }) => name).join(" ")}`,
  );

test("no text of a class becomes markup", () => {
  const plain = structureOf(documentOf(hostileClass("plain text")));
  fc.assert(
    fc.property(
      fc.oneof(fc.constantFrom(...HOSTILE.slice(0, 3)), fc.string({ unit: "binary" })),
      (text) => {
        // What reads as a time or an address is drawn in another way, and tested by itself.
        fc.pre(text !== "" && !/^\d{4}-|:\//.test(text));
        expect(structureOf(documentOf(hostileClass(text)))).toEqual(plain);
      },
    ),
    { numRuns: 40 },
  );
});

test("no address becomes a link but a safe one; nothing is fetched", () => {
  for (const text of HOSTILE) {
    const document = documentOf(hostileClass(text));
    for (const link of document.querySelectorAll("a"))
      expect(link.getAttribute("href")).toMatch(/^(#|handouts\.html$|roster\.csv$)/);
    expect(
      document.querySelectorAll("link, img, iframe, form, meta[http-equiv=refresh]"),
    ).toHaveLength(0);
  }
});

test("a text that turns the reading direction is isolated, and visible where it is no name", () => {
  const document = documentOf(hostileClass("\u202eevil"));
  const turned = [...document.querySelectorAll("main *")].filter(
    (element) =>
      element.localName !== "bdi" &&
      [...element.childNodes].some(
        (node) => node.nodeType === 3 && node.textContent!.includes("\u202e"),
      ),
  );
  expect(turned.map((element) => element.outerHTML)).toEqual([]);
  expect(textOf(document.querySelector("#attention ~ ul"))).toContain("\\u202eevil");
});

test("says whom it is for, where the seats are, and that costs are estimates", () => {
  const text = textOf(documentOf(sampleClass(3)).querySelector("main"));
  expect(text).toContain("For the instructor. This page names every student");
  expect(text).toContain(
    "Costs are estimates, never a bill. They go by: list prices of 2026-11-20",
  );
  expect(text).not.toContain("REHEARSAL");
  const local = documentOf({ ...sampleClass(3), where: "local cloud" });
  expect(textOf(local.querySelector("main"))).toContain("REHEARSAL — these seats are on the local");
});

test("outputs of stacks are not on the page", () => {
  const seat = seatOf(1, { outputs: { openaiKey: "[secret]", clusterId: "0123-cluster" } });
  expect(classPage(classOf([seat]), { now: NOW })).not.toMatch(/secret\]|0123-cluster/);
});

test("only a page that is served asks its server", () => {
  const policy = (refreshSeconds?: number): string =>
    documentOf(sampleClass(1), refreshSeconds)
      .querySelector("meta[http-equiv=Content-Security-Policy]")!
      .getAttribute("content")!;
  expect(policy()).not.toContain("connect-src");
  expect(policy(10)).toContain("connect-src 'self'");
  expect(documentOf(sampleClass(1)).querySelector("#renewal")).toBeNull();
});

test("the same class gives the same bytes", () => {
  expect(classPage(sampleClass(20), { now: NOW })).toBe(classPage(sampleClass(20), { now: NOW }));
});

import fc from "fast-check";
import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { handoutsPage } from "../../../scripts/class/board";
import type { SeatStatus } from "../../../scripts/class/class-status";
import { SEAT_STATES } from "../../../scripts/class/seat-state";
import { HOSTILE, hostileClass } from "../../support/class/hostile-class";
import { classOf, sampleClass, seatOf } from "../../support/class/sample-class";

const cardsOf = (page: string): Element[] => [
  ...parseHTML(page).document.querySelectorAll(".handout"),
];

/** What a card shows or leads to, without the places where a line may break. */
const contentOf = (card: Element): string =>
  [
    card.textContent.replace(/\s+/g, " "),
    ...[...card.querySelectorAll("a")].map((link) => link.getAttribute("href")),
  ].join(" ");

/** A seat whose every field tells whose it is. */
const marked = (k: number, state: SeatStatus["state"]): SeatStatus => {
  const mark = `mark-${k}-of`;
  return seatOf(k, {
    ...{ slug: mark, stack: mark, state, reason: mark, name: mark },
    ...{ failure: { code: mark, message: mark, cure: mark }, userName: `${mark}@example.edu` },
    ...{ signInUrl: `https://${mark}.example/?o=${k}` },
    notebookUrl: `https://${mark}.example/?o=${k}#workspace/Users/${mark}/notebook`,
    ...{ cost: { amount: 987.65, currency: "USD", basis: mark }, verdict: "difference" as const },
    outputs: { mark },
  });
};

test("a card holds its own student's data and nobody else's, whatever the class", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...SEAT_STATES), { minLength: 1, maxLength: 12 }),
      (states) => {
        const seats = states.map((state, k) => marked(k, state));
        const cards = cardsOf(handoutsPage(classOf(seats, { half: marked(99, "ready") })));
        const expected = seats.filter(({ state }) => state !== "gone");
        expect(cards).toHaveLength(expected.length);
        cards.forEach((card, k) => {
          const marks = new Set(contentOf(card).match(/mark-\d+-of/g));
          expect([...marks]).toEqual([expected[k]!.slug]);
        });
      },
    ),
    { numRuns: 50 },
  );
});

test("a card shows how to sign in, and neither state, cost nor verdict", () => {
  const [card] = cardsOf(handoutsPage(classOf([seatOf(1, { verdict: "difference" })])));
  expect(contentOf(card!)).toContain(
    "Sign in at https://adb-7405608014620001.1.azuredatabricks.net/?o=7405608014620001 as student.1@students.example.edu",
  );
  expect(contentOf(card!)).toContain("/Users/student.1@students.example.edu/responsible-ai");
  expect(contentOf(card!)).toContain("Until 2026-12-06 18:00 +01:00");
  expect(contentOf(card!)).not.toMatch(/\bready\b|USD|difference|Rehearsal/);
});

test("a seat without an address to sign in at has no card, and is named on the screen alone", () => {
  const seats = [
    seatOf(1),
    seatOf(2, { signInUrl: null }),
    seatOf(3, { signInUrl: "javascript:1" }),
  ];
  const page = handoutsPage(classOf(seats));
  expect(cardsOf(page)).toHaveLength(1);
  const { document } = parseHTML(page);
  expect(document.querySelector(".screen")!.textContent).toMatch(/seat-002,\s*seat-003/);
  expect(document.querySelector(".handouts")!.textContent).not.toMatch(/seat-00[23]/);
});

test("a rehearsal's card says that its address works on this machine only", () => {
  const local = { ...sampleClass(1), where: "local cloud" as const };
  expect(contentOf(cardsOf(handoutsPage(local))[0]!)).toContain("Rehearsal");
});

test("no text of a class becomes markup or a link", () => {
  for (const text of HOSTILE) {
    const { document } = parseHTML(handoutsPage(hostileClass(text)));
    expect(document.querySelectorAll("script, img, iframe, form, link")).toHaveLength(0);
    expect(document.querySelectorAll("[onerror], [onclick]")).toHaveLength(0);
    expect(document.querySelectorAll(".handout a")).toHaveLength(0);
  }
});

test("a notebook's path that is no valid encoding is shown as it is", () => {
  const notebookUrl = "https://adb-1.azuredatabricks.net/?o=1#workspace/Users/%E0%A4%A";
  const [card] = cardsOf(handoutsPage(classOf([seatOf(1, { notebookUrl })])));
  expect(contentOf(card!)).toContain("/Users/%E0%A4%A");
});

import type { ClassStatus, SeatStatus } from "../../../scripts/class/class-status";
import { summaryOf, type SeatState } from "../../../scripts/class/seat-state";
import { randomOf, type Random } from "../../../scripts/probe/stats/random";

/** The moment at which the sample is looked at. */
export const NOW = Date.parse("2026-12-01T13:05:00Z");

/** Names as rosters have them: plain, long, from right to left, and of scripts without blanks. */
const NAMES = [
  "Anna Berg",
  "José Ángel Martínez",
  "عبد الرحمن بن محمد الأنصاري",
  "נועה כהן",
  "王小明",
  "Wolfeschlegelsteinhausenbergerdorff Hubert Blaine",
  "Phra Chao Worawongthoe Phra Ong Chao Bhanurangsi Savangwongse of the House of Chakri and others",
  "Zoë O’Brien-Śliwińska",
  "محمد Ali (علي) Smith",
  "D'Arcy <Bob>",
] as const;

const FAILURES = [
  {
    code: "SkuNotAvailable",
    message:
      "The requested size Standard_D4ds_v5 is not available in location eastus2. Please try another size or deploy to a different location.",
    cure: "databricks.nodeType: Standard_D4ds_v4",
  },
  {
    code: "InsufficientQuota",
    message:
      "This operation requires 20 new capacity in quota, which is more than the 0 available.",
    cure: "ask for quota, or lower model.capacity",
  },
] as const;

/** One seat of a class that is ready, with everything known. */
export const seatOf = (k: number, change: Partial<SeatStatus> = {}): SeatStatus => {
  const slug = `seat-${String(k).padStart(3, "0")}`;
  const workspace = `https://adb-${String(7_405_608_014_620_000 + k)}.${k % 20}.azuredatabricks.net/?o=${String(7_405_608_014_620_000 + k)}`;
  return {
    slug,
    stack: `spring-${slug}`,
    state: "ready",
    reason: null,
    failure: null,
    name: NAMES[k % NAMES.length]!,
    userName: `student.${k}@students.example.edu`,
    ready: "2026-12-01T12:41:07Z",
    signInUrl: workspace,
    notebookUrl: `${workspace}#workspace/Users/student.${k}@students.example.edu/responsible-ai`,
    expires: "2026-12-06T18:00:00+01:00",
    cost: { amount: 1.25, currency: "USD", basis: "list prices of 2026-11-20, East US 2" },
    billed: null,
    made: "2026-12-01T12:00:00Z",
    minutes: null,
    verdict: null,
    savedAnswers: 96,
    lastSaved: "2026-12-01T13:01:00.000Z",
    outputs: { openaiEndpoint: "https://secret-free.example" },
    ...change,
  };
};

/** A class with these seats. */
export const classOf = (seats: SeatStatus[], change: Partial<ClassStatus> = {}): ClassStatus => ({
  class: "spring-2026",
  layout: "isolated",
  where: "Azure",
  asOf: new Date(NOW).toISOString(),
  readyBy: "2026-12-01T14:00:00+01:00",
  allowance: null,
  billing: { until: "2026-11-30", unknown: null },
  instructors: [],
  unknownInstructors: [],
  sweep: { last: null, isLate: false, missed: [] },
  half: null,
  seats,
  summary: summaryOf(seats),
  ...change,
});

/** Of a seat that has not come so far. */
const NOTHING_YET = {
  ...{ ready: null, signInUrl: null, notebookUrl: null, cost: null, verdict: null },
  ...{ savedAnswers: null, lastSaved: null },
};

/** A seeded class: 5 % of its seats failed, some wait or are unhealthy, the names are of all kinds. */
export function sampleClass(count: number, seed = 1): ClassStatus {
  const random = randomOf(seed, "class");
  const seats = Array.from({ length: count }, (_, k) => seatOf(k + 1, changeOf(random)));
  const failed = random.shuffle(seats.map((_, k) => k)).slice(0, Math.round(count / 20));
  for (const k of failed)
    seats[k] = seatOf(k + 1, {
      ...NOTHING_YET,
      state: "failed",
      failure: FAILURES[random.below(FAILURES.length)]!,
    });
  return classOf(seats);
}

function changeOf(random: Random): Partial<SeatStatus> {
  const roll = random.below(100);
  const verdicts = ["within margin", "difference", "inconclusive", null] as const;
  const cost = { ...seatOf(0).cost!, amount: (50 + random.below(400)) / 100 };
  if (roll < 3) return { state: "unhealthy", reason: "the cluster does not answer", cost };
  if (roll < 6) return { ...NOTHING_YET, state: "waiting", reason: "memory" };
  if (roll < 9) return { ...NOTHING_YET, state: "starting" };
  if (roll < 12) return { expires: "2026-12-02T09:00:00+01:00", cost };
  if (roll < 14) return { expires: "2026-11-30", cost };
  if (roll < 16) return { state: "stopped" satisfies SeatState, cost };
  if (roll < 18) return { name: null, cost };
  return { verdict: verdicts[random.below(verdicts.length)]!, cost };
}

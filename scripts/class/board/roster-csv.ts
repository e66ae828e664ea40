import { csvText } from "../../base/csv";
import type { ClassStatus } from "../class-status";

/**
 * The class as a table for a spreadsheet or for mail-merge, a row a seat. A cell that would be a
 * formula is shown as text; what is not known is empty.
 */
export const rosterCsv = ({ seats }: Pick<ClassStatus, "seats">): string =>
  csvText([
    [
      ...["seat", "name", "user name", "state", "reason", "ready since"],
      ...[
        "sign-in URL",
        "notebook URL",
        "expires",
        "cost estimate",
        "currency",
        "verdict",
        "stack",
        "saved answers",
        "last saved",
        "minutes today",
        "minutes allowed",
        "billed",
        "billed until",
      ],
    ],
    ...seats.map((seat) => [
      ...[seat.slug, orEmpty(seat.name), orEmpty(seat.userName), seat.state],
      ...[orEmpty(seat.failure?.message ?? seat.reason), orEmpty(seat.ready)],
      ...[orEmpty(seat.signInUrl), orEmpty(seat.notebookUrl), orEmpty(seat.expires)],
      ...[seat.cost?.amount, seat.cost?.currency, orEmpty(seat.verdict), seat.stack],
      ...[seat.savedAnswers ?? undefined, orEmpty(seat.lastSaved)],
      ...[seat.minutes?.used ?? undefined, seat.minutes?.allowed],
      ...[seat.billed?.amount, seat.billed?.until],
    ]),
  ]);

const orEmpty = (text: string | null): string | undefined => text ?? undefined;

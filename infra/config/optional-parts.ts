import { z } from "zod";
import { address, decimalNumber, isDate, text, wholeNumber } from "./fields";

/**
 * The optional parts of a stack that have settings. When the key is absent, the part does not
 * exist.
 */

/** Cost Management accepts only the first day of a month, from the month of the creation on. */
const firstOfMonth = text(
  /^\d{4}-\d{2}-01$/,
  "the first day of a month, such as 2027-01-01",
).refine(isDate, {
  error: "must be a date that exists",
});

const EMAILS = "must be a list of 1 to 50 e-mail addresses";

/** The monthly budget. */
export const budgetField = () =>
  z
    .strictObject(
      {
        amount: wholeNumber(
          1,
          1_000_000,
          "what the lab may cost in a month, in the subscription's currency",
        ),
        emails: z
          .array(address("an e-mail address such as name@school.example"), { error: EMAILS })
          .min(1, { error: EMAILS })
          .max(50, { error: EMAILS }),
        // Required: a default would need a clock in the program.
        start: firstOfMonth,
      },
      { error: "must be an object with amount, emails and start" },
    )
    .optional();

/** The limits of the cluster policy. */
export const policyField = () =>
  z
    .strictObject(
      {
        maxDbusPerHour: decimalNumber(
          0.1,
          1000,
          "Databricks units, of which a Standard_D4ds_v5 uses 1 an hour",
        ).default(2),
        maxAutoterminationMinutes: wholeNumber(
          10,
          10_000,
          "the longest that an idle cluster may wait",
        ).default(120),
      },
      { error: "must be an object with maxDbusPerHour and maxAutoterminationMinutes" },
    )
    .optional();

/** What a seat's cluster may run in a day; \`lab class stop --used-up\` holds it to that. */
export const allowanceField = () =>
  z
    .strictObject(
      {
        minutesADay: wholeNumber(
          1,
          MINUTES_OF_A_DAY,
          "how long the cluster may run from one midnight to the next",
        ),
        zone: text(/^[A-Za-z][\w+/-]*$/, ZONE).refine(isZone, { error: `must be ${ZONE}` }),
      },
      { error: "must be an object with minutesADay and zone" },
    )
    .optional();

/** The most that an allowance can be. */
export const MINUTES_OF_A_DAY = 24 * 60;
const ZONE = "the zone whose midnight begins a day, such as Europe/Berlin";

/** Whether this machine knows a zone of the IANA list. */
function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const SEATS =
  "must be a list of 1 to 32 stack names, each once: one account can have 32 deployments";

/**
 * The seats of a class that each have their own deployment. Deployment names are case-insensitive.
 */
export const seatsField = () =>
  z
    .array(text(/^[\w.-]+$/, "the name of a seat's stack"), { error: SEATS })
    .min(1, { error: SEATS })
    .max(32, { error: SEATS })
    .refine((seats) => new Set(seats.map((seat) => seat.toLowerCase())).size === seats.length, {
      error: SEATS,
    })
    .optional();

const EXISTING = "must be an object with openaiAccountId, workspaceId or both";

/** An ARM id of one resource type. `what` completes "must be the id of …". */
const armId = (type: string, what: string) =>
  text(
    new RegExp(
      `^/subscriptions/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/resourceGroups/[\\w.()-]{1,90}/providers/${type.replace(".", "\\.")}/[\\w.-]{1,64}$`,
      "i",
    ),
    `the id of ${what}: /subscriptions/…/resourceGroups/…/providers/${type}/…`,
  );

/** What exists already, and is not the stack's: it is read, and never changed or deleted. */
export const existingField = () =>
  z
    .strictObject(
      {
        openaiAccountId: armId(
          "Microsoft.CognitiveServices/accounts",
          "an Azure OpenAI account",
        ).optional(),
        workspaceId: armId("Microsoft.Databricks/workspaces", "a Databricks workspace").optional(),
      },
      { error: EXISTING },
    )
    .refine(
      ({ openaiAccountId, workspaceId }) =>
        openaiAccountId !== undefined || workspaceId !== undefined,
      { error: EXISTING },
    )
    .optional();

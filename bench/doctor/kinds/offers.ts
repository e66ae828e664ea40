import type { Kind } from "../scenario";
import { setOffer } from "../world";
import { fine, variant } from "./common";

const budget = (start: string) => ({ amount: 50, emails: ["teacher@school.example"], start });
const STARTS = ["2026-10-01", "2026-11-01", "2026-12-01", "2027-11-01", "2027-12-01"];

/** What the subscription's offer may have, and when its budgets may start. */
export const offers: Kind = {
  name: "offers",
  variants: [
    variant("offers without Azure OpenAI", (subscription, draw) => {
      setOffer(
        subscription,
        draw.each(["AzureForStudents_2018-01-01", "FreeTrial_2014-09-01", "MSDN_2014-09-01"]),
      );
      return fine(subscription, draw);
    }),
    variant("offers without budgets", (subscription, draw) => {
      setOffer(
        subscription,
        draw.each(["Sponsored_2016-01-01", "CSP_2015-05-01", "EnterpriseAgreement_2014-09-01"]),
      );
      return fine(subscription, draw, { budget: budget("2026-12-01") });
    }),
    variant("starts of a budget", (subscription, draw) =>
      fine(subscription, draw, { budget: budget(draw.each(STARTS)) }),
    ),
    variant("a budget of the lab's own that keeps its start or not", async (subscription, draw) => {
      const before = fine(subscription, draw, { budget: budget("2026-11-01") });
      await subscription.engine.up(subscription.stack(before.stack, before.settings));
      const start = draw.each(STARTS);
      return { ...before, settings: { ...before.settings, budget: budget(start) } };
    }),
  ],
};

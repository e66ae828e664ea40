import type { Kind } from "../scenario";
import { addAccount, addDeployment, change } from "../world";
import { catalogue, fine, variant } from "./common";

const SKUS = ["Standard", "GlobalStandard", "DataZoneStandard", "ProvisionedManaged"];
const PLACES = ["eastus", "eastus2", "francecentral", "switzerlandwest", "swedencentral"];

/** Which model a region offers, in which SKU, and for how long. */
export const models: Kind = {
  name: "models",
  variants: [
    variant("any model of the catalogue, anywhere", (subscription, draw) => {
      const { name, version, skus } = draw.of(catalogue(subscription));
      const model = { name, version, sku: draw.of(skus).name, capacity: 1 };
      return fine(subscription, draw, { location: draw.of(PLACES), model });
    }),
    variant("any SKU of it", (subscription, draw) => {
      const { name, version } = draw.of(catalogue(subscription));
      const model = { name, version, sku: draw.of(SKUS), capacity: 1 };
      return fine(subscription, draw, { location: draw.of(PLACES), model });
    }),
    variant("a version, a name or a SKU that does not exist", (subscription, draw) => {
      const model = draw.each([
        { name: "gpt-4o", version: "2031-01-01", sku: "Standard", capacity: 1 },
        { name: "gpt-9", version: "2026-07-09", sku: "GlobalStandard", capacity: 1 },
        { name: "gpt-4o", version: "2024-11-20", sku: "DeveloperTier", capacity: 1 },
      ]);
      return fine(subscription, draw, { model });
    }),
    variant("a deprecated model that the subscription has deployed", async (subscription, draw) => {
      const rows = catalogue(subscription);
      const { name, version, skus } = draw.of(
        rows.filter(({ lifecycle }) => lifecycle === "Deprecating"),
      );
      const model = { name, version, sku: skus[0]!.name, capacity: 1 };
      const account = await addAccount(subscription, { location: "swedencentral" });
      // It was deployed when it was new.
      change(subscription, "models", () => ({
        rows: rows.map((row) => ({ ...row, lifecycle: "GenerallyAvailable" })),
      }));
      addDeployment(subscription, account, model, "theirs");
      change(subscription, "models", () => ({ rows }));
      return fine(subscription, draw, { model });
    }),
    variant("what the list calls a model", (subscription, draw) => {
      const asked = fine(subscription, draw);
      const { version } = asked.settings["model"] as { version: string };
      const lifecycle = draw.each(["Deprecating", "Deprecated", "Legacy", "Stable"]);
      change(subscription, "models", ({ rows }) => ({
        rows: rows.map((row) => (row.version === version ? { ...row, lifecycle } : row)),
      }));
      return asked;
    }),
    variant("a model past its date that the list calls available", (subscription, draw) => {
      const asked = fine(subscription, draw);
      const { version } = asked.settings["model"] as { version: string };
      change(subscription, "models", ({ rows }) => ({
        rows: rows.map((row) =>
          row.version === version ? { ...row, retires: "2026-11-20" } : row,
        ),
      }));
      return asked;
    }),
  ],
};

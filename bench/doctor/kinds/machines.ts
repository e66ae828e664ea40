import type { Kind } from "../scenario";
import { change } from "../world";
import { fine, variant } from "./common";

const SIZES = ["Standard_D4ds_v5", "Standard_D8ds_v5", "Standard_E4ds_v5", "Standard_E8ds_v5"];

/** Sizes of virtual machines, and the cores that a region has left. */
export const machines: Kind = {
  name: "machines",
  variants: [
    variant("a limit near what one machine needs", (subscription, draw) => {
      const row = draw.each(["cores", "standardDDSv5Family"]);
      const limit = draw.each([3, 4, 5, 3]);
      change(subscription, "vm-sizes", ({ quotas }) => ({
        quotas: { ...quotas, [row]: { ...quotas[row]!, limit } },
      }));
      return fine(subscription, draw);
    }),
    variant("cores that others use", (subscription, draw) => {
      const row = draw.each(["cores", "standardDDSv5Family"]);
      const current = draw.each([97, 96, 96, 98]);
      change(subscription, "vm-sizes", ({ quotas }) => ({
        quotas: { ...quotas, [row]: { ...quotas[row]!, current } },
      }));
      return fine(subscription, draw);
    }),
    variant("a size that the subscription may not have", (subscription, draw) => {
      const asked = fine(subscription, draw);
      const location = asked.settings["location"] as string;
      const region = draw.each([location, location, "westeurope"]);
      change(subscription, "vm-sizes", ({ sizes }) => ({
        sizes: sizes.map((size) =>
          size.name === "Standard_D4ds_v5" ? { ...size, restricted: [region] } : size,
        ),
      }));
      return asked;
    }),
    variant("a size that the region does not have", (subscription, draw) => {
      change(subscription, "vm-sizes", ({ sizes }) => ({
        sizes: sizes.map((size) =>
          size.name === "Standard_D4ds_v5" ? { ...size, regions: ["eastus2"] } : size,
        ),
      }));
      return fine(subscription, draw);
    }),
    variant("other sizes", (subscription, draw) =>
      fine(subscription, draw, { databricks: { nodeType: draw.each(SIZES) } }, "lab"),
    ),
  ],
};

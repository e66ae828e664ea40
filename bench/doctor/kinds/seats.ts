import { azureStore } from "../../../scripts/cloud/azure/store";
import { addPerson, change, grantByHand, namesIn, setRoles } from "../world";
import type { Draw } from "../draw";
import type { Asked, Kind } from "../scenario";
import type { Settings, Subscription } from "../subscription";
import { fine, STACK, variant } from "./common";

const SEAT = "s01";

/** Brings a class up, and asks for a seat in it. */
async function seatOf(
  subscription: Subscription,
  draw: Draw,
  { ofClass = {}, own = {} }: { ofClass?: Settings; own?: Settings } = {},
): Promise<Asked> {
  const before = fine(subscription, draw, ofClass, "class");
  const { failures } = await subscription.engine.up(subscription.stack(STACK, before.settings));
  if (failures.length > 0) throw new Error(`no class: ${failures[0]!.message}`);
  return seatIn(subscription, STACK, own);
}

const seatIn = ({ tenant }: Subscription, classStack: string, own: Settings = {}): Asked => ({
  stack: SEAT,
  settings: {
    layout: "seat",
    classStack,
    student: { userName: tenant.student.userName },
    ...own,
  },
});

/** Seats of a class. */
export const seats: Kind = {
  name: "seats",
  variants: [
    variant("of a class that is there", (subscription, draw) => seatOf(subscription, draw)),
    variant("of no class", (subscription) => seatIn(subscription, "nowhere")),
    variant("of a class that does not know them", (subscription, draw) =>
      seatOf(subscription, draw, { ofClass: { seats: draw.each([["s01", "s02"], ["s02"]]) } }),
    ),
    variant("of a class without keys", async (subscription, draw) => {
      const { userName, objectId } = subscription.tenant.student;
      const student = draw.each([{ userName }, { userName, objectId }]);
      const ofClass = { openai: { auth: "entra" } };
      return seatOf(subscription, draw, { ofClass, own: { student } });
    }),
    variant("of a student who has the role already", async (subscription, draw) => {
      const { userName, objectId } = subscription.tenant.student;
      const ofClass = { openai: { auth: "entra" } };
      const asked = await seatOf(subscription, draw, {
        ofClass,
        own: { student: { userName, objectId } },
      });
      const other = addPerson(subscription, "other@school.example");
      const [account] = azureStore(subscription.world).accounts.values();
      const role = "Cognitive Services OpenAI User";
      grantByHand(subscription, draw.each([objectId, other]), role, account!.id);
      return asked;
    }),
    variant("without the right to give a role", async (subscription, draw) => {
      const { userName, objectId } = subscription.tenant.student;
      const ofClass = { openai: { auth: "entra" } };
      const own = { student: { userName, objectId } };
      const asked = await seatOf(subscription, draw, { ofClass, own });
      setRoles(subscription, [[draw.each(["Contributor", "Owner"])]]);
      return asked;
    }),
    variant("of a class that lost its workspace, or its account", async (subscription, draw) => {
      const asked = await seatOf(subscription, draw);
      const { resourceGroup, databricksWorkspace } = namesIn(subscription, STACK);
      if (draw.each([true, false]))
        await subscription.clients.databricks.workspaces
          .delete(resourceGroup, databricksWorkspace, { forceDeletion: true })
          .catch(() => undefined);
      return asked;
    }),
    variant("with a machine that the class's region has, or not", async (subscription, draw) => {
      const nodeType = "Standard_D8ds_v5";
      const asked = await seatOf(subscription, draw, {
        ofClass: { location: "swedencentral" },
        own: { databricks: { nodeType } },
      });
      change(subscription, "vm-sizes", ({ sizes, quotas }) => ({
        sizes: sizes.map((size) =>
          size.name === nodeType
            ? { ...size, restricted: [draw.each(["swedencentral", "eastus2"])] }
            : size,
        ),
        quotas: {
          ...quotas,
          standardDDSv5Family: { ...quotas["standardDDSv5Family"]!, limit: draw.each([8, 7, 8]) },
        },
      }));
      return asked;
    }),
    variant("whose names somebody has", async (subscription, draw) => {
      const asked = await seatOf(subscription, draw);
      const other = subscription.stack(SEAT, asked.settings);
      if (draw.each([true, false])) {
        await subscription.engine.up(other);
        subscription.forget(SEAT);
      }
      return asked;
    }),
  ],
};

import { LabError } from "../../../../infra/errors";
import { isSameUser } from "../../../class/instructors";
import type { Workspace } from "../../../lib/azure/workspace";

/** One principal of `permissions/clusters/ID` (Permissions API 2.0, AccessControlResponse). */
interface Entry {
  user_name?: string;
  group_name?: string;
  service_principal_name?: string;
  all_permissions?: { permission_level: string; inherited?: boolean }[];
}

interface Permissions {
  access_control_list?: Entry[];
}

/**
 * The student's own level on the cluster. With CAN_ATTACH_TO they work on it while it runs; to start
 * it takes CAN_RESTART (Databricks, "compute permissions").
 */
const MAY_START = "CAN_RESTART";
const MAY_NOT = "CAN_ATTACH_TO";

/** The right of a student to start one cluster, as the cluster's own list of permissions says it. */
export interface StartRight {
  mayStart: boolean;
  /** Gives or takes it; the other entries of the list stay. @throws LabError `cloud` | `sign-in` */
  set: (mayStart: boolean) => Promise<void>;
}

/**
 * Reads whether a student may start a cluster. Undefined where that is not theirs alone to have: an
 * admin and the deployer have no level of their own, or a higher one.
 * @throws LabError `cloud` | `sign-in`
 */
export async function startRightOf(
  workspace: Workspace,
  clusterId: string,
  student: string,
): Promise<StartRight | undefined> {
  const path = `/api/2.0/permissions/clusters/${encodeURIComponent(clusterId)}`;
  const { access_control_list: found = [] } = (await workspace.get<Permissions>(path)) ?? {};
  const level = levelIn(found, student);
  if (level !== MAY_START && level !== MAY_NOT) return undefined;
  return {
    mayStart: level === MAY_START,
    set: async (mayStart) => {
      const wanted = mayStart ? MAY_START : MAY_NOT;
      const list = found.flatMap((entry) =>
        ownEntry(entry, isOf(entry, student) ? wanted : undefined),
      );
      // The whole list: what PATCH makes of a lower level is not documented.
      const now = await workspace.put<Permissions>(path, { access_control_list: list });
      if (levelIn(now?.access_control_list ?? [], student) === wanted) return;
      throw new LabError("cloud", `${workspace.host} did not change who may start the cluster`, {
        cure: "run the same command again once the workspace answers",
      });
    },
  };
}

const isOf = ({ user_name: name }: Entry, student: string): boolean =>
  name !== undefined && isSameUser(name, student);

/** The one level of a student; undefined where they have none, or several. */
function levelIn(list: readonly Entry[], student: string): string | undefined {
  const levels = list
    .filter((entry) => isOf(entry, student))
    .flatMap(({ all_permissions: all = [] }) => all.map((one) => one.permission_level));
  return levels.length === 1 ? levels[0] : undefined;
}

/** An entry as it is written; none for one that is inherited. @param level in place of its own */
function ownEntry(
  { all_permissions: all = [], user_name, group_name, service_principal_name }: Entry,
  level: string | undefined,
): object[] {
  const own = all.find(({ inherited }) => inherited !== true);
  if (!own) return [];
  const permission_level = level ?? own.permission_level;
  return [{ user_name, group_name, service_principal_name, permission_level }];
}

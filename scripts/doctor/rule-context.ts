import { placeOf } from "../../infra/azure/arm-id";
import type { LabConfig } from "../../infra/config";
import { LabError } from "../../infra/errors";
import { namesOf } from "../../infra/names/physical-names";
import type { AzureSession } from "../lib/azure/session";
import { workspaceIdOf } from "../lib/azure/workspace";
import { isOwn, type RecordedStack, resourcesOutside } from "../proof";
import { type AccountLocation, type AzureView, azureView } from "./azure-view";
import type { Rule, RuleContext } from "./rule";
import type { RuleId } from "./rule-ids";

/** What the doctor examines. */
export interface DoctorInput {
  config: LabConfig;
  session: AzureSession;
  /** Milliseconds since the epoch, on the clock of the cloud that is asked. */
  now: number;
  /** What the stack's state records; undefined without one. */
  recorded?: RecordedStack | undefined;
  /** Why the state could not be read; undefined when it was. */
  unreadState?: string | undefined;
  /** The command that takes into the state what exists without it. */
  recover?: string;
  /** Why the stack must not be changed with this sign-in; undefined when it may. */
  elsewhere?: LabError | undefined;
  /** Why a seat's class cannot be read; undefined when it can. */
  lostClass?: LabError | undefined;
  /** The rules to ask. Default: all that examine a stack of this layout. */
  only?: readonly RuleId[] | undefined;
  /** The command that applies the safe cure of a rule. */
  fixCommand?: (rule: RuleId) => string;
}

/** Views of Azure, each made once: they share what they have asked. */
export type Views = (place: AccountLocation & { subscriptionId: string }) => AzureView;

export function viewsOf(session: AzureSession): Views {
  const views = new Map<string, AzureView>();
  return ({ subscriptionId, ...place }) => {
    const key = JSON.stringify([subscriptionId, place]);
    const view = views.get(key) ?? azureView({ ...session, subscriptionId }, place);
    views.set(key, view);
    return view;
  };
}

/** The context of the rules that ask in the stack's own region. */
export function contextOf(input: DoctorInput, views: Views): RuleContext {
  const { config, session, now, recorded, unreadState } = input;
  const { location, project, stack } = config;
  const names = namesOf({ subscriptionId: session.subscriptionId, project, stack });
  const azure = views({
    subscriptionId: session.subscriptionId,
    location,
    resourceGroupName: names.resourceGroup,
    accountName: names.openaiAccount,
  });
  return {
    config,
    names,
    now: new Date(now),
    azure,
    unreadState,
    recover: input.recover ?? `npx lab recover ${stack}`,
    elsewhere: input.elsewhere,
    lostClass: input.lostClass,
    recorded,
    outside: () => resourcesOutside({ config, session, recorded }),
    isOwn: (one) => isOwn(one, { config, session }),
  };
}

/**
 * The context of a rule. One about the models of an existing account, or the machines of an existing
 * workspace, asks in the region and the subscription of that.
 * @throws LabError `cloud` when it does not exist
 */
export async function contextAt(
  { at }: Pick<Rule, "at">,
  context: RuleContext,
  views: Views,
): Promise<RuleContext> {
  const { openaiAccountId } = context.config.existing ?? {};
  const workspaceId = workspaceBefore(context);
  if (at === "account" && openaiAccountId !== undefined)
    return contextIn(
      openaiAccountId,
      await context.azure.accountAt(openaiAccountId),
      context,
      views,
    );
  if (at === "workspace" && workspaceId !== undefined)
    return contextIn(workspaceId, await context.azure.workspaceAt(workspaceId), context, views);
  return context;
}

/** The workspace that is there before the stack: an existing one, or that of a seat's class. */
const workspaceBefore = ({ config, azure }: RuleContext): string | undefined =>
  config.layout === "seat"
    ? workspaceIdOf(config, azure.subscriptionId)
    : config.existing?.workspaceId;

function contextIn(
  id: string,
  found: { location?: string } | undefined,
  context: RuleContext,
  views: Views,
): RuleContext {
  if (found?.location === undefined)
    throw new LabError("cloud", `${id} does not exist`, {
      // A seat works in its class's account and workspace; other stacks name those that existed.
      cure:
        context.config.layout === "seat" ? "bring the class up first" : "correct rai-lab:existing",
    });
  const { subscriptionId, resourceGroup: resourceGroupName, name: accountName } = placeOf(id);
  // Azure also answers with the long form of a region: East US 2.
  const location = found.location.toLowerCase().replaceAll(" ", "");
  const azure = views({ subscriptionId, location, resourceGroupName, accountName });
  return { ...context, config: { ...context.config, location }, azure };
}

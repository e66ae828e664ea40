import * as consumption from "@pulumi/azure-native/consumption";
import * as pulumi from "@pulumi/pulumi";

/** The arguments of `Budget`. */
export interface BudgetArgs {
  subscriptionId: pulumi.Input<string>;
  /** Unique in the subscription. */
  budgetName: pulumi.Input<string>;
  /** Names of the resource groups whose cost counts. */
  groups: pulumi.Input<string>[];
  /** Per month, in the subscription's currency. */
  amount: number;
  emails: string[];
  /** First day of a month, such as `2027-01-01`. */
  start: string;
}

/** The alerts, with their thresholds in per cent of the amount. */
const ALERTS = [
  { name: "actual80", thresholdType: "Actual", threshold: 80 },
  { name: "actual100", thresholdType: "Actual", threshold: 100 },
  { name: "forecast100", thresholdType: "Forecasted", threshold: 100 },
];

/**
 * A monthly budget that sends e-mails and stops nothing. It is a resource of the subscription: the
 * cluster's machines are billed in Databricks' managed resource group, where no one else may create
 * a budget.
 */
export class Budget extends pulumi.ComponentResource {
  readonly budgetName: pulumi.Output<string>;

  constructor(name: string, args: BudgetArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rai-lab:index:Budget", name, {}, opts);
    const budget = new consumption.Budget(
      `${name}-monthly`,
      {
        scope: pulumi.interpolate`/subscriptions/${args.subscriptionId}`,
        budgetName: args.budgetName,
        category: "Cost",
        amount: args.amount,
        timeGrain: "Monthly",
        timePeriod: { startDate: `${args.start}T00:00:00Z` },
        filter: { dimensions: { name: "ResourceGroupName", operator: "In", values: args.groups } },
        notifications: notificationsOf(args.emails),
      },
      // Azure refuses another start for a budget that exists, and a name exists once.
      { parent: this, replaceOnChanges: ["timePeriod.startDate"], deleteBeforeReplace: true },
    );
    this.budgetName = budget.name;
    this.registerOutputs({ budgetName: this.budgetName });
  }
}

const notificationsOf = (contactEmails: string[]) =>
  Object.fromEntries(
    ALERTS.map(({ name, ...alert }) => [
      name,
      { ...alert, enabled: true, operator: "GreaterThanOrEqualTo", contactEmails },
    ]),
  );

/**
 * Words of the paths that a lab asks, in any case: what is none of them is somebody's name or an id.
 * A word that is missing here costs a transcript some detail, never a secret.
 */
const WORDS = new Set(
  `subscriptions resourcegroups providers locations operations operationresults operationstatuses
  operationsstatus usages models skus tenants resources metadata endpoints register
  accounts deployments listkeys regeneratekey deletedaccounts commonresourceskus checkskuavailability
  checkdomainavailability modelcapacities workspaces roledefinitions roleassignments permissions
  policyassignments policydefinitions locks budgets query diagnosticsettings deletedworkspaces
  checknameavailability vmsizes batchasyncresult
  api preview scim v2 me users groups serviceprincipals clusters get list create edit start delete
  permanent-delete pin unpin events libraries install uninstall cluster-status all-cluster-statuses
  list-node-types spark-versions workspace get-status import export mkdirs files directories notebooks
  secrets scopes put acls policies jobs runs submit get-output instance-pools .well-known
  databricks-config
  openai v1 chat completions responses`
    .split(/\s+/)
    .filter((word) => word !== ""),
);
const NAMESPACE = /^Microsoft\.[A-Za-z]{1,40}$/i;
const VERSION = /^v?\d(\.\d)?$/;

/**
 * The shape of a path: words and namespaces as they were sent, everything else `{}`. Of the query
 * stay the names of its options, and the version of the API.
 * @example pathShape("/subscriptions/0b1f…/resourceGroups/rg-ada?api-version=2024-03-01")
 * // "/subscriptions/{}/resourcegroups/{}?api-version=2024-03-01"
 */
export function pathShape(url: string): string {
  const { pathname, searchParams } = new URL(url, "https://service");
  const shape = pathname.split("/").map(segmentShape).join("/");
  const options = [...searchParams].map(([name, value]) => optionShape(name, value)).sort();
  return options.length === 0 ? shape : `${shape}?${options.join("&")}`;
}

/** In lower case: services ignore case, and clients differ in it. */
function segmentShape(segment: string): string {
  const isKept = NAMESPACE.test(segment) || VERSION.test(segment);
  const lower = segment.toLowerCase();
  return segment === "" || isKept || WORDS.has(lower) ? lower : "{}";
}

function optionShape(name: string, value: string): string {
  if (name.toLowerCase() === "api-version" && /^[\w.-]{1,30}$/.test(value))
    return `${name}=${value}`;
  return /^[$\w.-]{1,40}$/.test(name) ? name : "{}";
}

import { own } from "../../../../../infra/json-object";
import { NotSimulated } from "../../../core/errors";
import type { Functions, TemplateFunction } from "./arguments";

import { TEXT_FUNCTIONS } from "./text-functions";
import { VALUE_FUNCTIONS } from "./value-functions";

/*
 * @parity
 * - Functions of texts, lists, objects, numbers and conditions; `uniqueString` and `guid` have
 *   Azure's values — documented; the values by Microsoft's test of azapi and the published namespace
 */

/**
 * Functions that Azure's templates have and this cloud has not, by their names in lower case; so are
 * the `list…` of other actions, and a template's own, which have a namespace.
 */
const NOT_SIMULATED: readonly string[] = [
  ...["base64tojson", "cidrhost", "cidrsubnet", "datauri", "datauritostring"],
  ...["datetimeadd", "datetimefromepoch", "datetimetoepoch", "deployer", "environment", "fail"],
  ...["filter", "flatten", "groupby", "indexfromend", "items", "lambda", "lambdavariables"],
  ...[
    "managementgroup",
    "managementgroupresourceid",
    "map",
    "mapvalues",
    "objectkeys",
    "parsecidr",
  ],
  ...["pickzones", "providers", "reduce", "references", "shallowmerge", "sort", "toobject"],
  ...["tologicalzone", "tologicalzones", "tophysicalzone", "tophysicalzones", "trygetproperty"],
  ...["tryget", "tryindexfromend"],
];

/**
 * The functions that need nothing but their arguments, and those of a context, which win.
 * @throws NotSimulated for a function that Azure has and this cloud has not
 */
export const functionsWith =
  (context: Record<string, TemplateFunction>): Functions =>
  (name) => {
    const found = own(context, name) ?? own(TEXT_FUNCTIONS, name) ?? own(VALUE_FUNCTIONS, name);
    if (!found && (NOT_SIMULATED.includes(name) || /^list|\./.test(name)))
      throw new NotSimulated(`the function '${name}' of a template`);
    return found;
  };

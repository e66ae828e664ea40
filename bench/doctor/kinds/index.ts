import type { Kind } from "../scenario";
import { existing } from "./existing";
import { leftovers } from "./leftovers";
import { machines } from "./machines";
import { models } from "./models";
import { offers } from "./offers";
import { policies } from "./policies";
import { quotas } from "./quotas";
import { rights } from "./rights";
import { seats } from "./seats";
import { versions } from "./versions";

/** All kinds of worlds, in the order of the table. */
export const KINDS: readonly Kind[] = [
  models,
  quotas,
  machines,
  offers,
  leftovers,
  policies,
  rights,
  versions,
  existing,
  seats,
];

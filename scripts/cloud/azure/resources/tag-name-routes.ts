import { groupBy } from "../../../base/group-by";
import { ApiError } from "../../core/errors";
import { routeOptions } from "../arm/actions";
import type { RouteContext } from "../arm/context";
import { keyOf } from "../arm/ids";
import { requireValidTags } from "../arm/names";
import { azureStore } from "../store";
import { listedInSubscription } from "./listed";

/*
 * @parity
 * - `tagNames` lists the tags in use, and names and values that are made beforehand
 *   (`az tag create`), which cannot be deleted while something has them: 409 — recorded (azure-cli's
 *   tests of tags), spec; code and text of the 409 guessed
 */

interface NamePath {
  subscription: string;
  tag: string;
}
interface ValuePath extends NamePath {
  value: string;
}

/** A name, and a value where there is one, of a tag in use or of one that was made beforehand. */
interface Use {
  name: string;
  value?: string;
  /** 1 for a tag of something, 0 for what was made beforehand. */
  count: 0 | 1;
}

const LIST = "/subscriptions/:subscription/tagNames";

/** The names and values of tags in a subscription: those in use, and those made beforehand. */
export function tagNameRoutes({ app, world }: RouteContext): void {
  const store = azureStore(world);
  const keyOfName = ({ subscription, tag }: NamePath): string => keyOf(`${subscription}/${tag}`);

  const usesIn = (subscription: string): Use[] => {
    const key = keyOf(subscription);
    const tagged = [
      ...store.groupsInSubscription(key),
      ...listedInSubscription(store, key),
    ].flatMap((one) => Object.entries(one.tags ?? {}));
    const made = store.tagNames.entries().filter(([id]) => id.startsWith(`${key}/`));
    return [
      ...made.flatMap(([, { name, values }]): Use[] => [
        { name, count: 0 },
        ...values.map((value) => ({ name, value, count: 0 as const })),
      ]),
      ...tagged.map(([name, value]) => ({ name, value, count: 1 as const })),
    ];
  };

  const present = (subscription: string, uses: readonly Use[]) => {
    const tagName = uses[0]?.name ?? "";
    const id = `/subscriptions/${subscription}/tagNames/${tagName}`;
    const valued = uses.filter(({ value }) => value !== undefined);
    const values = [...groupBy(valued, ({ value = "" }) => value)].map(([tagValue, same]) =>
      presentValue(id, tagValue, same),
    );
    return { id, tagName, count: total(uses), values };
  };

  app.get<{ Params: { subscription: string } }>(
    LIST,
    routeOptions("resources/tagNames/read"),
    (request, reply) => {
      const { subscription } = request.params;
      const byName = groupBy(usesIn(subscription), ({ name }) => keyOf(name));
      return reply.send({ value: [...byName.values()].map((uses) => present(subscription, uses)) });
    },
  );

  const usesOf = ({ subscription, tag }: NamePath): Use[] =>
    usesIn(subscription).filter(({ name }) => keyOf(name) === keyOf(tag));

  app.put<{ Params: NamePath }>(
    `${LIST}/:tag`,
    routeOptions("resources/tagNames/write"),
    (request, reply) => {
      const { subscription, tag } = request.params;
      requireValidTags({ [tag]: "" });
      const known = store.tagNames.get(keyOfName(request.params));
      store.tagNames.put(keyOfName(request.params), known ?? { name: tag, values: [] });
      return reply.status(known ? 200 : 201).send(present(subscription, usesOf(request.params)));
    },
  );

  app.delete<{ Params: NamePath }>(
    `${LIST}/:tag`,
    routeOptions("resources/tagNames/delete"),
    (request, reply) => {
      if (usesOf(request.params).some(({ count }) => count > 0)) throw inUse(request.params.tag);
      const known = store.tagNames.delete(keyOfName(request.params));
      return reply.status(known ? 200 : 204).send();
    },
  );

  app.put<{ Params: ValuePath }>(
    `${LIST}/:tag/tagValues/:value`,
    routeOptions("resources/tagNames/tagValues/write"),
    (request, reply) => {
      const { subscription, tag, value } = request.params;
      requireValidTags({ [tag]: value });
      const known = store.tagNames.get(keyOfName(request.params));
      if (!known)
        throw new ApiError(404, "TagNameNotFound", `The tag name '${tag}' could not be found.`);
      const isKnown = known.values.includes(value);
      const values = isKnown ? known.values : [...known.values, value];
      store.tagNames.put(keyOfName(request.params), { ...known, values });
      const same = usesOf(request.params).filter((use) => use.value === value);
      const id = `/subscriptions/${subscription}/tagNames/${known.name}`;
      return reply.status(isKnown ? 200 : 201).send(presentValue(id, value, same));
    },
  );

  app.delete<{ Params: ValuePath }>(
    `${LIST}/:tag/tagValues/:value`,
    routeOptions("resources/tagNames/tagValues/delete"),
    (request, reply) => {
      const { tag, value } = request.params;
      if (usesOf(request.params).some((use) => use.value === value && use.count > 0))
        throw inUse(`${tag}:${value}`);
      const known = store.tagNames.get(keyOfName(request.params));
      if (!known?.values.includes(value)) return reply.status(204).send();
      const values = known.values.filter((one) => one !== value);
      store.tagNames.put(keyOfName(request.params), { ...known, values });
      return reply.status(200).send();
    },
  );
}

const presentValue = (id: string, tagValue: string, uses: readonly Use[]) => ({
  id: `${id}/tagValues/${tagValue}`,
  tagValue,
  count: total(uses),
});

const total = (uses: readonly Use[]) => ({
  type: "Total",
  value: uses.reduce((sum, { count }) => sum + count, 0),
});

const inUse = (tag: string): ApiError =>
  new ApiError(409, "TagInUse", `The tag '${tag}' is in use and cannot be deleted.`);

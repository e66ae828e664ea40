import { globSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type { FastifyInstance, FastifyReply } from "fastify";
import { ApiError } from "../core/errors";
import type { World } from "../core/world";
import { tenantOf } from "../azure/entra/tenant";
import { PageAccess } from "./page-access";
import { closedPage, openPage, type CloudPlace, type RenderedPage } from "./page-text";

/*
 * @parity
 * - A page at `/` of the control service, and what the commands rendered, to who opened it by a link
 *   — ours
 */

/** The page may run no script and load nothing; what notebooks show was checked when it was rendered. */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** Routes that take the page's cookie, or nothing, instead of the control token. */
export const PAGE_URLS: readonly string[] = ["/", "/runs/:stack/:page"];

/**
 * Adds the page for people: what this is, and the rendered notebooks and reports of the stacks. It is
 * opened by a link with a token for one visit, which `POST /page-links` gives.
 */
export function pageRoutes(app: FastifyInstance, world: World): void {
  const access = new PageAccess();
  const send = (reply: FastifyReply, text: string): FastifyReply =>
    reply.headers(HEADERS).type("text/html; charset=utf-8").send(text);

  app.post("/page-links", (request, reply) =>
    reply.send({ url: `https://${request.headers.host ?? ""}/?token=${access.newToken()}` }),
  );

  app.get<{ Querystring: { token?: string } }>("/", (request, reply) => {
    const cookie = access.exchange(request.query.token ?? "");
    if (cookie !== undefined) void reply.header("set-cookie", cookie);
    else if (!access.admits(request.headers.cookie)) return send(reply.status(401), closedPage());
    return send(reply, openPage(placeOf(world), renderedPages(world)));
  });

  app.get<{ Params: { stack: string; page: string } }>("/runs/:stack/:page", (request, reply) => {
    if (!access.admits(request.headers.cookie)) return send(reply.status(401), closedPage());
    const { stack, page } = request.params;
    // Only what the list names: a path of the request never becomes a path of a file.
    const found = renderedPages(world).find((one) => one.stack === stack && one.page === page);
    if (!found) throw new ApiError(404, "NotFound", "There is no such page.");
    return send(reply, readFileSync(found.file, "utf8"));
  });
}

const placeOf = (world: World): CloudPlace => {
  const urlOf = (kind: string): string => world.hosts.url(kind, kind) ?? "";
  const [arm, authority, control] = [urlOf("arm"), urlOf("authority"), urlOf("control")];
  const { subscriptionId } = tenantOf(world);
  return { arm, authority, control, subscriptionId, time: world.clock.iso() };
};

/** Where the commands leave what they rendered, in the folder of a stack's runs. */
const FILES = { notebook: "notebook.html", report: "probe/report.html" };

/** What is rendered now, beside the world's file. */
function renderedPages({ store }: World): RenderedPage[] {
  if (store.file === undefined) return [];
  const runs = path.join(path.dirname(store.file), "runs");
  return Object.entries(FILES).flatMap(([page, name]) =>
    globSync(`*/${name}`, { cwd: runs })
      .sort()
      .map((found) => ({ stack: found.split(path.sep)[0]!, page, file: path.join(runs, found) })),
  );
}

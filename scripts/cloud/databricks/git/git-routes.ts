import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import type { World } from "../../core/world";
import { doesNotExist, invalidParameter } from "../errors";
import { omitEmpty } from "../pagination";
import { validate, validateQuery } from "../validate";
import type { GitCredential } from "./git-credential";

/*
 * @parity
 * - Git credentials without their tokens; no Git folders, because none can be made here —
 *   documented; ours
 */

/*
 * @not-simulated
 * - Git folders
 */

const PROVIDERS = [
  ...["gitHub", "bitbucketCloud", "gitLab", "azureDevOpsServices", "gitHubEnterprise"],
  ...["bitbucketServer", "gitLabEnterpriseEdition", "awsCodeCommit"],
];
const ROOT = "/api/2.0/git-credentials";
const settings = z.object({
  git_provider: z.string().transform(knownProvider),
  git_username: z.string().optional(),
  git_email: z.string().optional(),
  name: z.string().optional(),
  is_default_for_provider: z.boolean().optional(),
});
interface ById {
  Params: { id: string };
}

/** The routes of Git credentials 2.0, and the list of Git folders, which cannot be made here. */
export function gitRoutes(app: FastifyInstance, world: World): void {
  const write = { config: { operation: "databricks/git-credentials/write" } };
  app.post(ROOT, write, ({ store, caller, body }) => {
    const asked = validate(settings, body);
    const credential_id = Number(world.random.digits(15));
    const memberId = caller.member.id;
    const credential = { credential_id, memberId, ...asked };
    return describe(store.gitCredentials.put(String(credential_id), credential));
  });
  app.get(ROOT, ({ store, caller, query }) => {
    validateQuery(z.object({}), query);
    const mine = store.gitCredentials.values().filter((one) => one.memberId === caller.member.id);
    return { credentials: omitEmpty(mine.map(describe)) };
  });
  app.get<ById>(`${ROOT}/:id`, (request) => describe(ownCredential(request)));
  app.patch<ById>(`${ROOT}/:id`, write, (request) => {
    const credential = { ...ownCredential(request), ...validate(settings, request.body) };
    request.store.gitCredentials.put(String(credential.credential_id), credential);
    return {};
  });
  app.delete<ById>(`${ROOT}/:id`, write, (request) => {
    request.store.gitCredentials.delete(String(ownCredential(request).credential_id));
    return {};
  });
  app.get("/api/2.0/repos", ({ query }) => {
    validateQuery(reposQuery, query);
    return {};
  });
}
const reposQuery = z.object({
  path_prefix: z.string().optional(),
  next_page_token: z.string().optional(),
});

/** @throws ApiError RESOURCE_DOES_NOT_EXIST, for somebody else's too */
function ownCredential({ store, caller, params }: FastifyRequest<ById>): GitCredential {
  const found = store.gitCredentials.get(params.id);
  if (found?.memberId !== caller.member.id)
    throw doesNotExist(`Git credential with id ${params.id} does not exist.`);
  return found;
}

/** A provider in any case. @throws ApiError INVALID_PARAMETER_VALUE */
function knownProvider(name: string): string {
  const found = PROVIDERS.find((one) => one.toLowerCase() === name.toLowerCase());
  if (found === undefined) throw invalidParameter(`Git provider ${name} is not supported.`);
  return found;
}

const describe = ({ memberId: _, ...credential }: GitCredential): Record<string, unknown> =>
  credential;

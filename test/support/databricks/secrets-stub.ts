import fastify from "fastify";
import type { Service } from "../../../scripts/cloud/core/world";

/** A workspace that only serves secrets (`<scope>/<key>` → value), and only to one token. */
export function secretsStub(secrets: Record<string, string>, token: string): Service {
  return {
    kind: "secrets",
    createApp: () => {
      const app = fastify();
      app.get("/api/2.0/secrets/get", (request, reply) => {
        const { scope, key } = request.query as { scope: string; key: string };
        if (request.headers.authorization !== `Bearer ${token}`)
          return reply.status(401).send({ message: "no" });
        const value = secrets[`${scope}/${key}`];
        if (value === undefined)
          return reply
            .status(404)
            .send({ message: `Secret does not exist with scope: ${scope} and key: ${key}` });
        return { key, value: Buffer.from(value).toString("base64") };
      });
      return Promise.resolve(app);
    },
  };
}

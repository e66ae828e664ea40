import type { JsonObject } from "../../../../infra/json-object";
import type { Collection } from "../../core/store";
import type { World } from "../../core/world";
import { invalidRequest, keptNotFound } from "../errors";
import type { ResponseObject } from "./response";

/** A response that the service keeps, with the items that its request brought. */
interface KeptResponse {
  response: ResponseObject;
  input: JsonObject[];
}

/** The responses that an account keeps, until they are deleted. */
export class KeptResponses {
  private readonly kept: Collection<KeptResponse>;

  /** @param account ARM id in lower case */
  constructor(
    world: World,
    private readonly account: string,
  ) {
    this.kept = world.store.collection<KeptResponse>("openai/responses");
  }

  /** @throws ApiError 404 */
  require(id: string): KeptResponse {
    const found = this.kept.get(this.keyOf(id));
    if (found) return found;
    throw keptNotFound(`Response with id '${id}' not found.`);
  }

  keep(response: ResponseObject, input: JsonObject[]): void {
    this.kept.put(this.keyOf(response.id), { response, input });
  }

  /** @throws ApiError 404 */
  delete(id: string): void {
    this.require(id);
    this.kept.delete(this.keyOf(id));
  }

  /**
   * The items of a conversation so far: what each response was asked and answered, oldest first.
   * @throws ApiError 400 where one is gone
   */
  conversation(previous: string | null | undefined): JsonObject[] {
    if (previous == null) return [];
    const found = this.kept.get(this.keyOf(previous));
    if (!found)
      throw invalidRequest(
        `Previous response with id '${previous}' not found.`,
        "previous_response_id",
        "previous_response_not_found",
      );
    const { response, input } = found;
    const before = this.conversation(response.previous_response_id as string | null);
    return [...before, ...input, ...response.output];
  }

  private keyOf(id: string): string {
    return `${this.account}/${id}`;
  }
}

import { contextAt, contextOf, type DoctorInput, viewsOf } from "./rule-context";
import type { ModelOffer } from "./model-catalogue";

/** The models where a stack's account is, which an account that existed before decides. */
export async function accountModels(input: DoctorInput): Promise<ModelOffer[]> {
  const views = viewsOf(input.session);
  const { azure } = await contextAt({ at: "account" }, contextOf(input, views), views);
  return azure.models();
}

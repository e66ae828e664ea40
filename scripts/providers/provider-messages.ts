/** What a stand-in answers, as messages of Pulumi's provider protocol. */
import * as grpc from "@grpc/grpc-js";
import pb, { type CheckFailure as CheckFailureMessage } from "@pulumi/pulumi/proto/provider_pb";
import statusMessages from "@pulumi/pulumi/proto/status_pb";
import anyMessages from "google-protobuf/google/protobuf/any_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { LabError } from "../../infra/errors";
import {
  InitFailed,
  type CheckFailure,
  type Diff,
  type Props,
  type Target,
} from "../engine/plugin";
import { toStruct } from "../engine/struct";

/** A struct knows no undefined members: they are left out, as in the process of a real provider. */
export const structOf = (props: Props): Struct =>
  toStruct(JSON.parse(JSON.stringify(props)) as Props);

/** `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`; a name may hold `::` itself. */
export function targetOf(urn: string): Target {
  const [, , types = "", ...name] = urn.split("::");
  return { urn, type: types.slice(types.lastIndexOf("$") + 1), name: name.join("::") };
}

export const failuresOf = (failures: readonly CheckFailure[] = []): CheckFailureMessage[] =>
  failures.map(({ property, reason }) =>
    new pb.CheckFailure().setProperty(property).setReason(reason),
  );

export const checkResponse = (checked: {
  inputs: Props;
  failures?: CheckFailure[];
}): pb.CheckResponse =>
  new pb.CheckResponse()
    .setInputs(structOf(checked.inputs))
    .setFailuresList(failuresOf(checked.failures));

/** An answer without `changes` lets the engine compare by itself, as our embedded engine does. */
export function diffResponse({
  changes,
  changed = [],
  replaces = [],
  deleteBeforeReplace = false,
}: Diff): pb.DiffResponse {
  const { DIFF_NONE, DIFF_SOME, DIFF_UNKNOWN } = pb.DiffResponse.DiffChanges;
  const { UPDATE, UPDATE_REPLACE } = pb.PropertyDiff.Kind;
  const answer = new pb.DiffResponse()
    .setChanges(changes === undefined ? DIFF_UNKNOWN : changes ? DIFF_SOME : DIFF_NONE)
    .setDiffsList(changed)
    .setReplacesList(replaces)
    .setDeletebeforereplace(deleteBeforeReplace);
  // The details name the same keys once more: only with them does the CLI show which input forces a replacement.
  for (const key of new Set([...changed, ...replaces])) {
    const kind = replaces.includes(key) ? UPDATE_REPLACE : UPDATE;
    answer
      .getDetaileddiffMap()
      .set(propertyPath(key), new pb.PropertyDiff().setKind(kind).setInputdiff(true));
  }
  return answer.setHasdetaileddiff(changes === true && answer.getDetaileddiffMap().getLength() > 0);
}

/** A key as the first element of a property path. */
const propertyPath = (key: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(key) ? key : `[${JSON.stringify(key)}]`;

/** An error as gRPC carries it. A half-made resource travels as a detail, so that the engine records what there is. */
export function statusOf(reason: unknown): Partial<grpc.StatusObject> {
  const error = reason instanceof Error ? reason : new Error(String(reason));
  const cure = error instanceof LabError ? error.cure : undefined;
  const details = cure === undefined ? error.message : `${error.message}\n  cure: ${cure}`;
  if (!(error instanceof InitFailed)) return { code: grpc.status.UNKNOWN, details };
  const { id, outputs, reasons } = error;
  const detail = new pb.ErrorResourceInitFailed()
    .setId(id)
    .setProperties(structOf(outputs))
    .setReasonsList(reasons);
  const packed = new anyMessages.Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new statusMessages.Status()
    .setCode(grpc.status.UNKNOWN)
    .setMessage(details)
    .setDetailsList([packed]);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { code: grpc.status.UNKNOWN, details, metadata };
}

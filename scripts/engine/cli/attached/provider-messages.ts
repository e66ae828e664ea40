/** Converts the answers of a stand-in to messages of Pulumi's provider protocol. */
import * as grpc from "@grpc/grpc-js";
import pb, { type CheckFailure as CheckFailureMessage } from "@pulumi/pulumi/proto/provider_pb";
import statusMessages from "@pulumi/pulumi/proto/status_pb";
import anyMessages from "google-protobuf/google/protobuf/any_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { LabError } from "../../../../infra/errors";
import { InitFailed, type CheckFailure, type Diff, type Props, type Target } from "../../plugin";
import { toStruct } from "../../struct";

/** Converts properties to a Struct, without undefined members: a Struct cannot hold them. */
export const structOf = (props: Props): Struct =>
  toStruct(JSON.parse(JSON.stringify(props)) as Props);

/** Splits `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`; a name may contain `::`. */
export function targetOf(urn: string): Target {
  const [, , types = "", ...name] = urn.split("::");
  return { urn, type: types.slice(types.lastIndexOf("$") + 1), name: name.join("::") };
}

/** Failures of a check. */
export const failuresOf = (failures: readonly CheckFailure[] = []): CheckFailureMessage[] =>
  failures.map(({ property, reason }) =>
    new pb.CheckFailure().setProperty(property).setReason(reason),
  );

/** The answer to Check. */
export const checkResponse = (checked: {
  inputs: Props;
  failures?: CheckFailure[];
}): pb.CheckResponse =>
  new pb.CheckResponse()
    .setInputs(structOf(checked.inputs))
    .setFailuresList(failuresOf(checked.failures));

/** The answer to Diff. Without `changes` the engine compares the inputs itself. */
export function diffResponse({
  changes,
  changed = [],
  replaces = [],
  deleteBeforeReplace = false,
}: Diff): pb.DiffResponse {
  const { UPDATE, UPDATE_REPLACE } = pb.PropertyDiff.Kind;
  const answer = new pb.DiffResponse()
    .setChanges(diffChanges(changes))
    .setDiffsList(changed)
    .setReplacesList(replaces)
    .setDeletebeforereplace(deleteBeforeReplace);
  // The CLI shows which input forces a replacement only with these details.
  for (const key of new Set([...changed, ...replaces])) {
    const kind = replaces.includes(key) ? UPDATE_REPLACE : UPDATE;
    answer
      .getDetaileddiffMap()
      .set(propertyPath(key), new pb.PropertyDiff().setKind(kind).setInputdiff(true));
  }
  return answer.setHasdetaileddiff(changes === true && answer.getDetaileddiffMap().getLength() > 0);
}

function diffChanges(changes: boolean | undefined): pb.DiffResponse.DiffChanges {
  const { DIFF_NONE, DIFF_SOME, DIFF_UNKNOWN } = pb.DiffResponse.DiffChanges;
  if (changes === undefined) return DIFF_UNKNOWN;
  return changes ? DIFF_SOME : DIFF_NONE;
}

/** A key as the first element of a property path. */
const propertyPath = (key: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(key) ? key : `[${JSON.stringify(key)}]`;

/**
 * Converts an error to a gRPC status. A partially created resource is added as a detail, which the
 * engine records.
 */
export function statusOf(reason: unknown): Partial<grpc.StatusObject> {
  const error = reason instanceof Error ? reason : new Error(String(reason));
  const cure = error instanceof LabError ? error.cure : undefined;
  const details = cure === undefined ? error.message : `${error.message}\n  try: ${cure}`;
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

/** Property maps as protobuf structs, the form in which Pulumi's protocols carry them. */
import structs, { type Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Props } from "./plugin";

/** A property map as the struct of a request or response. */
export const toStruct = (props: Props): Struct => structs.Struct.fromJavaScript(props);
/** The property map of a struct; an empty one where the message has no struct. */
export const fromStruct = (struct: Struct | undefined): Props => struct?.toJavaScript() ?? {};

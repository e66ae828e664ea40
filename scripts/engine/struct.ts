/** Property maps as protobuf structs, the form in which both sides of Pulumi's protocols carry them. */
import structs, { type Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Props } from "./plugin";

export const toStruct = (props: Props): Struct => structs.Struct.fromJavaScript(props);
export const fromStruct = (struct: Struct | undefined): Props => struct?.toJavaScript() ?? {};

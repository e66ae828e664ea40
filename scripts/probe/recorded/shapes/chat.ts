import { isJsonObject } from "../../../../infra/json-object";
import { arrayIn, contentText, questionIn, type Shape, type Values } from "./shape";
import { flat } from "./table";

/**
 * A conversation that ends with an answer: `{messages: [{role: "user", …}, {role: "assistant", …}]}`, as
 * fine-tuning files and chat logs have it. What stands beside the messages are columns.
 */
export const chat: Shape = {
  name: "chat messages",
  read: (value) => {
    const messages = arrayIn(value, "messages");
    const last = messages.at(-1);
    if (!isJsonObject(last) || last["role"] !== "assistant") return undefined;
    const { messages: _, ...rest } = value as Values;
    return [{ ...flat(rest), prompt: questionIn(messages), text: contentText(last["content"]) }];
  },
};

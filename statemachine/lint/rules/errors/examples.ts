import { BACKOFF, machine, task } from "../examples";

export const TO_FAIL = { ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Stop" };
export const STOP = { Type: "Fail", Error: "Failed", Cause: "The message was not sent." };
export const caught = (...entries: object[]): ReturnType<typeof machine> =>
  machine({
    Send: task({ Retry: undefined, Catch: entries, End: undefined, Next: "Sent" }),
    Sent: task(),
    Stop: STOP,
  });
export const retried = (fields: object): ReturnType<typeof machine> =>
  machine({ Send: task({ Retry: [{ ...BACKOFF, ...fields }] }) });

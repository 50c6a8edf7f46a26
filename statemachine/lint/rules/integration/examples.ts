import { jsonataTask, machine, task } from "../examples";

export const sdk = (call: string, Parameters: object): ReturnType<typeof machine> =>
  machine({ Send: task({ Resource: `arn:aws:states:::aws-sdk:${call}`, Parameters }) });
export const ARN = "arn:aws:lambda:eu-west-1:111122223333:function:send";
export const child = (
  Arguments: object,
  Resource = "arn:aws:states:::states:startExecution.sync:2",
): ReturnType<typeof machine> =>
  machine({ Child: jsonataTask({ Resource, Arguments }) }, { QueryLanguage: "JSONata" });
export const STARTED_BY = "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID";
export const CHILD = {
  StateMachineArn: "${Child}",
  Name: "{% $states.context.Execution.Name %}",
  Input: { [STARTED_BY]: "{% $states.context.Execution.Id %}" },
};

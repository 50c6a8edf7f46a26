export const wait = (Seconds: number, Next: string): object => ({ Type: "Wait", Seconds, Next });
export const TOKEN = {
  Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
  Parameters: { QueueUrl: "${Queue}", MessageBody: { "Token.$": "$$.Task.Token" } },
};

import exceptions from "./exceptions.json";

/**
 * Step Functions calls AWS through the AWS SDK for Java 2, so its names are that SDK's: what the API model spells
 * `DBInstanceIdentifier` is the parameter `DbInstanceIdentifier`. The rules below are those of the SDK's code generator
 * (`DefaultNamingStrategy`); the results were held against the guide's "Supported AWS SDK service integrations".
 */

/** Words that cannot be the name of a method; the SDK puts `Value` behind them, as the guide says of `equals`. */
const RESERVED: ReadonlySet<string> = new Set(exceptions.reservedWords);

/** The name of a service in `aws-sdk:<service>:<action>`, from the id that the API model gives it. */
export function serviceName(serviceId: string): string {
  return serviceId
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .replace(/^(?:amazon|aws)/, "")
    .replace(/service$/, "");
}

/** An operation as a task's Resource writes it: `GetObject` is `getObject`. */
export function actionName(operation: string): string {
  return operation.slice(0, 1).toLowerCase() + operation.slice(1);
}

/** A member of a structure as a task's parameters write it: `jobQueue` is `JobQueue`, `DBName` is `DbName`. */
export function memberName(member: string): string {
  const leading = /^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+/.exec(member)?.[0] ?? "";
  const camel = leading.toLowerCase() + member.slice(leading.length);
  const name = RESERVED.has(camel) ? `${camel}Value` : camel;
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

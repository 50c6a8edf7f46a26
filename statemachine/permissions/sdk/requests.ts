import { iamData } from "../../iam/actions";
import type { IntegrationCall } from "../../integrations/call";
import { type RequiredPermission, requires } from "../../integrations/required-permission";
import { own } from "../../json/values";

const PARAMETER = /\{(\w+)\}/;
const PARAMETERS = new RegExp(PARAMETER.source, "g");

/**
 * What a call needs of a service whose requests IAM authorises by method and path, as API Gateway's; undefined for others. The
 * first parameter of the path must be known, those below may be decided by the run.
 */
export function requestPermissions(
  service: string,
  operation: string,
  call: IntegrationCall,
): RequiredPermission[] | undefined {
  const [method = "", path] =
    own(own(iamData().requests, service) ?? {}, operation)?.split(" ") ?? [];
  if (path === undefined) return undefined;
  const { partition, region } = call.context;
  const [, first] = PARAMETER.exec(path) ?? [];
  const arn = (name?: string): string =>
    `arn:${partition}:apigateway:${region}::${path.replace(
      PARAMETERS,
      (_whole, parameter: string) =>
        parameter === first && name !== undefined ? inPath(name) : call.textOrAny(parameter),
    )}`;
  return [requires(`apigateway:${method}`, first === undefined ? [arn()] : call.on(first, arn))];
}

/** The ARN of what is tagged is one encoded step of the path. */
const inPath = (name: string): string =>
  name.startsWith("arn:") ? encodeURIComponent(name) : name;

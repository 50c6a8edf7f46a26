import { nearest } from "../../nearest";
import { iamData, iamPrefix, findAction } from "../../iam/actions";
import { SDK_ACTIONS } from "../../permissions/sdk/actions";
import { invoke, machine, task } from "./examples";
import { isGiven, isLambda, literal, resourceOf } from "../facts/resource";
import type { Known, Report, Rule } from "../rule";
import type { Pattern } from "../../integrations/integration";
import { BETTER_INTEGRATIONS, findIntegration, INTEGRATIONS } from "../../integrations/table";
import { textsOf } from "../syntax/texts";
import { partsOfState } from "../syntax/parts";
import type { StateNode } from "../../definition/reader";
import { isRecord, own, text } from "../../json/values";
import { isDeferred } from "../../definition/placeholder";

const GOOD = machine({ Send: task() });
const GOOD_INVOKE = machine({ Send: invoke() });
const sdk = (call: string, Parameters: object): ReturnType<typeof machine> =>
  machine({ Send: task({ Resource: `arn:aws:states:::aws-sdk:${call}`, Parameters }) });
const ARN = "arn:aws:lambda:eu-west-1:111122223333:function:send";
const TOKEN = { QueueUrl: "${Queue}", MessageBody: { "Token.$": "$$.Task.Token" } };
const callback = (Parameters: object): ReturnType<typeof machine> =>
  machine({
    Send: task({
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Parameters,
      HeartbeatSeconds: 5,
    }),
  });

/** A function's ARN with nothing, or a version or alias behind it. */
const FUNCTION = /^arn:[^:]*:lambda:[^:]*:[^:]*:function:[^:]+(?::(?:\$LATEST|[A-Za-z0-9_-]+))?$/;
const PATTERNS: readonly Pattern[] = ["sync", "sync:2", "waitForTaskToken"];
const SDK_PATTERNS: readonly Pattern[] = ["waitForTaskToken"];

/** SDK calls that were found in the data: looking one up takes time, and there are only so many. */
const KNOWN_CALLS = new Set<string>();

/** Rules about what a Task calls. Source: "Integrating services" of the Step Functions guide. */
export const INTEGRATION_RULES: readonly Rule[] = [
  {
    code: "resource-syntax",
    severity: "error",
    practice: "operations",
    summary:
      "The Resource of a Task is an ARN; that of a function ends with its name, a version or an alias.",
    fix: "write an ARN such as arn:aws:states:::lambda:invoke",
    failing: machine({ Send: task({ Resource: "sns:publish message" }) }),
    fixed: GOOD,
    on: "state",
    types: ["Task"],
    check: ({ value }: StateNode, report: Report): void => {
      const resource = text(value, "Resource");
      if (resource === undefined || resource === "" || isDeferred(resource) || isStandIn(resource))
        return;
      if (!/^[A-Za-z][\w+.-]*:\S+$/.test(resource)) {
        report(["Resource"], `'${resource.slice(0, 80)}' is no ARN`);
      } else if (/^arn:[^:]*:lambda:/.test(resource) && !FUNCTION.test(resource)) {
        report(
          ["Resource"],
          `'${resource.slice(0, 120)}' is no ARN of a function, version or alias`,
        );
      }
    },
  },
  {
    code: "resource-stand-in",
    severity: "warning",
    practice: "operations",
    summary:
      "The Resource of a Task is an ARN or a substitution, no bare word that someone is to replace by hand.",
    fix: "write the ARN, or a substitution such as ${FunctionArn}",
    failing: machine({ Send: task({ Resource: "TODO" }) }),
    fixed: GOOD,
    on: "state",
    types: ["Task"],
    check: ({ value }: StateNode, report: Report): void => {
      const resource = text(value, "Resource");
      if (resource !== undefined && isStandIn(resource))
        report(["Resource"], `'${resource.slice(0, 80)}' is no ARN`);
    },
  },
  {
    code: "unknown-integration",
    severity: "error",
    practice: "operations",
    summary: "A Task calls an optimised integration that exists, or an SDK call.",
    fix: "correct the name, or call the service as aws-sdk:<service>:<action>",
    failing: machine({ Send: task({ Resource: "arn:aws:states:::snss:publish" }) }),
    fixed: GOOD,
    on: "state",
    types: ["Task"],
    check: (state: StateNode, report: Report): void => {
      const { kind, service, action } = resourceOf(state);
      if (kind !== "integration") return;
      const known = findIntegration(`${service}:${action}`);
      if (known !== undefined) return;
      const [similar] = nearest(`${service}:${action}`, Object.keys(INTEGRATIONS), 1);
      report(
        ["Resource"],
        `there is no optimised integration ${service}:${action}`,
        `write ${similar}, or call the service as aws-sdk:<service>:<action>`,
      );
    },
  },
  {
    code: "unsupported-pattern",
    severity: "error",
    practice: "operations",
    summary: "`.sync` and `.waitForTaskToken` stand only where the service offers them.",
    fix: "remove the ending, or call something that can be waited for",
    failing: machine({ Send: invoke({ Resource: "arn:aws:states:::lambda:invoke.sync" }) }),
    fixed: GOOD_INVOKE,
    on: "state",
    types: ["Task"],
    check: (state: StateNode, report: Report): void => {
      const { kind, service, action, pattern } = resourceOf(state);
      if (
        pattern === "" ||
        (kind !== "integration" && kind !== "sdk") ||
        isDeferred(own(state.value, "Resource"))
      )
        return;
      const known =
        kind === "sdk" ? SDK_PATTERNS : findIntegration(`${service}:${action}`)?.patterns;
      const bad = !(known ?? PATTERNS).includes(pattern as Pattern);
      if (bad) report(["Resource"], `${service}:${action} cannot be called with .${pattern}`);
    },
  },
  {
    code: "sdk-action-case",
    severity: "error",
    practice: "operations",
    summary: "The action of an SDK call is written in camelCase, its service in small letters.",
    fix: "write the first letter of the action small, and the service in small letters",
    failing: sdk("sqs:SendMessage", { QueueUrl: "${Queue}", MessageBody: "done" }),
    fixed: sdk("sqs:sendMessage", { QueueUrl: "${Queue}", MessageBody: "done" }),
    on: "state",
    types: ["Task"],
    check: (state: StateNode, report: Report): void => {
      const { kind, service, action } = resourceOf(state);
      if (kind !== "sdk") return;
      if (/^[A-Z]/.test(action))
        report(["Resource"], `the action '${action}' begins with a capital letter`);
      else if (/[A-Z]/.test(service))
        report(["Resource"], `the service '${service}' has capital letters`);
    },
  },
  {
    code: "unknown-sdk-call",
    severity: "warning",
    practice: "operations",
    summary:
      "The service and the action of an SDK call exist, as far as the data of this project's packages knows.",
    fix: "correct the name; the API reference of the service has it",
    failing: sdk("sqs:sendMesage", { QueueUrl: "${Queue}", MessageBody: "done" }),
    fixed: sdk("sqs:sendMessage", { QueueUrl: "${Queue}", MessageBody: "done" }),
    on: "state",
    types: ["Task"],
    check: (state: StateNode, report: Report): void => {
      const { kind, service, action } = resourceOf(state);
      const call = `${service.toLowerCase()}:${action}`;
      if (kind !== "sdk" || KNOWN_CALLS.has(call) || Object.hasOwn(SDK_ACTIONS, call)) return;
      const prefix = iamPrefix(service);
      if (prefix === undefined) {
        report(["Resource"], `no service '${service}' is known`);
        return;
      }
      if (findAction(prefix, action) !== undefined) {
        KNOWN_CALLS.add(call);
        return;
      }
      const actions = Object.keys(iamData().actions[prefix] ?? {});
      const [similar] = nearest(
        action,
        actions.filter((each) => isTypo(action, each)),
        1,
      );
      if (similar !== undefined) {
        report(["Resource"], `'${service}' has no action '${action}', but '${similar}'`);
      }
    },
  },
  {
    code: "sdk-parameter-case",
    severity: "warning",
    practice: "operations",
    summary:
      "The parameters of an SDK call begin with a capital letter, as Step Functions wants it in every service.",
    fix: "write the first letter of the parameter as a capital",
    failing: sdk("sqs:sendMessage", { queueUrl: "${Queue}", MessageBody: "done" }),
    fixed: sdk("sqs:sendMessage", { QueueUrl: "${Queue}", MessageBody: "done" }),
    on: "state",
    types: ["Task"],
    check: (state: StateNode, report: Report): void => {
      const { kind, input } = resourceOf(state);
      if (kind !== "sdk" || input === undefined) return;
      const field = state.language === "JSONata" ? "Arguments" : "Parameters";
      for (const key of Object.keys(input)) {
        if (/^[a-z]/.test(key))
          report([field, key], `the parameter '${key}' begins with a small letter`);
      }
    },
  },
  {
    code: "task-token-missing",
    severity: "warning",
    practice: "reliability",
    summary: "A Task with .waitForTaskToken passes the token on; else nobody can ever answer.",
    fix: 'pass "$$.Task.Token" under a key that ends in .$, or {% $states.context.Task.Token %}',
    failing: callback({ QueueUrl: "${Queue}", MessageBody: "please answer" }),
    fixed: callback(TOKEN),
    on: "state",
    types: ["Task"],
    check: (state: StateNode, report: Report): void => {
      if (resourceOf(state).pattern !== "waitForTaskToken" || passesToken(state)) return;
      report([], "the task waits for a token that it does not pass on");
    },
  },
  {
    code: "optimised-integration",
    severity: "warning",
    practice: "performance",
    summary:
      "A service is called by its optimised integration where there is one: its answer needs no decoding.",
    fix: "use the integration that the message names",
    failing: sdk("lambda:invoke", { FunctionName: "${Function}:live", Payload: "{}" }),
    fixed: GOOD_INVOKE,
    on: "state",
    types: ["Task"],
    check: (state: StateNode, report: Report): void => {
      const { kind, service, action } = resourceOf(state);
      const better = BETTER_INTEGRATIONS.get(`${service}:${action}`);
      if (kind === "sdk" && better !== undefined)
        report(["Resource"], `there is an optimised integration ${better} for this call`);
    },
  },
  {
    code: "function-as-resource",
    severity: "warning",
    practice: "operations",
    summary:
      "A function is called by arn:aws:states:::lambda:invoke, which can name a version, pass a token and shape the payload.",
    fix: "use lambda:invoke with the function in FunctionName",
    failing: machine({
      Send: task({ Resource: `${ARN}:live`, Parameters: { "Order.$": "$.order" } }),
    }),
    fixed: GOOD_INVOKE,
    on: "state",
    types: ["Task"],
    check: (state: StateNode, report: Report): void => {
      if (resourceOf(state).kind === "function")
        report(["Resource"], "the Resource is the ARN of a function itself");
    },
  },
  {
    code: "unqualified-function",
    severity: "warning",
    practice: "reliability",
    summary:
      "A function is called by a version or an alias, so that a deployment does not change runs under way.",
    fix: "add the alias or the version to the function's ARN, or as Qualifier",
    failing: machine({ Send: invoke({ Parameters: { FunctionName: ARN, "Payload.$": "$" } }) }),
    fixed: machine({
      Send: invoke({ Parameters: { FunctionName: `${ARN}:live`, "Payload.$": "$" } }),
    }),
    on: "state",
    types: ["Task"],
    check: (state: StateNode, report: Report): void => {
      if (!isLambda(state)) return;
      const byArn = resourceOf(state).kind === "function";
      const given = byArn ? text(state.value, "Resource") : nameIn(state);
      if (typeof given !== "string") return;
      const at = byArn
        ? ["Resource"]
        : [state.language === "JSONata" ? "Arguments" : "Parameters", "FunctionName"];
      if (given.endsWith(":$LATEST")) report(at, "the function is called as $LATEST");
      else if (
        !isDeferred(given) &&
        isUnqualified(given) &&
        !(!byArn && isGiven(state, "Qualifier"))
      ) {
        report(at, `the function '${given.slice(0, 120)}' has no version and no alias`);
      }
    },
  },
  {
    code: "wildcard-resource",
    severity: "error",
    practice: "security",
    summary:
      "What a Task calls has a name: neither its Resource nor the function or machine it names has a wildcard.",
    fix: "name the function or machine",
    failing: machine({
      Send: invoke({ Parameters: { FunctionName: `${ARN.slice(0, -4)}*:live`, "Payload.$": "$" } }),
    }),
    fixed: GOOD_INVOKE,
    on: "state",
    types: ["Task"],
    check: (state: StateNode, report: Report): void => {
      if (text(state.value, "Resource")?.includes("*"))
        report(["Resource"], "the Resource has a wildcard");
      const field = state.language === "JSONata" ? "Arguments" : "Parameters";
      for (const key of ["FunctionName", "StateMachineArn"]) {
        const named = literal(state, key);
        if (typeof named === "string" && named.includes("*"))
          report([field, key], `'${key}' has a wildcard`);
      }
    },
  },
  {
    code: "hard-coded-partition",
    severity: "warning",
    practice: "operations",
    optional: true,
    summary:
      "ARNs do not fix the partition aws, so that the definition works in AWS GovCloud and China, too.",
    fix: "write ${AWS::Partition} or another substitution",
    failing: GOOD,
    fixed: machine({ Send: task({ Resource: "arn:${AWS::Partition}:states:::sns:publish" }) }),
    on: "state",
    types: ["Task"],
    check: ({ value }: StateNode, report: Report): void => {
      if (text(value, "Resource")?.startsWith("arn:aws:"))
        report(["Resource"], "the ARN has the partition aws");
    },
  },
  {
    code: "cross-account-role",
    severity: "warning",
    practice: "security",
    summary: "A Task on a resource of another account has Credentials with a role there.",
    fix: "add Credentials with the RoleArn of a role in that account",
    failing: {
      ...machine({ Send: invoke({ Parameters: { FunctionName: `${ARN}:live` } }) }),
      account: "444455556666",
    },
    fixed: {
      ...machine({ Send: invoke({ Parameters: { FunctionName: `${ARN}:live` } }) }),
      account: "111122223333",
    },
    on: "state",
    types: ["Task"],
    check: (state: StateNode, report: Report, { account }: Known): void => {
      if (account === undefined || isRecord(own(state.value, "Credentials"))) return;
      const named = [
        text(state.value, "Resource"),
        literal(state, "FunctionName"),
        literal(state, "StateMachineArn"),
      ];
      const other = named.flatMap((arn) =>
        typeof arn === "string" ? (/^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1] ?? []) : [],
      );
      const [foreign] = other.filter((each) => each !== account);
      if (foreign !== undefined)
        report([], `the task is on account ${foreign}, but has no Credentials`);
    },
  },
];

/** Whether a Resource is a bare word, as people write it where an ARN is to follow. */
function isStandIn(resource: string): boolean {
  return /^[\w%<>-]+$/.test(resource);
}

/** Whether two names differ by no more than a slip of the finger. */
function isTypo(name: string, similar: string): boolean {
  return (
    Math.abs(name.length - similar.length) <= 1 &&
    name.slice(0, 3).toLowerCase() === similar.slice(0, 3).toLowerCase()
  );
}

/** Whether anything the Task is given holds the token, or the whole context. */
function passesToken(state: StateNode): boolean {
  return partsOfState(state).some((part) =>
    textsOf(part).some(({ role, value }) => {
      if (typeof value !== "string") return false;
      if (role === "jsonata")
        return /context(?:\s*$|\.Task|[^.\w])|\bTask\.Token/.test(value.slice(2, -2).trim());
      return role !== "plain" && /\$\$(?:\.Task(?:\.Token)?)?(?![.\w])/.test(value);
    }),
  );
}

function nameIn(state: StateNode): unknown {
  const { input } = resourceOf(state);
  const name = input === undefined ? undefined : own(input, "FunctionName");
  return typeof name === "string" && !name.startsWith("{%") ? name : undefined;
}

/** Whether the name or ARN of a function ends with the function. */
function isUnqualified(name: string): boolean {
  const parts = name.split(":");
  return name.startsWith("arn:")
    ? parts.length === 7
    : parts.length === 1 || (parts.length === 3 && parts[1] === "function");
}

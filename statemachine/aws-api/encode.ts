import type { ServiceLine } from "./model";
import { actionName, memberName } from "./names";

/** The part of botocore's service-2.json that is read here. */
export interface ApiModel {
  readonly metadata: { readonly serviceId: string };
  readonly operations: Readonly<Record<string, ApiOperation>>;
  readonly shapes: Readonly<Record<string, ApiShape>>;
}

interface ApiOperation {
  readonly input?: ApiReference;
  readonly output?: ApiReference;
}

interface ApiReference {
  readonly shape: string;
  readonly streaming?: boolean;
  /** The SDK fills it in when it is left out. */
  readonly idempotencyToken?: boolean;
}

interface ApiShape {
  readonly type: string;
  readonly members?: Readonly<Record<string, ApiReference>>;
  readonly required?: readonly string[];
  /** The member that is the body of the request. */
  readonly payload?: string;
  readonly member?: ApiReference;
  readonly value?: ApiReference;
  readonly enum?: readonly string[];
  readonly document?: boolean;
  readonly eventstream?: boolean;
  readonly streaming?: boolean;
}

/** Longer lists of values are left out: they grow with every release of the service. */
const LONGEST_ENUM = 160;

/** "Unsupported operations" of the guide; those that stream events are found by their shapes. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  applicationdiscovery: "DescribeExportConfigurations ExportConfigurations",
  codedeploy:
    "BatchGetDeploymentInstances GetDeploymentInstance ListDeploymentInstances SkipWaitTimeForInstanceTermination",
  comprehendmedical: "DetectEntities",
  dataexchange: "SendApiAsset",
  directconnect:
    "AllocateConnectionOnInterconnect DescribeConnectionLoa DescribeConnectionsOnInterconnect DescribeInterconnectLoa",
  efs: "CreateTags",
  emr: "DescribeJobFlows",
  iot: "AttachPrincipalPolicy DetachPrincipalPolicy ListPolicyPrincipals ListPrincipalPolicies",
  lambda: "InvokeAsync",
  mediapackage: "RotateChannelCredentials",
  rdsdata: "ExecuteSql",
  shield: "DeleteSubscription",
  sts: "AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity",
};

/** Members of DynamoDB's AttributeValue that Step Functions takes under both names, as CDK and samples write them. */
const ATTRIBUTE_TYPES: Readonly<Record<string, string>> = {
  BOOL: "Bool|BOOL",
  BS: "Bs|BS",
  NS: "Ns|NS",
  NULL: "Nul|NULL",
  SS: "Ss|SS",
};

/** Scalar types, and the letter that stands for them; a string has none. */
const LETTERS: Readonly<Record<string, string>> = {
  string: "",
  blob: "x",
  boolean: "b",
  document: "a",
  double: "d",
  float: "f",
  integer: "i",
  long: "l",
  timestamp: "t",
};

/** The line of services.jsonl about the service `name`; model.ts says what is in it. */
export function encodeService(name: string, model: ApiModel): ServiceLine {
  const shapes: string[] = [];
  const indices = new Map<string, number>();
  const unsupported = (UNSUPPORTED[name] ?? "").split(" ");

  const shapeOf = (reference: ApiReference): ApiShape => {
    const shape = model.shapes[reference.shape];
    if (!shape) throw new Error(`${name} has no shape ${reference.shape}`);
    return shape;
  };

  /** The number of a shape that is written once and referred to; given before its text, as shapes can be recursive. */
  function indexOf(key: string, text: () => string): string {
    let index = indices.get(key);
    if (index === undefined) {
      index = shapes.push("") - 1;
      indices.set(key, index);
      shapes[index] = text();
    }
    return String(index);
  }

  function typeOf(reference: ApiReference): string {
    const shape = shapeOf(reference);
    if (shape.document || shape.eventstream) return "a";
    if (shape.type === "structure") return indexOf(reference.shape, () => structure(shape));
    if (shape.type === "list") return `[${typeOf(shape.member as ApiReference)}`;
    if (shape.type === "map") return `{${typeOf(shape.value as ApiReference)}`;
    const values = shape.enum?.join("|");
    if (values !== undefined && values.length <= LONGEST_ENUM)
      return indexOf(`=${values}`, () => `=${values}`);
    const letter = LETTERS[shape.type];
    if (letter === undefined) throw new Error(`${name} has the unknown type ${shape.type}`);
    return letter;
  }

  function structure(shape: ApiShape): string {
    const required = new Set(shape.required);
    return Object.entries(shape.members ?? {})
      .map(([member, reference]) => {
        const streamed = reference.streaming || shapeOf(reference).streaming;
        // The SDK for Java takes a streamed body as an argument of its own, which cannot be left out.
        const needed = streamed ? member === shape.payload : required.has(member);
        const type = typeOf(reference);
        const mark = needed && !reference.idempotencyToken ? "!" : "";
        return `${spellings(name, shape, member)}${mark}${type === "" ? "" : `:${type}`}`;
      })
      .join(" ");
  }

  const streamsEvents = (reference: ApiReference | undefined): boolean =>
    reference !== undefined &&
    Object.values(shapeOf(reference).members ?? {}).some((member) => shapeOf(member).eventstream);

  const operations: Record<string, string> = {};
  for (const operation of Object.keys(model.operations).sort()) {
    const { input, output } = model.operations[operation] as ApiOperation;
    const callable =
      !unsupported.includes(operation) && !streamsEvents(input) && !streamsEvents(output);
    const members = input === undefined ? "" : structure(shapeOf(input));
    operations[actionName(operation)] = `${callable ? "" : "~"}${members}`;
  }
  return [name, operations, shapes];
}

/** The name of a member, and behind a bar the other one that is accepted too. */
function spellings(service: string, shape: ApiShape, member: string): string {
  if (service.startsWith("dynamodb") && shape.members?.["BOOL"] !== undefined)
    return ATTRIBUTE_TYPES[member] ?? member;
  const name = memberName(member);
  const plain = member.slice(0, 1).toUpperCase() + member.slice(1);
  return name === `${plain}Value` ? `${name}|${plain}` : name;
}

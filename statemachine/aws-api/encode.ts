import exceptions from "./exceptions.json";
import type { ServiceLine } from "./model";
import { actionName, memberName } from "./names";
import { SCALARS } from "./shapes";

/** The part of botocore's service-2.json that is read here. */
export interface ApiModel {
  readonly metadata: {
    readonly serviceId: string;
    readonly endpointPrefix: string;
    /** What requests are signed for, where it is not the prefix of the endpoint. */
    readonly signingName?: string;
  };
  readonly operations: Readonly<Record<string, ApiOperation>>;
  readonly shapes: Readonly<Record<string, ApiShape>>;
}

interface ApiOperation {
  readonly http: { readonly method: string; readonly requestUri: string };
  /** `none` for what is asked without a signature. */
  readonly authtype?: string;
  readonly input?: ApiReference;
  readonly output?: ApiReference;
}

interface ApiReference {
  readonly shape: string;
  readonly streaming?: boolean;
  /** The name of a member in the request, such as that of a part of the path. */
  readonly locationName?: string;
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

/** "Unsupported operations" of the guide; those that stream events are found by their shapes. */
const UNSUPPORTED: Readonly<Record<string, readonly string[]>> = exceptions.unsupported;

/**
 * Members of DynamoDB's AttributeValue that Step Functions takes under both names, as CDK and AWS's samples write them.
 * The samples also write a bare text for a string.
 */
const ATTRIBUTE_TYPES: Readonly<Record<string, string>> = exceptions.attributeTypes;

/** Longer lists of values are left out: they grow with every release of the service. */
const LONGEST_ENUM = 160;

/** The letter that stands for a scalar type; a string has none. */
const LETTERS = new Map<string, string>([...SCALARS].map(([letter, { type }]) => [type, letter]));

/** The line of services.json about the service `name`; model.ts says what is in it. */
export function encodeService(name: string, model: ApiModel): ServiceLine {
  return new ServiceEncoder(name, model).encode();
}

class ServiceEncoder {
  /** The texts of shapes that are written once and referred to by number. */
  private readonly shapes: string[] = [];
  private readonly indices = new Map<string, number>();

  public constructor(
    private readonly service: string,
    private readonly model: ApiModel,
  ) {}

  public encode(): ServiceLine {
    const operations: Record<string, string> = {};
    for (const name of Object.keys(this.model.operations).sort()) {
      const operation = this.model.operations[name] as ApiOperation;
      const members = operation.input ? this.structure(this.shapeOf(operation.input)) : "";
      operations[actionName(name)] = `${this.isCallable(name, operation) ? "" : "~"}${members}`;
    }
    return [this.service, operations, this.shapes];
  }

  private isCallable(name: string, { input, output }: ApiOperation): boolean {
    const isSupported = !UNSUPPORTED[this.service]?.includes(name);
    return isSupported && !this.streamsEvents(input) && !this.streamsEvents(output);
  }

  private streamsEvents(reference: ApiReference | undefined): boolean {
    const members = reference ? Object.values(this.shapeOf(reference).members ?? {}) : [];
    return members.some((member) => this.shapeOf(member).eventstream);
  }

  private shapeOf(reference: ApiReference): ApiShape {
    const shape = this.model.shapes[reference.shape];
    if (!shape) throw new Error(`${this.service} has no shape ${reference.shape}`);
    return shape;
  }

  private structure(shape: ApiShape): string {
    const required = new Set(shape.required);
    const members = Object.entries(shape.members ?? {}).map(([member, reference]) => {
      const streamed = reference.streaming || this.shapeOf(reference).streaming;
      // The SDK for Java takes a streamed body as an argument of its own, which cannot be left out.
      const needed = streamed ? member === shape.payload : required.has(member);
      const mark = needed && !reference.idempotencyToken ? "!" : "";
      const type = this.typeOf(reference);
      return `${this.spellings(shape, member)}${mark}${type === "" ? "" : `:${type}`}`;
    });
    return `${this.isAttributeValue(shape) ? "*" : ""}${members.join(" ")}`;
  }

  private typeOf(reference: ApiReference): string {
    const shape = this.shapeOf(reference);
    if (shape.document || shape.eventstream) return "a";
    if (shape.type === "structure")
      return this.indexOf(reference.shape, () => this.structure(shape));
    if (shape.type === "list") return `[${this.typeOf(shape.member as ApiReference)}`;
    if (shape.type === "map") return `{${this.typeOf(shape.value as ApiReference)}`;
    const values = shape.enum?.join("|");
    if (values !== undefined && values.length <= LONGEST_ENUM)
      return this.indexOf(`=${values}`, () => `=${values}`);
    const letter = LETTERS.get(shape.type);
    if (letter === undefined) throw new Error(`${this.service} has the unknown type ${shape.type}`);
    return letter;
  }

  /** The number of a shape; it has it before its text is known, as shapes can be recursive. */
  private indexOf(key: string, text: () => string): string {
    let index = this.indices.get(key);
    if (index === undefined) {
      index = this.shapes.push("") - 1;
      this.indices.set(key, index);
      this.shapes[index] = text();
    }
    return String(index);
  }

  /** The name of a member, and behind a bar the other one that is accepted too. */
  private spellings(shape: ApiShape, member: string): string {
    if (this.isAttributeValue(shape)) return ATTRIBUTE_TYPES[member] ?? member;
    const name = memberName(member);
    const plain = member.slice(0, 1).toUpperCase() + member.slice(1);
    return name === `${plain}Value` ? `${name}|${plain}` : name;
  }

  private isAttributeValue(shape: ApiShape): boolean {
    return this.service.startsWith("dynamodb") && shape.members?.["BOOL"] !== undefined;
  }
}

import { busName, type Clients } from "../../engine/aws";
import { UNKNOWN, type StackDocument } from "../../engine/program";

/** Something that a stack only names: on AWS it is there before, and in an empty emulator it has to be made. */
export interface Outside {
  readonly kind: keyof typeof KINDS;
  readonly name: string;
}

/** What may be named without being made: the type that makes it, and the types and their input that name it. */
const KINDS = {
  "event bus": {
    made: /^aws:cloudwatch\/eventBus:/,
    types: /^aws:cloudwatch\/event(Rule|Target):/,
    input: "eventBusName",
    create: async ({ events }: Clients, Name: string) => events.createEventBus({ Name }),
  },
  role: {
    made: /^aws:iam\/role:/,
    types: /^aws:iam\/rolePolicy(Attachment)?:/,
    input: "role",
    create: async ({ iam }: Clients, RoleName: string) =>
      iam.createRole({ RoleName, AssumeRolePolicyDocument: "{}" }),
  },
  bucket: {
    made: /^aws:s3\/bucket(V2)?:/,
    types: /^aws:s3\/bucket[A-Z]\w*:/,
    input: "bucket",
    create: async ({ s3 }: Clients, Bucket: string) => s3.createBucket({ Bucket }),
  },
} as const;

/** Every account has it. */
const DEFAULT_BUS = "default";

/** What a stack names without making it, each once. @param leftOut URNs of what is not created, and so needs nothing */
export function outsideOf({ resources }: StackDocument, leftOut: ReadonlySet<string>): Outside[] {
  const declared = resources.filter(({ external, custom }) => custom && !external);
  return (Object.keys(KINDS) as Outside["kind"][]).flatMap((kind) => {
    const { made, types, input } = KINDS[kind];
    const own = new Set(
      declared
        .filter(({ type }) => made.test(type))
        .flatMap(({ inputs, computed }) => [computed["id"], inputs["name"]]),
    );
    const named = declared
      .filter(({ type, urn }) => types.test(type) && !made.test(type) && !leftOut.has(urn))
      .map(({ inputs }) => inputs[input])
      .filter((name) => typeof name === "string")
      .map(busName)
      .filter((name) => name !== DEFAULT_BUS && !name.includes(UNKNOWN) && !own.has(name));
    return [...new Set(named)].map((name) => ({ kind, name }));
  });
}

/** Makes them, with nothing in them. */
export async function makeOutside(outside: readonly Outside[], clients: Clients): Promise<void> {
  await Promise.all(outside.map(async ({ kind, name }) => KINDS[kind].create(clients, name)));
}

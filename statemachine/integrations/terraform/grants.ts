import type { Condition, PolicyDocument, Statement } from "../../iam/document";
import type { AwsEnvironment } from "../../iam/arn";
import { isRecord, own } from "../../json";
import { nearest } from "../../nearest";
import { CATALOGUE, PARTS, type CataloguePart } from "./catalogue";

/** The name of a service integration in the catalogue, for example `ecs_Sync`. */
export type ServiceIntegration = keyof typeof CATALOGUE;

/** The name of a part of an integration, for example `iam_PassRole` of `ecs_Sync`. */
export type ServiceIntegrationPart<Name extends ServiceIntegration> =
  keyof (typeof CATALOGUE)[Name];

/**
 * What a machine may do, by integration and part: `true` for the catalogue's default resources, or a list of ARNs.
 * A part that is not named is not granted.
 */
export type ServiceIntegrations<Resource = string> = {
  readonly [Name in ServiceIntegration]?: {
    readonly [Part in ServiceIntegrationPart<Name>]?: true | readonly Resource[];
  };
};

/** Where the policies are for, and how they are chosen. */
export interface IntegrationContext extends AwsEnvironment {
  /** Whether the original's actions are granted also where they are wrong. Defaults to the right ones. */
  readonly compatible?: boolean;
}

/** One thing wrong with the integrations that a caller asks for. */
export interface IntegrationProblem {
  /** Where, as in `ecs_Sync.events`. */
  readonly path: string;
  /** What is wrong and what to do, in one sentence. */
  readonly reason: string;
}

/** The integrations asked for cannot be granted; lists every reason. */
export class IntegrationError extends Error {
  public override readonly name = "IntegrationError";

  public constructor(public readonly problems: readonly IntegrationProblem[]) {
    super(problems.map(({ path, reason }) => `serviceIntegrations.${path}: ${reason}`).join("\n"));
  }
}

type Parts = Record<string, true | readonly string[]>;

/** The names of all integrations, in the catalogue's order. */
export const SERVICE_INTEGRATIONS = Object.keys(CATALOGUE) as readonly ServiceIntegration[];

/** The parts of an integration with their actions and default resources. */
export function partsOf(integration: ServiceIntegration): Readonly<Record<string, CataloguePart>> {
  return PARTS[integration] as Readonly<Record<string, CataloguePart>>;
}

/** Everything wrong with `integrations`, whatever it is; nothing when policies can be made of it. */
export function checkIntegrations(integrations: unknown): IntegrationProblem[] {
  if (!isRecord(integrations)) return [{ path: "", reason: "is a map of integration to parts" }];
  return given(integrations).flatMap(([integration, parts]) => {
    const known = own(PARTS, integration);
    if (!known) return [{ path: integration, reason: unknown("integration", integration, PARTS) }];
    if (!isRecord(parts) || given(parts).length === 0)
      return [{ path: integration, reason: `names at least one part: ${listOf(known)}` }];
    return given(parts).flatMap(([part, resources]) => {
      const reason = partProblem(known, part, resources);
      return reason === undefined ? [] : [{ path: `${integration}.${part}`, reason }];
    });
  });
}

/**
 * One policy document per integration, by the integration's name; a statement per part, in the order of the parts'
 * names, its Sid the integration's name and the part's, capitalised, with letters and digits only.
 * @throws IntegrationError listing every unknown name and every part whose resources are missing
 */
export function integrationPolicies(
  integrations: ServiceIntegrations,
  context: IntegrationContext,
): Record<string, PolicyDocument> {
  const problems = checkIntegrations(integrations);
  if (problems.length > 0) throw new IntegrationError(problems);
  const policies = given<Parts>(integrations).map(([name, parts]): [string, PolicyDocument] => {
    const ordered = given(parts).sort(([left], [right]) => (left < right ? -1 : 1));
    const statements = ordered.map(([part, arns]) => statement(name, part, arns, context));
    return [name, { Version: "2012-10-17", Statement: statements }];
  });
  return Object.fromEntries(policies);
}

function statement(
  integration: string,
  part: string,
  resources: true | readonly string[],
  context: IntegrationContext,
): Statement {
  const entry = PARTS[integration]?.[part] as CataloguePart;
  const { actions, originalActions, defaultResources = [], conditions } = entry;
  const granted = context.compatible ? (originalActions ?? actions) : actions;
  return {
    Sid: sid(integration, part),
    Effect: entry.effect ?? "Allow",
    Action: [...granted],
    Resource: (resources === true ? defaultResources : resources).map((arn) => fill(arn, context)),
    ...(conditions ? { Condition: condition(conditions) } : {}),
  };
}

/** Terraform's `title` capitalises the first letter only: an underscore does not begin a new word. */
function sid(integration: string, part: string): string {
  const title = part.charAt(0).toUpperCase() + part.slice(1);
  return `${integration}${title}`.replace(/[^0-9A-Za-z]/g, "");
}

function fill(arn: string, { partition, region, accountId }: AwsEnvironment): string {
  const values: Record<string, string> = { partition, region, account: accountId };
  return arn.replace(/<(partition|region|account)>/g, (_whole, name: string) => values[name] ?? "");
}

function condition(conditions: NonNullable<CataloguePart["conditions"]>): Condition {
  return Object.fromEntries(
    conditions.map(({ test, variable, values }) => [test, { [variable]: [...values] }]),
  );
}

function partProblem(
  known: Readonly<Record<string, CataloguePart>>,
  part: string,
  resources: unknown,
): string | undefined {
  const entry = own(known, part);
  if (!entry) return unknown("part", part, known);
  if (resources === true)
    return entry.defaultResources
      ? undefined
      : "true stands for default resources, and this part has none: list the ARNs";
  if (Array.isArray(resources) && resources.length > 0) return undefined;
  return "is true or a list of at least one ARN";
}

const unknown = (kind: string, name: string, known: Record<string, unknown>): string =>
  `unknown ${kind} '${name}', the nearest are ${nearest(name, Object.keys(known)).join(", ")}`;

const listOf = (known: Record<string, unknown>): string => Object.keys(known).join(", ");

/** The entries of `record` but those left undefined, which are as good as not there. */
function given<Value>(record: Readonly<Record<string, Value | undefined>>): [string, Value][] {
  return Object.entries(record).filter((entry): entry is [string, Value] => entry[1] !== undefined);
}

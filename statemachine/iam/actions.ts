import { readFileSync } from "node:fs";
import path from "node:path";
import { own } from "../json";
import { memoize } from "../memoize";

/** What iam-data.json holds; generate.ts says where it comes from. */
export interface IamData {
  /** The packages it was made from, with their versions. */
  readonly sources: Readonly<Record<string, string>>;
  /** Service as in `aws-sdk:<service>:` -> IAM prefix. */
  readonly prefixes: Record<string, string>;
  /**
   * IAM prefix -> action -> the kinds of resource it can be restricted to, separated by spaces; `!` after one that every
   * call is compared with.
   */
  readonly actions: Record<string, Record<string, string>>;
  /** IAM prefix -> kind of resource -> ARN pattern. */
  readonly arns: Record<string, Record<string, string>>;
  /**
   * Service -> operation -> method and path, with the parameters in braces, for services whose requests are what IAM authorises:
   * `GET /restapis/{RestApiId}`.
   */
  readonly requests: Record<string, Record<string, string>>;
  /** Calls that nobody signs, so that no permission is asked for: `service:operation`. */
  readonly unsigned: readonly string[];
}

let loaded: IamData | undefined;

/** The IAM data, read when it is first needed: most machines call no SDK action. */
export function iamData(): IamData {
  loaded ??= JSON.parse(readFileSync(path.join(__dirname, "iam-data.json"), "utf8")) as IamData;
  return loaded;
}

/** An action that exists, as IAM spells it. */
export interface Action {
  /** For example `s3:GetObject`. */
  readonly name: string;
  readonly prefix: string;
  /** The kinds of resource it can be restricted to; none means that only `*` is possible. */
  readonly kinds: readonly string[];
  /** Those of {@link kinds} that every call is compared with; the others count only where the call names one. */
  readonly required: readonly string[];
}

/** Action in lower case -> as IAM spells it. */
const spellings = memoize(
  (actions: Record<string, string>): ReadonlyMap<string, string> =>
    new Map(Object.keys(actions).map((action) => [action.toLowerCase(), action])),
);

/** The action `name` of the service `prefix`, whatever its letter case; undefined when IAM has none of that name. */
export function findAction(prefix: string, name: string): Action | undefined {
  const actions = own(iamData().actions, prefix);
  if (!actions) return undefined;
  const found = spellings(actions).get(name.toLowerCase());
  if (found === undefined) return undefined;
  const kinds = (actions[found] ?? "").split(" ").filter((kind) => kind !== "");
  return {
    name: `${prefix}:${found}`,
    prefix,
    kinds: kinds.map((kind) => kind.replace(/!$/, "")),
    required: kinds.filter((kind) => kind.endsWith("!")).map((kind) => kind.slice(0, -1)),
  };
}

/** The ARN pattern of a kind of resource, for example `arn:${Partition}:s3:::${BucketName}`. */
export function arnPattern(prefix: string, kind: string): string | undefined {
  return own(own(iamData().arns, prefix) ?? {}, kind);
}

/** The IAM prefix of an SDK service, for example `states` for `sfn`. */
export function iamPrefix(service: string): string | undefined {
  return own(iamData().prefixes, service.toLowerCase());
}

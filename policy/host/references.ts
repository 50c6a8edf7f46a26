/** The ways in which a link may spell what it refers to: with a qualifier, with `:*`, or as a bare name. */
export function spellings(value: string): string[] {
  const whole = [value, value.replace(/:\*$/, "")];
  const unqualified =
    /^(arn:[^:]*:(?:lambda|states):[^:]*:[^:]*:(?:function|stateMachine):[^:]+):[^:]+$/.exec(
      value,
    )?.[1];
  const bucket = /^arn:[^:]*:s3:::([^/]+)/.exec(value)?.[1];
  const name =
    /^arn:[^:]*:(?:lambda|sqs|sns|states|logs|iam|kms):[^:]*:[^:]*:(?:function:|stateMachine:|log-group:|role\/|key\/)?([^:]+)(?::\*)?$/.exec(
      value,
    )?.[1];
  const found = [...whole, unqualified, bucket, name].filter((text) => text !== undefined);
  return [...new Set(found)];
}

/** Every text in a value that may refer to a resource; of JSON text, the ARNs and URLs in it. */
export function texts(value: unknown): string[] {
  if (typeof value === "string") {
    return /^\s*[{[]/.test(value)
      ? [...value.matchAll(REFERENCES)].map(([found]) => found)
      : [value];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(texts);
}

const REFERENCES = /(?<=")(arn:|https:\/\/sqs\.)[^"\s]+(?=")/g;

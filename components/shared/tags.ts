/** Tags by key, as AWS stores them. */
export type Tags = Readonly<Record<string, string>>;

/**
 * The tags that every resource of a component carries: Environment and Terraform ("true", the mark by which the
 * account's reports find resources under infrastructure as code), then `own`, all overridden by the caller's.
 *
 * Key and Bucket pass the Name as one of their own tags, so that a caller may rename them; LambdaFunction and
 * StateMachine set it last, with {@link named}. Each of the Terraform modules does the same.
 */
export function baseTags(environment: string, tags: Tags = {}, own: Tags = {}): Tags {
  return { Environment: environment, Terraform: "true", ...own, ...tags };
}

/** The same tags with the resource's own Name, which the caller's tags do not override. */
export function named(tags: Tags, name: string): Tags {
  return { ...tags, Name: name };
}

/** Limits of AWS tags (https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html). */
const MAX_TAGS = 50;
const MAX_KEY = 128;
const MAX_VALUE = 256;

/** Says how the caller's tags break AWS's limits, one sentence per problem; empty for good tags. */
export function tagProblems(tags: Tags = {}): string[] {
  const problems: string[] = [];
  const keys = Object.keys(tags);
  if (keys.length > MAX_TAGS) {
    problems.push(`has ${keys.length} tags: AWS allows ${MAX_TAGS} on a resource`);
  }
  for (const [key, value] of Object.entries(tags)) {
    const shown = JSON.stringify(key);
    if (key.length < 1 || key.length > MAX_KEY) {
      problems.push(`tag key ${shown} has ${key.length} characters: AWS allows 1 to ${MAX_KEY}`);
    }
    if (/^aws:/i.test(key)) problems.push(`tag key ${shown} begins with aws:, which AWS reserves`);
    if (typeof value !== "string") {
      problems.push(`tag ${shown} is ${JSON.stringify(value)}: tag values are strings`);
    } else if (value.length > MAX_VALUE) {
      problems.push(
        `tag ${shown} has a value of ${value.length} characters: AWS allows ${MAX_VALUE}`,
      );
    }
  }
  return problems;
}

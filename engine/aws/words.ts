type Names = Readonly<Record<string, string>>;

/**
 * AWS's form of plain inputs: every key starts with a capital letter, at any depth.
 * @param names keys that differ otherwise, Pulumi's word to AWS's
 */
export function pascal<T>(value: unknown, names: Names = {}): T {
  return mapKeys(value, (key) => names[key] ?? key.charAt(0).toUpperCase() + key.slice(1)) as T;
}

/** The way back: AWS's form in the program's words. @param names the same as for {@link pascal} */
export function camel<T>(value: unknown, names: Names = {}): T {
  const back = Object.fromEntries(Object.entries(names).map(([ours, theirs]) => [theirs, ours]));
  return mapKeys(value, (key) => back[key] ?? key.charAt(0).toLowerCase() + key.slice(1)) as T;
}

/** `{name: "x"}` as `[{Key: "name", Value: "x"}]`. */
export function tagList(tags: Record<string, string> = {}): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** The way back, for either case of the keys. */
export function tagMap(
  tags: readonly { Key?: string; Value?: string; key?: string; value?: string }[] = [],
): Record<string, string> {
  return Object.fromEntries(
    tags.map((tag) => [tag.Key ?? tag.key ?? "", tag.Value ?? tag.value ?? ""]),
  );
}

/** The name of an event bus, which may go by its ARN: the emulator knows none by that. */
export function busName<T extends string | undefined>(bus: T): T {
  return bus?.replace(/^arn:[^/]+:event-bus\//, "") as T;
}

/** The text of a policy document, which the provider takes as text or as an object. */
export function documentText(document: unknown): string {
  return typeof document === "string" ? document : JSON.stringify(document);
}

/** Those of the inputs that are attributes, as the texts that SNS and SQS take. @param names input -> attribute, see attributes.json */
export function attributes(inputs: object, names: Names): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs)
      .filter(([key, value]) => key in names && value !== undefined)
      .map(([key, value]) => [
        names[key] as string,
        typeof value === "object" ? JSON.stringify(value) : String(value),
      ]),
  );
}

/** The way back: each declared attribute in the program's words and of the type that it was declared with. */
export function declaredAttributes(
  inputs: object,
  names: Names,
  found: Record<string, string> = {},
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputs)
      .filter(([key]) => key in names)
      .map(([key, value]) => {
        const text = found[names[key] as string];
        return [key, text === undefined || typeof value === "string" ? text : JSON.parse(text)];
      }),
  );
}

function mapKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => mapKeys(item, rename));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [rename(key), mapKeys(item, rename)]),
  );
}

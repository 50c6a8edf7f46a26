/** JSON schema of a setting that is a list of texts. */
export const textList = (defaults: readonly string[], description: string) =>
  ({ type: "array", items: { type: "string" }, default: [...defaults], description }) as const;

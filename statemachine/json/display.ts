/** `value` as text, as `String` gives it; that throws on an object with a field "toString", which data may hold. */
export function display(value: unknown): string {
  const isPlain = typeof value !== "object" || value === null || value instanceof Error;
  if (isPlain) return String(value as string | Error);
  return Array.isArray(value) ? "[object Array]" : "[object Object]";
}

/** What an error says, or whatever else was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : display(error);
}

/** `value` as JSON text: `undefined` for what has none, an ellipsis for more levels than calls fit on the stack. */
export function compactJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return "…";
    throw error;
  }
}

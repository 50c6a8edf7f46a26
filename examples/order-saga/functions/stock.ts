/** One item of an order, or the items that are to be given back. */
type Event = { readonly sku: string; readonly count: number } | { readonly release: unknown };

/** Takes an item from the stock, or gives items back; in a real shop, in a database, by the order's id. */
export async function handler(event: Event): Promise<{ readonly done: boolean }> {
  if ("release" in event) return { done: true };
  if (event.count > 100) throw new Error(`only 100 of ${event.sku} are left`);
  return { done: true };
}

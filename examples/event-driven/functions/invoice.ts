/** The order that an event tells of. */
interface Order {
  readonly id: string;
  readonly total: number;
}

/** Writes an invoice; in a real shop under the order's id, so that a second call writes the same one. */
export async function handler(order: Order): Promise<{ readonly invoice: string }> {
  if (!(order.total > 0)) throw new Error(`order ${order.id} has no total`);
  return { invoice: `invoice-${order.id}` };
}

/** An order, of which only the number matters here. */
interface Order {
  readonly id: string;
}

/** Charges the customer; in a real shop with the order's number as idempotency key of the payment. */
export async function handler(order: Order): Promise<{ readonly payment: string }> {
  return { payment: `pay-${order.id}` };
}

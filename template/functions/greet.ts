/** What the workflow's task calls: the event is the task's input. */
export async function handler({ name }: { name: string }): Promise<{ greeting: string }> {
  return { greeting: `Hello, ${name}!` };
}

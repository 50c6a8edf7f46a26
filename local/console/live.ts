import type { ServerResponse } from "node:http";
import { reasonOf } from "../../engine/aws";
import type { Executions } from "./executions";

/** How often the emulator is asked while a page is open. */
const LOOK_MILLISECONDS = 400;

/** A page that is open, the execution that it shows, and what it was told last, by kind. */
interface Page {
  readonly response: ServerResponse;
  readonly execution: string | undefined;
  readonly told: Map<string, string>;
}

/** Tells the open pages what has changed, as server-sent events. Asks the emulator only while there are some. */
export class Live {
  private readonly pages = new Set<Page>();
  private timer: NodeJS.Timeout | undefined;
  private isLooking = false;
  private stack = { version: 0, problem: "" };

  /** @param executions those of the stack that is shown now; undefined while there is none */
  public constructor(private readonly executions: () => Executions | undefined) {}

  /** Keeps an answer open, and tells through it. */
  public add(response: ServerResponse, execution: string | undefined): void {
    const page = { response, execution, told: new Map<string, string>() };
    this.pages.add(page);
    response.on("close", () => {
      this.pages.delete(page);
      if (this.pages.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    });
    this.timer ??= setInterval(() => void this.look(), LOOK_MILLISECONDS);
    void this.look();
  }

  /** The stack is another one, or more is known of it. */
  public stackChanged(): void {
    this.stack = { version: this.stack.version + 1, problem: "" };
    void this.look();
  }

  private async look(): Promise<void> {
    if (this.isLooking || this.pages.size === 0) return;
    this.isLooking = true;
    try {
      const executions = this.executions();
      this.tell("executions", (await executions?.list()) ?? []);
      for (const page of this.pages) {
        if (executions === undefined || page.execution === undefined) continue;
        const { found, events } = await executions.see(page.execution);
        tell(page, "execution", { status: found.status, events: events.length });
      }
      this.tell("stack", { version: this.stack.version });
    } catch (error) {
      this.tell("stack", { version: this.stack.version, problem: reasonOf(error) });
    } finally {
      this.isLooking = false;
    }
  }

  private tell(kind: string, data: unknown): void {
    for (const page of this.pages) tell(page, kind, data);
  }
}

function tell({ response, told }: Page, kind: string, data: unknown): void {
  const text = JSON.stringify(data);
  if (told.get(kind) === text) return;
  told.set(kind, text);
  response.write(`event: ${kind}\ndata: ${text}\n\n`);
}

import { painter, visible } from "../statemachine/cli";

/** Told how far a step is. */
export interface Step {
  /** What the step does just now. */
  note(text: string): void;
  /** What the step was, once it has ended. */
  title(text: string): void;
}

/**
 * Shows steps on stderr, which may run side by side: a line when one begins and ends. What they do between is one line
 * that changes, on a terminal, and a line each elsewhere.
 */
export class Progress {
  private readonly paint = painter(process.stderr);
  /** A terminal without a width shows nothing well but plain lines. */
  private readonly live = process.stderr.isTTY && process.stderr.columns > 0;
  private passing = false;

  /** Runs a step. What it throws is not shown here: an error is told once, at the end. */
  public async step<T>(title: string, work: (step: Step) => Promise<T>): Promise<T> {
    let name = title;
    const note = (text: string): void => this.show(`› ${visible(text)}`, this.live);
    this.show(`❯ ${visible(title)}`, this.live);
    try {
      const result = await work({ note, title: (text) => (name = text) });
      this.show(`${this.paint("green", "✔")} ${visible(name)}`);
      return result;
    } catch (error) {
      this.show(`${this.paint("red", "✖")} ${visible(name)}`);
      throw error;
    }
  }

  /** Shows lines between the steps. */
  public say(lines: readonly string[]): void {
    for (const line of lines) this.show(visible(line));
  }

  /** Takes the line that changes off the terminal. */
  public end(): void {
    if (this.passing) process.stderr.write("\r\u001b[2K");
    this.passing = false;
  }

  private show(line: string, passing = false): void {
    this.end();
    const { columns } = process.stderr;
    process.stderr.write(passing ? line.slice(0, columns - 1) : `${line}\n`);
    this.passing = passing;
  }
}

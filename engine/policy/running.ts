import type { StackDocument } from "../program/document";
import { Analyzer } from "./analyzer";
import { analyzeStack, PACK, type PolicyReport } from "./check";
import { fromDocument } from "./input";

/** The stack's configuration, `namespace:key` -> text. */
type Values = Readonly<Record<string, string>>;

/** This project's policy pack, kept running: most of a check is its start, which can be made before there is a stack. */
export class RunningPack {
  private analyzer: Promise<Analyzer> | undefined;
  private settings = "";

  /** Begins to start it, unless it runs with these settings already; what fails is thrown by {@link judge}. */
  public start(project: string, stack: string, config: Values): Promise<Analyzer> {
    const settings = JSON.stringify([project, stack, config]);
    if (this.analyzer !== undefined && settings === this.settings) return this.analyzer;
    this.close();
    this.analyzer = Analyzer.start({ folder: PACK, project, stack, config });
    this.analyzer.catch(() => undefined);
    this.settings = settings;
    return this.analyzer;
  }

  /** @throws UsageError for wrong settings; the next check starts it anew */
  public async judge(document: StackDocument, config: Values): Promise<PolicyReport> {
    try {
      const analyzer = await this.start(document.project, document.stack, config);
      return (await analyzeStack(analyzer, fromDocument(document))).report;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Ends its process. */
  public close(): void {
    this.analyzer?.then((running) => running.close()).catch(() => undefined);
    this.analyzer = undefined;
  }
}

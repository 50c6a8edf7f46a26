/** What a test can visit. */
export type PointKind = "state" | "choice" | "retry" | "catch";

/** One thing that a test can visit. */
export interface Point {
  readonly kind: PointKind;
  /** JSON pointer into the definition. */
  readonly path: string;
  /** In words, for the report. */
  readonly label: string;
}

const HEADINGS: Readonly<Record<PointKind, string>> = {
  state: "States",
  choice: "Choice branches",
  retry: "Retry entries",
  catch: "Catch entries",
};

/** Which points of a definition the runs so far have visited. */
export class Coverage {
  private readonly points = new Map<string, Point>();
  private readonly visited = new Set<string>();

  /** Makes a point known, so that it counts as missed until it is visited. */
  public add(point: Point): void {
    this.points.set(point.path, point);
  }

  public visit(path: string): void {
    this.visited.add(path);
  }

  /** Every point, in the order of the definition. */
  public all(): readonly Point[] {
    return [...this.points.values()];
  }

  /** The points that no run has visited. */
  public missed(): readonly Point[] {
    return this.all().filter(({ path }) => !this.visited.has(path));
  }

  /** The coverage in words: one line per kind, then one per missed point. */
  public report(): string {
    const kinds = Object.keys(HEADINGS) as PointKind[];
    return kinds.flatMap((kind) => this.section(kind)).join("\n");
  }

  private section(kind: PointKind): string[] {
    const points = this.all().filter((point) => point.kind === kind);
    if (points.length === 0) return [];
    const missed = points.filter(({ path }) => !this.visited.has(path));
    return [
      `${HEADINGS[kind]}: ${points.length - missed.length} of ${points.length} visited`,
      ...missed.map(({ label, path }) => `  not visited: ${label} (${path})`),
    ];
  }
}

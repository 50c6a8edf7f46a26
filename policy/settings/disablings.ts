import { isRecord } from "asl-toolkit/json";
import { today } from "../host/today";
import { levelSettings, type Settings } from "./levels";

/** Something that the settings turn off until a day. */
export interface DatedDisabling {
  /** Where the settings say so, for example `rules.s3-bucket-tls`. */
  readonly at: string;
  readonly reason: string;
  /** The last day, as YYYY-MM-DD. */
  readonly expires: string;
}

/** What the settings of the running pack turn off. They are read once, when the pack starts. */
let disablings: readonly DatedDisabling[] = [];

/** Takes what `settings` turn off, so that a rule can tell of what is past its day. */
export function keepDisablings(settings: Settings): void {
  disablings = levelSettings(settings).flatMap(([at, setting]) => {
    if (!isRecord(setting) || setting.enforcementLevel !== "disabled") return [];
    const { reason, expires } = setting;
    return typeof expires === "string" && typeof reason === "string"
      ? [{ at, reason, expires }]
      : [];
  });
}

/** What is past its day, and so on again. */
export function expiredDisablings(): readonly DatedDisabling[] {
  return disablings.filter(({ expires }) => expires < today());
}

import { type AlarmRule, ALARMS, FIRST_COMMAND } from "../components/monitoring/alarms";

/** Renders docs/alarms.md. @param introduction what stands above the table */
export function renderAlarms(introduction: string): string {
  const rows = Object.entries(ALARMS).map(([key, rule]) =>
    [
      `\`${key}\``,
      rule.happened,
      metricText(rule),
      firesText(rule),
      toldText(rule),
      firstText(rule),
    ]
      .map((cell) => cell.replaceAll("|", "\\|"))
      .join(" | "),
  );
  return `${introduction.trimEnd()}

## The alarms

| key | what happened | metric, and what it is counted by | fires | tells | first command |
| --- | --- | --- | --- | --- | --- |
${rows.map((row) => `| ${row} |`).join("\n")}
`;
}

function metricText({ metrics, expression }: AlarmRule): string {
  const each = Object.entries(metrics).map(([key, { name, of, statistic }]) => {
    const text = `${statistic} of \`${name}\` by ${of}`;
    return expression === undefined ? text : `\`${key}\`: ${text}`;
  });
  return [...(expression === undefined ? [] : [`\`${expression}\``]), ...each].join("; ");
}

function firesText({ threshold, period, periods, missing }: AlarmRule): string {
  const { value, share, why } = threshold;
  const at = share === undefined ? `${value}` : `${share * 100} % of the timeout`;
  const noted = why === undefined ? at : `${at} (${why})`;
  return `at ${noted}, ${periods} × ${period} s; no data: ${missing}`;
}

function toldText({ ringsAlone }: AlarmRule): string {
  return ringsAlone ? "topic, composite" : "composite";
}

function firstText({ first = FIRST_COMMAND }: AlarmRule): string {
  return `\`${first}\``;
}

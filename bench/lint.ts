import { readFileSync } from "node:fs";
import path from "node:path";
import { getLanguageService, TextDocument } from "amazon-states-language-service";
import validate from "asl-validator";
import { lint, lintText } from "../statemachine/lint";
import { type Benchmark, cpuTime, type Measurement, measurement, repeat } from "./benchmark";

/** Definitions of the first group, and states in each. */
const DEFINITIONS = 170;
const STATES = 7;
const EXAMPLE = readFileSync(path.join(__dirname, "../statemachine/definition.asl.json"), "utf8");
const WORKFLOW = readFileSync(path.join(__dirname, "workflow.asl.json"), "utf8");

/** Longest time for a chain of ten thousand states, and how much longer twice the states may take. */
const CHAIN_MS = 500;
const GROWTH = 2.5;

/** Longest time for the example, which is the first that the process lints. */
const FIRST_MS = 250;

/** One definition of so many is enough for asl-validator, which takes 150 ms for each. */
const SAMPLE = 10;

/** Rounds of a chain, whose first ones are for the compiler. */
const CHAIN_ROUNDS = 6;

/** Rounds of which the fastest counts: the others were disturbed. */
const ROUNDS = 3;

/** The linter beside asl-validator and the language service, on the same texts; then alone on long chains. All in CPU time. */
export const LINT: Benchmark = {
  name: "lint",
  run: async () => [...(await besidePeers()), ...(await chains())],
};

async function besidePeers(): Promise<Measurement[]> {
  const texts = Array.from({ length: DEFINITIONS }, (_, index) => workflow(index));
  const first = await cpuTime(() => lintText(EXAMPLE));
  const service = getLanguageService({});
  const cold = { ours: 0, service: 0 };
  cold.ours = await cpuTime(() => texts.forEach((text) => lintText(text)));
  cold.service = await cpuTime(() => checkByService(texts));
  const rounds = { ours: [] as number[], service: [] as number[] };
  await repeat(ROUNDS, async () => {
    rounds.ours.push(await cpuTime(() => texts.forEach((text) => lintText(text))));
    rounds.service.push(await cpuTime(() => checkByService(texts)));
  });
  const sample = texts.slice(0, DEFINITIONS / SAMPLE);
  const validator =
    SAMPLE *
    (await cpuTime(() => {
      for (const text of sample) validate(JSON.parse(text));
    }));
  const fastest = { ours: Math.min(...rounds.ours), service: Math.min(...rounds.service) };
  const input = `${DEFINITIONS} definitions of ${STATES} states`;
  return [
    measurement("this linter, first in the process", "the example", first, FIRST_MS),
    measurement("this linter, after that", input, cold.ours),
    measurement("this linter, later", input, fastest.ours, {
      text: "as fast as the faster peer",
      holds: fastest.ours <= Math.min(fastest.service, validator),
    }),
    measurement("amazon-states-language-service 1.16.1, first", input, cold.service),
    measurement("amazon-states-language-service 1.16.1, later", input, fastest.service),
    measurement(`asl-validator 4.0.0, from every ${SAMPLE}th`, input, validator),
  ];

  async function checkByService(all: readonly string[]): Promise<void> {
    for (const text of all) {
      const document = TextDocument.create("file://bench.asl.json", "json", 1, text);
      await service.doValidation(document, service.parseJSONDocument(document));
    }
  }
}

async function chains(): Promise<Measurement[]> {
  const measured: { length: number; time: number }[] = [];
  for (const length of [1250, 2500, 5000, 10_000]) {
    const definition = chain(length);
    const times: number[] = [];
    await repeat(CHAIN_ROUNDS, async () => times.push(await cpuTime(() => lint(definition))));
    measured.push({ length, time: Math.min(...times) });
  }
  return measured.map(({ length, time }, index) => {
    const before = measured[index - 1]?.time;
    const last = index === measured.length - 1;
    const grows = before === undefined || time <= GROWTH * before;
    const text = [
      ...(before === undefined ? [] : [`at most ${GROWTH} times the line before`]),
      ...(last ? [`under ${CHAIN_MS} ms`] : []),
    ].join(", ");
    const holds = grows && (!last || time < CHAIN_MS);
    const bound = text === "" ? undefined : { text, holds };
    return measurement("this linter", `a chain of ${length} states`, time, bound);
  });
}

/** A workflow of seven states of six types, different in its names. */
function workflow(index: number): string {
  return WORKFLOW.replaceAll("<index>", String(index));
}

function chain(length: number): unknown {
  const States = Object.fromEntries(
    Array.from({ length }, (_, at) => [
      `State ${at}`,
      {
        Type: "Task",
        Resource: "arn:aws:states:::sqs:sendMessage",
        Parameters: { QueueUrl: "${Queue}", "MessageBody.$": "$" },
        TimeoutSeconds: 10,
        ...(at === length - 1 ? { End: true } : { Next: `State ${at + 1}` }),
      },
    ]),
  );
  return { StartAt: "State 0", States };
}

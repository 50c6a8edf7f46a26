import { exitOf, type Exit } from "../../statemachine/cli";

/** What a command printed, and its exit code. */
export interface Captured {
  readonly exit: Exit;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in this process, to the exit code it would end with, and takes what it prints. */
export async function capture(command: () => Exit | Promise<Exit>): Promise<Captured> {
  const printed = { stdout: "", stderr: "" };
  const streams = ["stdout", "stderr"] as const;
  const before = streams.map((name) => process[name].write.bind(process[name]));
  for (const name of streams) {
    process[name].write = (chunk: unknown) => {
      printed[name] += String(chunk);
      return true;
    };
  }
  try {
    return { exit: await exitOf(command), ...printed };
  } finally {
    for (const [index, name] of streams.entries()) process[name].write = before[index]!;
  }
}

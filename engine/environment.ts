import interfering from "./interfering-variables.json";

/** What a process needs of its caller's environment to run at all: where things are, and which language they speak. */
const NEEDED =
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_.*|LD_LIBRARY_PATH|DYLD_.*|SYSTEMROOT|COMSPEC|PATHEXT|USERPROFILE|APPDATA|LOCALAPPDATA)$/i;

type Environment = Readonly<Record<string, string | undefined>>;

/** The region that the caller's environment names, as the AWS CLI and SDKs read it. */
export function environmentRegion(): string | undefined {
  return process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"];
}

/** The environment for a process that this project starts: without what would change the outcome of a run. */
export function undisturbed(environment: Environment = process.env): NodeJS.ProcessEnv {
  const names = interfering.map((row) => new RegExp(row.names, "i"));
  return pick(environment, (name) => !names.some((pattern) => pattern.test(name)));
}

/** Only what any process needs: for one that has to see as little of the caller as a function on AWS does. */
export function bare(environment: Environment = process.env): NodeJS.ProcessEnv {
  return pick(environment, (name) => NEEDED.test(name));
}

function pick(environment: Environment, wanted: (name: string) => boolean): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => wanted(name)));
}

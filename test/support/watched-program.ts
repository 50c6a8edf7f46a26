import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT_DIR } from "../../engine/program";

const PROGRAM = `
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { readFileSync } from "node:fs";
import { machineName } from "./names";

const role = new aws.iam.Role("role", { assumeRolePolicy: "{}" });
const code = new pulumi.asset.StringAsset(readFileSync(__dirname + "/handler.js", "utf8"));
const work = new aws.lambda.Function("work", {
  name: "work", role: role.arn, runtime: "nodejs22.x", handler: "index.handler",
  code: new pulumi.asset.AssetArchive({ "index.js": code }),
});
const definition = pulumi.jsonStringify({
  StartAt: "Work", States: { Work: { Type: "Task", Resource: work.arn, End: true } },
});
new aws.sfn.StateMachine("machine", { name: machineName, roleArn: role.arn, definition });
`;

/** A small program in a folder of its own, with a function and two inputs. */
export function watchedProgram(): { folder: string; write: (file: string, text: string) => void } {
  const folder = mkdtempSync(path.join(tmpdir(), "watched-"));
  const write = (file: string, text: string): void => writeFileSync(path.join(folder, file), text);
  mkdirSync(path.join(folder, "local", "events"), { recursive: true });
  symlinkSync(path.join(PROJECT_DIR, "node_modules"), path.join(folder, "node_modules"));
  write("Pulumi.yaml", "name: watched\nruntime: nodejs\n");
  write("Pulumi.local.yaml", "config:\n  aws:region: us-east-1\n");
  write("index.ts", PROGRAM);
  write("names.ts", 'export const machineName = "first";\n');
  write("handler.js", "exports.handler = async (event) => ({ event, version: 1 });\n");
  write("local/events/one.json", '{ "a": 1 }');
  write("local/events/two.json", '{ "b": 1 }');
  return { folder, write };
}

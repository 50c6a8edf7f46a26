import type { ReportViolation, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import * as protocol from "@pulumi/policy/protoutil";
import * as server from "@pulumi/policy/server";
import type { AnalyzeResponse, AnalyzerInfo } from "@pulumi/pulumi/proto/analyzer_pb";
import type { Pack } from "../../engine/policy/analyzer";
import {
  aboutOf,
  analyzeRequest,
  analyzeStackRequest,
  diagnosticsOf,
} from "../../engine/policy/messages";
import type {
  AnalyzedResource,
  Diagnostic,
  PolicyConfig,
  PolicyConfigs,
} from "../../engine/policy/pack";
import { policiesAt } from "../../policy/policies";

type Args = ResourceValidationArgs | StackValidationArgs;
type Validation<A extends Args> = (args: A, report: ReportViolation) => Promise<void> | void;
interface Policy {
  readonly name: string;
  readonly description?: string;
  readonly validateResource?: Validation<ResourceValidationArgs>;
  readonly validateStack?: Validation<StackValidationArgs>;
}
type Answer = (
  call: { readonly request: unknown },
  done: (error: Error | undefined, response: AnalyzeResponse) => void,
) => void;

/** How the policy host answers the engine; the package's types leave these functions out. */
const { makeAnalyzerInfo } = protocol as unknown as {
  makeAnalyzerInfo: (
    pack: string,
    version: string,
    level: string,
    args: { readonly policies: readonly Policy[] },
  ) => AnalyzerInfo;
};
const { makeAnalyzeRpcFun, makeAnalyzeStackRpcFun } = server as unknown as Record<
  "makeAnalyzeRpcFun" | "makeAnalyzeStackRpcFun",
  (pack: string, version: string, level: string, policies: readonly Policy[]) => Answer
>;

class NotApplicable extends Error {}

/**
 * The pack's policies under Pulumi's policy host, but in this process and as one policy. The host unpacks the whole stack
 * anew for each policy that is on: most of the time that a pack takes. What this does not show: the pack's process, and
 * that its configuration reaches it.
 */
export class InProcessPack implements Pack {
  // A policy may be several functions; those of this pack are one.
  private readonly policies = policiesAt(({ meta }) => meta.level) as readonly Policy[];
  public readonly about = aboutOf(
    makeAnalyzerInfo("test", "1", "mandatory", { policies: this.policies }),
  );
  private on: readonly (PolicyConfig & { readonly policy: Policy })[] = [];
  private readonly together: readonly Policy[] = [
    {
      name: "all-policies",
      validateResource: (args, report) =>
        this.each(args, report, ({ validateResource }) => validateResource),
      validateStack: (args, report) =>
        this.each(args, report, ({ validateStack }) => validateStack),
    },
  ];
  private readonly answerResource = makeAnalyzeRpcFun("test", "1", "mandatory", this.together);
  private readonly answerStack = makeAnalyzeStackRpcFun("test", "1", "mandatory", this.together);

  /** Sets the level and settings of every policy. */
  public async configure(configs: PolicyConfigs): Promise<void> {
    this.on = this.policies
      .map((policy) => ({ policy, settings: {}, ...configs[policy.name] }))
      .filter(({ level }) => level !== "disabled");
  }

  /** What the resource policies find in one resource. */
  public async analyze(resource: AnalyzedResource): Promise<Diagnostic[]> {
    return diagnosticsOf(await ask(this.answerResource, analyzeRequest(resource)), resource.urn);
  }

  public async remediate(): Promise<never> {
    return Promise.reject(new Error("only a pack in a process of its own remediates"));
  }

  /** What the stack policies find in the whole stack. */
  public async analyzeStack(resources: readonly AnalyzedResource[]): Promise<Diagnostic[]> {
    return diagnosticsOf(await ask(this.answerStack, analyzeStackRequest(resources)));
  }

  /** Runs the policies one after the other, so that all of them can share what they are given. */
  private async each<A extends Args>(
    args: A,
    report: ReportViolation,
    validationOf: (policy: Policy) => Validation<A> | undefined,
  ): Promise<void> {
    let running: (typeof this.on)[number] | undefined;
    const shared: A = {
      ...args,
      getConfig: () => running?.settings,
      notApplicable: () => {
        throw new NotApplicable();
      },
    };
    const pass = (message: unknown, urn?: string): void => {
      const { name, description } = running?.policy ?? {};
      // With the policy's sentence before what it found, as the host does; advice of its own goes without.
      const violation =
        typeof message === "string"
          ? { message: `${description}\n${message}`, urn, enforcementLevel: running?.level }
          : message;
      (report as (violation: unknown) => void)({ name, description, ...(violation as object) });
    };
    for (running of this.on) {
      try {
        const done = validationOf(running.policy)?.(shared, pass);
        if (done) await done;
      } catch (error) {
        if (!(error instanceof NotApplicable)) throw error;
      }
    }
  }
}

async function ask(answer: Answer, request: unknown): Promise<AnalyzeResponse> {
  return new Promise((resolve, reject) => {
    answer({ request }, (error, response) => (error ? reject(error) : resolve(response)));
  });
}

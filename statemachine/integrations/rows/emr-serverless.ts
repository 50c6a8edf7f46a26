import type { IntegrationCall } from "../call";
import { type RequiredPermission, type Resources, requires } from "../required-permission";
import { type Integration, job } from "../integration";
import { managedRule, passRole, serviceLinkedRole, tagOnCreate } from "./companions";

/** Amazon EMR Serverless. */
export const EMR_SERVERLESS: Readonly<Record<string, Integration>> = {
  "emr-serverless:createApplication": job(createApplication),
  "emr-serverless:startApplication": application(
    "StartApplication",
    "GetApplication",
    "StopApplication",
  ),
  "emr-serverless:stopApplication": application("StopApplication", "GetApplication"),
  "emr-serverless:deleteApplication": application("DeleteApplication", "GetApplication"),
  "emr-serverless:startJobRun": {
    ...job(startServerlessJob),
    polledBy: ["emrserverless:getJobRun"],
  },
  "emr-serverless:cancelJobRun": job((call) => [
    requires(
      call.sync
        ? ["emr-serverless:CancelJobRun", "emr-serverless:GetJobRun"]
        : "emr-serverless:CancelJobRun",
      jobRuns(call, call.value("JobRunId")),
    ),
    ...managedRule(call, "StepFunctionsGetEventsForEMRServerlessJobRule"),
  ]),
};

const serverless = (call: IntegrationCall, below = ""): Resources =>
  call.onMade("ApplicationId", "emr-serverless:createApplication", (id) =>
    call.arn("emr-serverless", `/applications/${id}${below}`),
  );

/** Source: "IAM policies for Amazon EMR Serverless". */
function createApplication(call: IntegrationCall): RequiredPermission[] {
  const applications = [call.arn("emr-serverless", "/applications/*")];
  return [
    // IAM knows no kind of resource for it, and AWS writes it so.
    requires("emr-serverless:CreateApplication", [call.arn("emr-serverless", "/*")]),
    ...tagOnCreate(call, "emr-serverless:TagResource", applications),
    serviceLinkedRole(
      call,
      "ops.emr-serverless.amazonaws.com",
      "AWSServiceRoleForAmazonEMRServerless",
    ),
    ...(call.sync
      ? [
          requires(
            ["emr-serverless:GetApplication", "emr-serverless:DeleteApplication"],
            applications,
          ),
        ]
      : []),
    ...managedRule(call, "StepFunctionsGetEventsForEMRServerlessApplicationRule"),
  ];
}

function application(own: string, ...sync: readonly string[]): Integration {
  return job((call) => [
    requires(
      [own, ...(call.sync ? sync : [])].map((action) => `emr-serverless:${action}`),
      serverless(call),
    ),
    ...managedRule(call, "StepFunctionsGetEventsForEMRServerlessApplicationRule"),
  ]);
}

function startServerlessJob(call: IntegrationCall): RequiredPermission[] {
  return [
    requires("emr-serverless:StartJobRun", serverless(call)),
    ...tagOnCreate(call, "emr-serverless:TagResource", jobRuns(call, { is: "dynamic" })),
    passRole(call.arnIn("ExecutionRoleArn"), "emr-serverless.amazonaws.com"),
    ...(call.sync
      ? [
          requires(
            ["emr-serverless:GetJobRun", "emr-serverless:CancelJobRun"],
            jobRuns(call, { is: "dynamic" }),
          ),
        ]
      : []),
    ...managedRule(call, "StepFunctionsGetEventsForEMRServerlessJobRule"),
  ];
}

function jobRuns(call: IntegrationCall, run: ReturnType<IntegrationCall["value"]>): Resources {
  const id = run.is === "text" && !/[*?]/.test(run.text) ? run.text : "*";
  return serverless(call, `/jobruns/${id}`);
}

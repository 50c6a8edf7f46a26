import { LambdaFunction, type LambdaFunctionArgs, resourceName } from "../../components";
import { functionProblems } from "../../components/lambda/check";
import { kms } from "./kms";
import { moduleRow, type ModuleMapping, originals } from "./mapping";
import { s3 } from "./s3";

const row = moduleRow("lambda");

/** The settings of the module's own keys. */
const OWN_KEY = { compatibility: originals(kms.compatibility) };

/** The edge function's own bucket as the module asks the module `s3` for it. */
const EDGE_BUCKET: LambdaFunctionArgs["edgeBucket"] = {
  ...originals(s3.deviations),
  compatibility: originals(s3.compatibility),
  versioningEnabled: false,
  hardeningPolicy: "none",
};

/** The Terraform module `lambda` in terms of {@link LambdaFunction}. */
export const lambda: ModuleMapping = {
  ...row,
  component: LambdaFunction,
  args: (values, direct: LambdaFunctionArgs): LambdaFunctionArgs => {
    const ownRole = values["is_create_lambda_role"] === true;
    const usesBucket = direct.edge && values["is_create_lambda_bucket"] !== true;
    return {
      ...direct,
      roleArn: ownRole ? undefined : (values["lambda_role_arn"] as string),
      // The module leaves an existing role as it is, whatever else is asked for.
      additionalRolePolicyArns: ownRole ? direct.additionalRolePolicyArns : [],
      // The module does not hand its own tags on to the bucket.
      edgeBucket: { ...EDGE_BUCKET, tags: { ...s3.tags, ...direct.tags } },
      edgeBucketName: usesBucket ? (values["bucket_name"] as string) : undefined,
      // The module's own words, for a key that encrypts a log group.
      ownKey: {
        ...OWN_KEY,
        description: `Secure Secrets Manager's service secrets for service ${resourceName(direct.prefix, direct.environment, direct.name)}`,
      },
    };
  },
  deviations: [
    ...row.deviations,
    {
      argument: "ownKey",
      original: OWN_KEY,
      hardened: "the log group's own key is hardened as every `Key`",
    },
    {
      argument: "edgeBucket",
      original: EDGE_BUCKET,
      hardened: "the edge function's own bucket is hardened as every `Bucket`",
    },
  ],
  check: (args: LambdaFunctionArgs) => functionProblems(args).done("LambdaFunction"),
};

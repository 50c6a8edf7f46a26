/** Where Step Functions is not what the API model says. */

/** "Unsupported operations" of the guide; those that stream events are found by their shapes. */
export const UNSUPPORTED: Readonly<Record<string, string>> = {
  applicationdiscovery: "DescribeExportConfigurations ExportConfigurations",
  codedeploy:
    "BatchGetDeploymentInstances GetDeploymentInstance ListDeploymentInstances SkipWaitTimeForInstanceTermination",
  comprehendmedical: "DetectEntities",
  dataexchange: "SendApiAsset",
  directconnect:
    "AllocateConnectionOnInterconnect DescribeConnectionLoa DescribeConnectionsOnInterconnect DescribeInterconnectLoa",
  efs: "CreateTags",
  emr: "DescribeJobFlows",
  iot: "AttachPrincipalPolicy DetachPrincipalPolicy ListPolicyPrincipals ListPrincipalPolicies",
  lambda: "InvokeAsync",
  mediapackage: "RotateChannelCredentials",
  rdsdata: "ExecuteSql",
  shield: "DeleteSubscription",
  sts: "AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity",
};

/**
 * Members of DynamoDB's AttributeValue that Step Functions takes under both names, as CDK and AWS's samples write them.
 * The samples also write a bare text for a string.
 */
export const ATTRIBUTE_TYPES: Readonly<Record<string, string>> = {
  BOOL: "Bool|BOOL",
  BS: "Bs|BS",
  NS: "Ns|NS",
  NULL: "Nul|NULL",
  SS: "Ss|SS",
};

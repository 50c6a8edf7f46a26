import * as t from "../shared/types";
import { Reader } from "../../host/reader";
import { onEach } from "../shared/on-each";
import type { PolicyRule } from "../../host/rule";
import { letsLogsIn } from "./settings";

const GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";

/** The four ways of public access that S3 can block. */
export const PUBLIC_ACCESS_BLOCKS = [
  "blockPublicAcls",
  "blockPublicPolicy",
  "ignorePublicAcls",
  "restrictPublicBuckets",
];

const EVERYONE = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

export const s3PublicAccess: readonly PolicyRule[] = [
  {
    id: "s3-bucket-public-access-block",
    meta: {
      description: "A bucket has a public access block.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: ["CKV2_AWS_6", "AwsSolutions-S2", "AWS-0094", "S3.8", "CT.S3.PR.1", "AWS-0161"],
      remedy:
        "Make an aws.s3.BucketPublicAccessBlock for the bucket with all four properties true.",
      docs: { url: `${GUIDE}/access-control-block-public-access.html` },
    },
    ...onEach(t.BUCKETS, (bucket, stack) =>
      stack.users(bucket, "bucket", t.PUBLIC_ACCESS_BLOCK).length === 0
        ? "has no public access block"
        : undefined,
    ),
  },
  {
    id: "s3-public-access-block-complete",
    meta: {
      description: "A public access block blocks all four ways.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: [
        "CKV_AWS_53",
        "CKV_AWS_54",
        "CKV_AWS_55",
        "CKV_AWS_56",
        "CKV2_AWS_6",
        "AWS-0086",
        "AWS-0087",
        "AWS-0091",
        "AWS-0093",
        "S3.8",
      ],
      remedy: `Set ${PUBLIC_ACCESS_BLOCKS.map((block) => `\`${block}\``).join(", ")} to true.`,
      docs: { url: `${GUIDE}/access-control-block-public-access.html` },
    },
    types: [t.PUBLIC_ACCESS_BLOCK],
    check: ({ resource: block, report, part }) => {
      for (const property of PUBLIC_ACCESS_BLOCKS) {
        void part(() => {
          if (block.flag(property) !== true) report(`${property} is not true.`);
        });
      }
    },
    remediate: (block) => {
      const open = PUBLIC_ACCESS_BLOCKS.filter(
        (property) => !block.pending(property) && block.flag(property) !== true,
      );
      return open.length > 0
        ? Object.fromEntries(open.map((property) => [property, true]))
        : undefined;
    },
  },
  {
    id: "s3-bucket-public-acl",
    meta: {
      description: "No ACL opens a bucket or an object to the world.",
      pillar: "security",
      severity: "critical",
      level: "mandatory",
      controls: [
        "CKV_AWS_20",
        "CKV_AWS_57",
        "CKV2_AWS_43",
        "CKV_AWS_375",
        "AWS-0092",
        "S3.2",
        "S3.3",
        "S3.12",
      ],
      remedy: "Remove `acl` and the grants, or set `acl` to private.",
      docs: { url: `${GUIDE}/acl-overview.html` },
    },
    types: [...t.BUCKETS, ...t.BUCKET_ACLS, ...t.BUCKET_OBJECTS],
    check: ({ resource, report, part }) => {
      void part(() => {
        const acl = resource.text("acl");
        if (acl !== undefined && /^(public-read(-write)?|authenticated-read)$/.test(acl)) {
          report(`acl is ${acl}.`);
        }
      });
      for (const [list, uri] of [
        ["grants", "uri"],
        ["accessControlPolicy.grants", "grantee.uri"],
      ] as const) {
        for (const grant of resource.entries(list)) {
          void part(() => {
            const who = new Reader(grant.self(), grant.path).text(uri);
            if (who !== undefined && EVERYONE.test(who)) report(`${grant.path} is for ${who}.`);
          });
        }
      }
    },
  },
  {
    id: "s3-bucket-object-ownership",
    meta: {
      description: "The bucket's owner owns every object, and ACLs are off.",
      pillar: "security",
      severity: "medium",
      level: "mandatory",
      controls: ["CKV2_AWS_65", "S3.12", "s3_bucket_acl_prohibited"],
      remedy: "Set `rule.objectOwnership` to BucketOwnerEnforced.",
      docs: { url: `${GUIDE}/about-object-ownership.html` },
    },
    scope: "stack",
    types: [t.BUCKET_OWNERSHIP],
    check: ({ stack, report, each }) => {
      each(stack.of(t.BUCKET_OWNERSHIP), (controls) => {
        const ownership = controls.text("rule.objectOwnership");
        if (ownership === "BucketOwnerEnforced") return;
        // CloudFront and S3's older log delivery write through an ACL.
        const acls = stack
          .linked(controls, "bucket", ...t.BUCKETS)
          .flatMap((bucket) => stack.users(bucket, "bucket", ...t.BUCKET_ACLS));
        if (!acls.some(letsLogsIn))
          report(controls, `rule.objectOwnership is ${ownership ?? "unset"}.`);
      });
    },
  },
];

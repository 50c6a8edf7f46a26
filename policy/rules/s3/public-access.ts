import t from "../shared/resource-types.json";
import { Reader } from "../../host/reader";
import { type Checks, eachOf, requiring } from "../shared/checks";
import { letsLogsIn } from "./settings";

/** The four ways of public access that S3 can block. */
const PUBLIC_ACCESS_BLOCKS = [
  "blockPublicAcls",
  "blockPublicPolicy",
  "ignorePublicAcls",
  "restrictPublicBuckets",
];

const EVERYONE = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

export const s3PublicAccess = {
  "s3-public-access-block-complete": {
    ...requiring({
      types: [t.PUBLIC_ACCESS_BLOCK],
      require: Object.fromEntries(PUBLIC_ACCESS_BLOCKS.map((property) => [property, "true"])),
    }),
    remediate: (block) => {
      const open = PUBLIC_ACCESS_BLOCKS.filter(
        (property) => !block.pending(property) && block.flag(property) !== true,
      );
      return open.length > 0
        ? Object.fromEntries(open.map((property) => [property, true]))
        : undefined;
    },
  },
  "s3-bucket-public-acl": ({ resource, report, part }) => {
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
  "s3-bucket-object-ownership": eachOf([t.BUCKET_OWNERSHIP], (controls, { stack, report }) => {
    const ownership = controls.text("rule.objectOwnership");
    if (ownership === "BucketOwnerEnforced") return;
    // CloudFront and S3's older log delivery write through an ACL.
    const acls = stack
      .linked(controls, "bucket", ...t.BUCKETS)
      .flatMap((bucket) => stack.users(bucket, "bucket", ...t.BUCKET_ACLS));
    if (!acls.some(letsLogsIn))
      report(controls, `rule.objectOwnership is ${ownership ?? "unset"}.`);
  }),
} satisfies Checks;

import type { PolicyRule } from "../../host/rule";
import * as t from "../shared/types";
import { PUBLIC_ACCESS_BLOCKS } from "./public-access";

export const s3AccessPoints: readonly PolicyRule[] = [
  {
    id: "s3-access-point-public-access",
    meta: {
      description: "An access point blocks all four ways of public access, as it does by default.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: ["S3.19", "CKV_AWS_392"],
      remedy: "Remove `publicAccessBlockConfiguration`, or set all four properties to true.",
      docs: {
        url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html",
      },
    },
    types: [t.ACCESS_POINT],
    check: ({ resource: point, report, part }) => {
      for (const property of PUBLIC_ACCESS_BLOCKS) {
        void part(() => {
          const path = `publicAccessBlockConfiguration.${property}`;
          if (point.flag(path) === false) report(`${path} is false.`);
        });
      }
    },
  },
];

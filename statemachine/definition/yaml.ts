import { type Document, Pair, parseDocument, Scalar, type Tags, YAMLMap, type YAMLSeq } from "yaml";

const FUNCTIONS = (
  "And Base64 Cidr Equals FindInMap GetAtt GetAZs If ImportValue Join Length Not Or Ref Select Split Sub " +
  "ToJsonString Transform"
).split(" ");

/** The short forms of CloudFormation's functions, read as the long ones: `!Ref X` is `{"Ref": "X"}`. */
const TAGS: Tags = FUNCTIONS.flatMap((short) => {
  const tag = `!${short}`;
  const name = short === "Ref" ? short : `Fn::${short}`;
  const inside = (argument: YAMLMap | YAMLSeq): YAMLMap => {
    const call = new YAMLMap();
    call.items.push(new Pair(new Scalar(name), argument));
    return call;
  };
  return [
    { tag, resolve: (text: string) => ({ [name]: short === "GetAtt" ? text.split(".") : text }) },
    { tag, collection: "seq" as const, resolve: inside },
    { tag, collection: "map" as const, resolve: inside },
  ];
});

/** Reads a text as YAML, with the functions of CloudFormation. */
export function parseYaml(text: string): Document {
  return parseDocument(text, {
    uniqueKeys: false,
    // `<<: *base` is YAML 1.1, which CloudFormation and SAM read.
    merge: true,
    // A second document in the text is an error, which "silent" would hide.
    logLevel: "error",
    customTags: TAGS,
  });
}

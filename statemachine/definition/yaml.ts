import {
  isAlias,
  isScalar,
  Pair,
  parseDocument,
  Scalar,
  visit,
  YAMLMap,
  YAMLParseError,
  type Document,
  type Node,
  type Tags,
  type YAMLSeq,
} from "yaml";

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
  const document = parseDocument(text, {
    uniqueKeys: false,
    // `<<: *base` is YAML 1.1, which CloudFormation and SAM read.
    merge: true,
    // A second document in the text is an error, which "silent" would hide.
    logLevel: "error",
    customTags: TAGS,
  });
  if (document.errors.length === 0) refuseKeysWithoutName(document);
  return document;
}

/** YAML takes a list, an object and a call of a function as a key; JSON does not, and no name could be said of it. */
function refuseKeysWithoutName(document: Document): void {
  // What an alias is of, so far: its own `resolve` would look for it through the whole document.
  const anchors = new Map<string, Node>();
  visit(document, {
    Value: (_, node) => {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
    Pair: (_, { key }) => {
      const named = isAlias(key) ? anchors.get(key.source) : key;
      const isText = named === null || (isScalar(named) && !(named.value instanceof Object));
      if (isText && named?.tag?.startsWith("!") !== true) return;
      const at = (key as Node | null)?.range?.[0] ?? 0;
      const message = `a key is a list, an object or has a tag; give it as plain text, without "!"`;
      document.errors.push(new YAMLParseError([at, at + 1], "UNEXPECTED_TOKEN", message));
    },
  });
}

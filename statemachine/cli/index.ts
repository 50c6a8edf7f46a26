export { Exit, exitOf, runCommand, UsageError } from "./exit";
export { makeFolder, reasonOf, writeFileAtomic, writeNamed } from "./files";
export {
  hasColour,
  jsonText,
  painter,
  printLines,
  shellWord,
  visible,
  visibleLines,
  type Paint,
  type Style,
} from "./terminal";

export { hasColour, painter, type Paint, type Style } from "./colour";
export { Exit, exitOf, runCommand, UsageError } from "./exit";
export { makeFolder, reasonOf, writeFileAtomic, writeNamed } from "./files";
export { jsonText, printLines, shellWord, visible, visibleLines } from "./terminal";

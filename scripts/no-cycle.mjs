// ESLint rule: no import leads back to its own file. import-x/no-cycle looks past imports of types; this one does not:
// two files whose types need each other are one idea in two places, or two ideas that share a third file.
import ts from "typescript";

/** The files that each file reaches, by TypeScript program: all files of a run share one. */
const graphs = new WeakMap();

export default {
  meta: {
    type: "problem",
    schema: [],
    messages: { cycle: "This import leads back here: {{way}}." },
  },
  create(context) {
    const { program } = context.sourceCode.parserServices;
    if (!graphs.has(program)) graphs.set(program, graphOf(program));
    const graph = graphs.get(program);
    const check = (node) => {
      if (!node.source) return;
      const target = graph.get(context.filename)?.get(node.source.value);
      const way = target && wayBack(graph, target, context.filename);
      if (way)
        context.report({ node, messageId: "cycle", data: { way: way.map(short).join(" -> ") } });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check };
    function short(file) {
      return file.replace(`${context.cwd}/`, "");
    }
  },
};

/** File -> specifier -> the project's file that it names. */
function graphOf(program) {
  const options = program.getCompilerOptions();
  const cache = ts.createModuleResolutionCache(
    program.getCurrentDirectory(),
    (name) => name,
    options,
  );
  const files = program.getSourceFiles().filter((file) => !file.isDeclarationFile);
  return new Map(
    files.map(({ fileName, text, impliedNodeFormat }) => {
      const found = ts
        .preProcessFile(text, true, true)
        .importedFiles.flatMap(({ fileName: specifier }) => {
          const { resolvedModule } = ts.resolveModuleName(
            specifier,
            fileName,
            options,
            ts.sys,
            cache,
            undefined,
            impliedNodeFormat,
          );
          const name = resolvedModule?.resolvedFileName;
          return name && !name.includes("/node_modules/") ? [[specifier, name]] : [];
        });
      return [fileName, new Map(found)];
    }),
  );
}

/** The shortest way from one file to another, both included. */
function wayBack(graph, from, to) {
  const ways = [[from]];
  const seen = new Set([from]);
  for (const way of ways) {
    if (way.at(-1) === to) return way;
    for (const next of graph.get(way.at(-1))?.values() ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}

// Lets Node load this project's TypeScript, and starts twice as fast as plain `tsx` would:
// packages skip the compiler, and what is slow and seldom used waits until something uses it.
// Plain JavaScript: it runs before any TypeScript can be loaded.
const { existsSync, readFileSync } = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

const PACKAGES = `${path.sep}node_modules${path.sep}`;

const SDK = "@pulumi/pulumi";

/** What esbuild writes for `import * as x`, and what TypeScript does: no copy where it makes none, else a plain object. */
const COPYING =
  '(target=mod!=null?__create(__getProtoOf(mod)):{},__copyProps(isNodeMode||!mod||!mod.__esModule?__defProp(target,"default",{value:mod,enumerable:true}):target,mod))';
const SHARING =
  '(mod&&mod.__esModule&&!isNodeMode?mod:(target={},__copyProps(__defProp(target,"default",{value:mod,enumerable:true}),mod)))'.padEnd(
    COPYING.length,
  );

// From Node.js 22 on: what V8 has compiled is kept, a tenth of a start. An entry a file, which `npm ci` takes away.
Module.enableCompileCache?.(path.join(__dirname, "..", "node_modules", ".cache", "compiled"));

require("./seldom-used.cjs");

const loadPackage = Module._extensions[".js"];
require("tsx/cjs");
const compile = Module._extensions[".js"];
Module._extensions[".js"] = (module, file) => {
  // The compiler still takes what Node alone cannot `require` quietly: a package of ES modules.
  const plain = file.includes(PACKAGES) && !isEsModule(file);
  return (plain ? loadPackage : compile)(module, file);
};

// A module of TypeScript's own making is imported as it is, as TypeScript does, and not as a copy: Pulumi finds the modules
// that a function uses ("magic functions") by identity. As long as before, so that places in the file stay.
const compileText = Module.prototype._compile;
Module.prototype._compile = function (text, ...rest) {
  return compileText.call(this, text.replace(COPYING, SHARING), ...rest);
};

// A program elsewhere has a copy of Pulumi's SDK of its own, which would not know the engine that runs it: all share this one.
const resolveFile = Module._resolveFilename;
Module._resolveFilename = function (request, parent, ...rest) {
  const isSdk = request === SDK || request.startsWith(`${SDK}/`);
  return resolveFile.call(this, request, isSdk ? module : parent, ...rest);
};

const kinds = new Map();

/** Whether the package.json nearest to a file says `"type": "module"`. */
function isEsModule(file) {
  const folder = path.dirname(file);
  let kind = kinds.get(folder);
  if (kind === undefined) {
    kind = nearestType(folder) === "module";
    kinds.set(folder, kind);
  }
  return kind;
}

function nearestType(folder) {
  const file = path.join(folder, "package.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")).type;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : nearestType(parent);
}

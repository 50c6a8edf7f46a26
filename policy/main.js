// Where Pulumi's policy host begins in a clone: the project's own compiler hook turns the sources into JavaScript, as
// the host's would check their types for 10 s at every start. The packed pack begins at dist/index.js instead.
// Plain JavaScript: it runs before any TypeScript can be loaded.
require("../engine/register.cjs");
require("./index.ts");

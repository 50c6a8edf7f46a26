import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { jsonText, shellWord, visible } from "../../../statemachine/cli";

/** Texts that a careless line would let a shell or a terminal act upon. */
const HOSTILE = [
  "plain",
  "it's",
  "'; touch INJECTED; '",
  "a\ntouch INJECTED\n#",
  "$(touch INJECTED) `id` ${HOME} \\n \\0101 %s %b !x",
  'module.a["x"].b',
  "\u001b[31mred\u0007\r\t",
  "\u009b31m",
  "right\u202eleft\u2028",
  "-n",
  "",
  "ü€😀\\",
];

describe("texts for a terminal", () => {
  for (const shell of ["sh", "bash"]) {
    it(`are one word of ${shell}, whatever is in them`, () => {
      const script = HOSTILE.map((text) => `stub ${shellWord(text)}`).join("\n");
      const stub = 'stub() { printf "%s[%s]" "$#" "$1"; }';
      const { stdout, stderr } = spawnSync(shell, ["-c", `${stub}\n${script}`], {
        encoding: "utf8",
      });

      assert.equal(stderr, "");
      assert.equal(stdout, HOSTILE.map((text) => `1[${text}]`).join(""));
    });
  }

  it("show what a terminal would act upon, in lines to copy too", () => {
    for (const text of HOSTILE) {
      assert.doesNotMatch(visible(text) + shellWord(text), /[\p{Cc}\u202e\u2028]/u);
      assert.doesNotMatch(jsonText({ text }), /[^\P{Cc}\n]|[\u202e\u2028]/u);
      assert.deepEqual(JSON.parse(jsonText({ text })), { text });
    }
    assert.equal(visible("a\n\u001b[31m\u202e"), "a\\n\\u001b[31m\\u202e");
    assert.equal(shellWord("it's\n"), `"$(printf '%b' 'it'\\''s\\0012')"`);
  });
});

// Plain JavaScript: prints what each package answers.
const { lint } = require("asl-toolkit/lint");
const { Key } = require("pulumi-aws-stepfunctions");

const [finding] = lint({ StartAt: "Wait", States: {} });
console.log(typeof finding.code, typeof Key);

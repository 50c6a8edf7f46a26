import assert from "node:assert/strict";
import { pathOf, Refusal, urlOf } from "../../../local/console/guard";

const ADDRESS = { port: 4000, token: "secret" };
const OWN = { host: "127.0.0.1:4000", origin: "http://127.0.0.1:4000" };
const JSON_BODY = { ...OWN, "content-type": "application/json" };

describe("who may ask a console", () => {
  it("is its own page, at the address that is printed", () => {
    assert.equal(urlOf(ADDRESS), "http://127.0.0.1:4000/secret/");
    const get = pathOf(
      { method: "GET", url: "/secret/visit?at=1", headers: { host: OWN.host } },
      ADDRESS,
    );
    assert.deepEqual([get.pathname, get.searchParams.get("at")], ["/visit", "1"]);
    const post = pathOf({ method: "POST", url: "/secret/start", headers: JSON_BODY }, ADDRESS);
    assert.equal(post.pathname, "/start");
    const headers = { host: "localhost:4000", origin: "http://localhost:4000" };
    assert.equal(pathOf({ method: "GET", url: "/secret/", headers }, ADDRESS).pathname, "/");
  });

  const refused: Record<string, [number, Parameters<typeof pathOf>[0]]> = {
    "a name that leads here (DNS rebinding)": [
      403,
      { method: "GET", url: "/secret/", headers: { host: "evil.example:4000" } },
    ],
    "another port": [403, { method: "GET", url: "/secret/", headers: { host: "127.0.0.1:4001" } }],
    "no host": [403, { method: "GET", url: "/secret/", headers: {} }],
    "another origin": [
      403,
      { method: "GET", url: "/secret/", headers: { ...OWN, origin: "http://evil.example" } },
    ],
    "an origin without a name": [
      403,
      { method: "POST", url: "/secret/start", headers: { ...JSON_BODY, origin: "null" } },
    ],
    "the other of its two names as origin": [
      403,
      { method: "GET", url: "/secret/", headers: { ...OWN, origin: "http://localhost:4000" } },
    ],
    "a start without an origin": [
      403,
      { method: "POST", url: "/secret/start", headers: { ...JSON_BODY, origin: undefined } },
    ],
    "a start by a form": [
      403,
      { method: "POST", url: "/secret/start", headers: { ...OWN, "content-type": "text/plain" } },
    ],
    "no token": [403, { method: "GET", url: "/", headers: OWN }],
    "another token": [403, { method: "GET", url: "/secrets/", headers: OWN }],
    "another method": [405, { method: "PUT", url: "/secret/", headers: OWN }],
  };
  for (const [what, [status, request]] of Object.entries(refused)) {
    it(`is not ${what}`, () => {
      assert.throws(
        () => pathOf(request, ADDRESS),
        (error) => error instanceof Refusal && error.status === status,
      );
    });
  }
});

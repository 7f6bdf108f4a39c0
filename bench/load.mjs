// The same as load.lua, by autocannon. It keeps no 95th percentile; the 97.5th, which is never lower, stands for it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const autocannon = createRequire(process.cwd() + "/")("autocannon");
const [url, connections, duration, bodies, token, nonce] = process.argv.slice(2);
const headers = { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) };
let count = 0;
const keyed = (body) => (request) => ({ ...request, body: body.replace("#KEY#", () => nonce + ++count) });
const requests = readFileSync(bodies, "utf8").trim().split("\n").map((body) => ({
  method: "POST", headers, body, ...(body.includes("#KEY#") ? { setupRequest: keyed(body) } : {}),
}));
const found = await autocannon({ url, connections: +connections, duration: +duration, requests });
console.log(JSON.stringify({
  requests: found["2xx"],
  microseconds: Math.round(found.duration * 1e6),
  p50: Math.round(found.latency.p50 * 1000),
  p95: Math.round(found.latency.p97_5 * 1000),
  failed: found.non2xx + found.errors + found.timeouts,
}));

-- Sends the bodies of a file in turn; writes what was measured as one line of JSON. #KEY# becomes another text each time.
local bodies, position, count, headers, nonce = {}, 0, 0, nil, ""

function init(args)
  headers = { ["Content-Type"] = "application/json" }
  if args[2] and args[2] ~= "" then headers["Authorization"] = "Bearer " .. args[2] end
  nonce = args[3] or ""
  for body in io.lines(args[1]) do
    local before, after = body:match("^(.*)#KEY#(.*)$")
    bodies[#bodies + 1] = before and { before, after } or wrk.format("POST", nil, headers, body)
  end
end

function request()
  position = position % #bodies + 1
  local body = bodies[position]
  if type(body) == "string" then return body end
  count = count + 1
  return wrk.format("POST", nil, headers, body[1] .. nonce .. count .. body[2])
end

function done(summary, latency)
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  print(string.format('{"requests": %d, "microseconds": %d, "p50": %d, "p95": %d, "failed": %d}',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(95), failed))
end

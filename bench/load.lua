-- Sends the bodies of a file in turn; writes what was measured as one line of JSON.
local requests, position, out = {}, 0, nil

function init(args)
  local headers = { ["Content-Type"] = "application/json" }
  if args[2] and args[2] ~= "" then headers["Authorization"] = "Bearer " .. args[2] end
  for body in io.lines(args[1]) do requests[#requests + 1] = wrk.format("POST", nil, headers, body) end
end

function request()
  position = position % #requests + 1
  return requests[position]
end

function done(summary, latency)
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  print(string.format('{"requests": %d, "microseconds": %d, "p50": %d, "p95": %d, "failed": %d}',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(95), failed))
end

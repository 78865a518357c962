-- One record for each session of the list; each request has a key of its own.
local token = os.getenv("BENCH_TOKEN")
local body = os.getenv("BENCH_BODY")
local ids, at = {}, 0
for line in io.lines(os.getenv("BENCH_IDS")) do ids[#ids + 1] = line end

request = function()
  at = at + 1
  local id = ids[at]
  if id == nil then return wrk.format("GET", "/out-of-sessions") end
  return wrk.format("POST", "/v1/engagements/" .. id .. "/sessions/1/records", {
    ["Authorization"] = "Bearer " .. token,
    ["Idempotency-Key"] = id,
    ["Content-Type"] = "application/json",
  }, body)
end

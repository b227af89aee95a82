-- Sends the bodies of a file in turn; says at the end, as a line of JSON, what came of it.
--
-- Arguments: the file, its media type, and how answers are taken:
--   plain   all alike, timed by wrk
--   timed   those with 200 timed by themselves, from a time that rides in x-request-id
--   polite  as timed, and after a 503 a second passes before the next request, as its answer asks

local ffi = require("ffi")
ffi.cdef("typedef struct { long s; long ns; } moment; int clock_gettime(int, moment *);")

local MONOTONIC = 1
local SEPARATOR = "\30"
local MARK = "@@@@"

local threads = {}
local requests = {}
local place = 0
local refused = 0
local moment = ffi.new("moment")

answered, unavailable, failed, times = 0, 0, 0, {}

local function microseconds()
   ffi.C.clock_gettime(MONOTONIC, moment)
   return tonumber(moment.s) * 1000000 + math.floor(tonumber(moment.ns) / 1000)
end

local function next_request()
   place = place % #requests + 1
   return requests[place]
end

local function timed_request()
   local parts = next_request()
   return parts[1] .. microseconds() .. parts[2]
end

local function note(status, headers)
   if status == 200 then
      answered = answered + 1
      times[answered] = microseconds() - tonumber(headers["x-request-id"])
   elseif status == 503 then
      unavailable = unavailable + 1
      refused = refused + 1
   else
      failed = failed + 1
   end
end

local function pause()
   if refused == 0 then return 0 end
   refused = refused - 1
   return 1000
end

function setup(thread)
   table.insert(threads, thread)
end

function init(arguments)
   local file = io.open(arguments[1], "rb")
   local bodies = file:read("*a")
   file:close()
   local timed = arguments[3] ~= "plain"
   local headers = { ["Content-Type"] = arguments[2], ["X-Request-Id"] = timed and MARK or nil }
   for body in bodies:gmatch("[^" .. SEPARATOR .. "]+") do
      local text = wrk.format("POST", nil, headers, body)
      if timed then
         local from, to = text:find(MARK, 1, true)
         text = { text:sub(1, from - 1), text:sub(to + 1) }
      end
      table.insert(requests, text)
   end
   request = timed and timed_request or next_request
   if timed then response = note end
   if arguments[3] == "polite" then delay = pause end
end

local function quantile(sorted, share)
   if #sorted == 0 then return 0 end
   return sorted[math.max(1, math.ceil(#sorted * share))]
end

function done(summary, latency)
   local errors = summary.errors
   local found = {
      requests = summary.requests,
      microseconds = summary.duration,
      failed = errors.status + errors.connect + errors.read + errors.write + errors.timeout,
      unavailable = 0,
      p50 = latency:percentile(50),
      p99 = latency:percentile(99),
   }
   local thread = threads[1]
   local sorted = thread:get("times")
   if #sorted > 0 then
      table.sort(sorted)
      found.unavailable = thread:get("unavailable")
      found.failed = thread:get("failed") + found.failed - errors.status
      found.p50, found.p99 = quantile(sorted, 0.5), quantile(sorted, 0.99)
   end
   local members = {}
   for name, value in pairs(found) do
      table.insert(members, string.format('"%s":%d', name, value))
   end
   io.write("{", table.concat(members, ","), "}\n")
end

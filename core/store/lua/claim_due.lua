#!lua flags=allow-oom
-- Claims the cases that are due: moves their scores to the end of the lease and returns them with their records.
-- KEYS   1 due  2 wake:due  (and the records and outcomes of the members it claims)
-- ARGV   1 now ms  2 end of lease ms  3 most cases  4 prefix of records  5 prefix of outcomes
-- Returns member, score, record ("" if there is none), number of outcomes, outcomes … for each case
-- Bound  as many cases as asked for; at most 50 outcomes a case, and no further case after 200 outcomes.
--        Rings for the next claim if it may have left some.
local call = redis.call
local entries = call('ZRANGE', KEYS[1], '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, ARGV[3], 'WITHSCORES')
if #entries == 0 then return {} end
local record_keys, outcome_keys = {}, {}
for i = 1, #entries, 2 do
  record_keys[#record_keys + 1] = ARGV[4] .. entries[i]
  outcome_keys[#outcome_keys + 1] = ARGV[5] .. entries[i]
end
local records = call('MGET', unpack(record_keys))
local some_outcomes = call('EXISTS', unpack(outcome_keys)) > 0

local answer, n, outcomes, claimed, leased, gone = {}, 0, 0, 0, {}, {}
for i, record in ipairs(records) do
  if outcomes >= 200 then break end
  local member, lines = entries[2 * i - 1], {}
  if record then
    if some_outcomes then lines = call('LRANGE', outcome_keys[i], 0, 49) end
    local at = #leased
    leased[at + 1], leased[at + 2] = ARGV[2], member
  else
    gone[#gone + 1] = member
  end
  answer[n + 1], answer[n + 2], answer[n + 3], answer[n + 4] = member, entries[2 * i], record or '', tostring(#lines)
  n = n + 4
  for _, line in ipairs(lines) do
    n = n + 1
    answer[n] = line
  end
  outcomes = outcomes + #lines
  claimed = claimed + 1
end
if #leased > 0 then call('ZADD', KEYS[1], 'XX', unpack(leased)) end
if #gone > 0 then call('ZREM', KEYS[1], unpack(gone)) end
if claimed == tonumber(ARGV[3]) or claimed * 2 < #entries then call('ZADD', KEYS[2], 0, '1') end
return answer

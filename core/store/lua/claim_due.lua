#!lua flags=allow-oom
-- Claims the cases that are due: moves their scores to the end of the lease and returns them with their records.
-- KEYS   1 due  2 wake:due  (and the records and outcomes of the members it claims)
-- ARGV   1 now ms  2 end of lease ms  3 most cases  4 prefix of records  5 prefix of outcomes
-- Returns member, score, record ("" if there is none), number of outcomes, outcomes … for each case
-- Bound  as many cases as asked for; at most 50 outcomes a case, and no further case after 200 outcomes.
--        Rings for the next claim if it may have left some.
local entries = redis.call('ZRANGE', KEYS[1], '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, ARGV[3], 'WITHSCORES')
local answer, outcomes, claimed = {}, 0, 0
for i = 1, #entries, 2 do
  if outcomes >= 200 then break end
  local member = entries[i]
  local record = redis.call('GET', ARGV[4] .. member)
  local lines = {}
  if record then
    lines = redis.call('LRANGE', ARGV[5] .. member, 0, 49)
    redis.call('ZADD', KEYS[1], 'XX', ARGV[2], member)
  else
    redis.call('ZREM', KEYS[1], member)
  end
  answer[#answer + 1] = member
  answer[#answer + 1] = entries[i + 1]
  answer[#answer + 1] = record or ''
  answer[#answer + 1] = tostring(#lines)
  for _, line in ipairs(lines) do answer[#answer + 1] = line end
  outcomes = outcomes + #lines
  claimed = claimed + 1
end
if claimed == tonumber(ARGV[3]) or claimed * 2 < #entries then redis.call('ZADD', KEYS[2], 0, '1') end
return answer

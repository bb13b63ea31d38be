#!lua flags=allow-oom
-- Claims what is due in the lanes, in their order: gives each a token of its own and moves its score to the end of the lease.
-- KEYS   lanes, then the wake keys of those who claim from them  (and the notifications it claims)
-- ARGV   1 now ms  2 end of lease ms  3 most notifications  4 prefix of notifications  5 prefix of tokens, new for each call
--        6 number of lanes
-- Returns number of the lane (from 1), id, token, body, frozen, attempts, last outcome for each ("" where there is none)
-- Bound  as many notifications as asked for, one look a lane. Rings for the next claimer if it may have left some.
local call = redis.call
local left, lanes = tonumber(ARGV[3]), tonumber(ARGV[6])
local answer, n = {}, 0
for lane = 1, lanes do
  if left == 0 then break end
  local leased, gone = {}, {}
  for _, id in ipairs(call('ZRANGE', KEYS[lane], '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, left)) do
    local key = ARGV[4] .. id
    local fields = call('HMGET', key, 'body', 'frozen', 'attempts', 'last')
    if fields[1] then
      local token = ARGV[5] .. '.' .. left
      call('HSET', key, 'token', token)
      local at = #leased
      leased[at + 1], leased[at + 2] = ARGV[2], id
      answer[n + 1], answer[n + 2], answer[n + 3] = tostring(lane), id, token
      answer[n + 4], answer[n + 5] = fields[1], fields[2] or ''
      answer[n + 6], answer[n + 7] = fields[3] or '0', fields[4] or ''
      n = n + 7
    else
      gone[#gone + 1] = id
    end
    left = left - 1
  end
  if #leased > 0 then call('ZADD', KEYS[lane], 'XX', unpack(leased)) end
  if #gone > 0 then call('ZREM', KEYS[lane], unpack(gone)) end
end
if left == 0 then
  for ring = lanes + 1, #KEYS do call('ZADD', KEYS[ring], 0, '1') end
end
return answer

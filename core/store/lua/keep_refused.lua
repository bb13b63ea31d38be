#!lua
-- Keeps a refused event, once however often it comes; old rejected ones make room, quarantined ones never do.
-- KEYS   1 refused (bytes)  2 rejected  3 quarantined
-- ARGV   1 id  2 bytes  3 now ms  4 "1" to quarantine  5 most rejected  6 most quarantined  7 rejected before this ms go
-- Returns "kept" or "full" (the quarantine has no room)
-- Bound  three reads, three writes, and at most 100 old ones of either sort removed
local id = ARGV[1]
local quarantine = ARGV[4] == '1'
if redis.call('ZSCORE', KEYS[3], id) then return 'kept' end
if quarantine and redis.call('ZCARD', KEYS[3]) >= tonumber(ARGV[6]) then return 'full' end

if quarantine then
  redis.call('HSET', KEYS[1], id, ARGV[2])
  redis.call('ZREM', KEYS[2], id)
  redis.call('ZADD', KEYS[3], ARGV[3], id)
elseif redis.call('HSETNX', KEYS[1], id, ARGV[2]) == 1 then
  redis.call('ZADD', KEYS[2], ARGV[3], id)
end
local old = redis.call('ZRANGE', KEYS[2], '-inf', '(' .. ARGV[7], 'BYSCORE', 'LIMIT', 0, 100)
for _, other in ipairs(old) do
  redis.call('ZREM', KEYS[2], other)
  redis.call('HDEL', KEYS[1], other)
end
local over = math.min(100, redis.call('ZCARD', KEYS[2]) - tonumber(ARGV[5]))
if over > 0 then
  local popped = redis.call('ZPOPMIN', KEYS[2], over)
  for i = 1, #popped, 2 do redis.call('HDEL', KEYS[1], popped[i]) end
end
return 'kept'

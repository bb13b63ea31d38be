#!lua flags=allow-oom
-- The fence before an attempt: counts it if the notification is still wanted, the lease is still the caller's and the case
-- did not change since the inputs were made. The first attempt's inputs stay. The same token counts once.
-- KEYS   1 notification  2 lane  3 record of the case
-- ARGV   1 id  2 token  3 version of the case, 8 hex digits  4 inputs  5 end of lease ms
-- Returns {"go", attempt, inputs}, {"changed"}, {"withdrawn"} or {"lost"}
-- Bound  two reads, two writes
local fields = redis.call('HMGET', KEYS[1], 'body', 'token', 'stop', 'frozen', 'begun', 'attempts')
local frozen, attempt = fields[4], tonumber(fields[6] or 0)
if not fields[1] then return {'withdrawn'} end
if fields[2] ~= ARGV[2] then return {'lost'} end
if fields[3] then return {'withdrawn'} end
if not frozen and redis.call('GETRANGE', KEYS[3], 1, 8) ~= ARGV[3] then return {'changed'} end

if fields[5] ~= ARGV[2] then attempt = attempt + 1 end
if not frozen then
  frozen = ARGV[4]
  redis.call('HSET', KEYS[1], 'frozen', frozen)
end
redis.call('HSET', KEYS[1], 'attempts', attempt, 'begun', ARGV[2], 'last', '')
redis.call('ZADD', KEYS[2], 'XX', ARGV[5], ARGV[1])
return {'go', tostring(attempt), frozen}

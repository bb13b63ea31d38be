#!lua flags=allow-oom
-- Records how an attempt ended: the notification goes, waits for its next attempt, or becomes a dead letter. Its end is
-- handed to the case: a line in its outcomes, and the case becomes due.
-- KEYS   1 notification  2 lane  3 record of the case  4 due  5 outcomes  6 dead  7 damaged  8 wake:due
--        9 wake key of the lane, if a retry is to ring it
-- ARGV   1 done, retry or dead  2 id  3 token  4 line  5 last outcome  6 retry: not before ms  7 now ms  8 member of the case
-- Returns "recorded", "stopped" (it had been asked back: a retry or dead became its end) or "lost" (nothing was done)
-- Bound  four reads, five writes
local kind, id, member = ARGV[1], ARGV[2], ARGV[8]
local fields = redis.call('HMGET', KEYS[1], 'body', 'token', 'stop')
if not fields[1] then return 'lost' end
if kind ~= 'done' and fields[2] ~= ARGV[3] then return 'lost' end
local stopped = kind ~= 'done' and fields[3]

if kind == 'retry' and not stopped then
  redis.call('HDEL', KEYS[1], 'token')
  redis.call('HSET', KEYS[1], 'last', ARGV[5])
  redis.call('ZADD', KEYS[2], 'XX', ARGV[6], id)
  if KEYS[9] then redis.call('ZADD', KEYS[9], 0, '1') end
  return 'recorded'
end

redis.call('ZREM', KEYS[2], id)
if kind == 'dead' and not stopped then
  redis.call('HDEL', KEYS[1], 'token')
  redis.call('HSET', KEYS[1], 'last', ARGV[5], 'state', 'dead')
  redis.call('ZADD', KEYS[6], ARGV[7], id)
else
  redis.call('DEL', KEYS[1])
  redis.call('ZREM', KEYS[6], id)
end
if redis.call('EXISTS', KEYS[3]) == 1 then
  redis.call('RPUSH', KEYS[5], ARGV[4])
  if not redis.call('ZSCORE', KEYS[7], member) then
    redis.call('ZADD', KEYS[4], 'LT', ARGV[7], member)
    redis.call('ZADD', KEYS[8], 0, '1')
  end
end
if stopped then return 'stopped' end
return 'recorded'

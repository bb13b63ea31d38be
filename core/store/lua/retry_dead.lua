#!lua flags=allow-oom
-- Puts a dead letter back into its lane with its attempts counted from the start; what was frozen stays.
-- KEYS   1 notification  2 its lane  3 dead  4 wake key of the lane, if it has one
-- ARGV   1 id  2 now ms
-- Returns "applied", or "gone" if there is no such dead letter
-- Bound  two reads, four writes
if not redis.call('ZSCORE', KEYS[3], ARGV[1]) or redis.call('EXISTS', KEYS[1]) == 0 then return 'gone' end
redis.call('HDEL', KEYS[1], 'state', 'attempts', 'begun')
redis.call('ZREM', KEYS[3], ARGV[1])
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
if KEYS[4] then redis.call('ZADD', KEYS[4], 0, '1') end
return 'applied'

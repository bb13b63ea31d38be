#!lua flags=allow-oom
-- Gives a lease back without counting an attempt.
-- KEYS   1 notification  2 lane  3 wake key of the lane, if it is to ring
-- ARGV   1 id  2 token  3 not before ms
-- Returns "applied", or "lost" if the lease is no longer the caller's
-- Bound  one read, three writes
if redis.call('HGET', KEYS[1], 'token') ~= ARGV[2] then return 'lost' end
redis.call('HDEL', KEYS[1], 'token')
redis.call('ZADD', KEYS[2], 'XX', ARGV[3], ARGV[1])
if KEYS[3] then redis.call('ZADD', KEYS[3], 0, '1') end
return 'applied'

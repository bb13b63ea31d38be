#!lua flags=allow-oom
-- Drops refused events, e.g. when they have been replayed.
-- KEYS   1 refused (bytes)  2 rejected  3 quarantined
-- ARGV   ids, at most 200
-- Returns "applied"
-- Bound  three writes
redis.call('HDEL', KEYS[1], unpack(ARGV))
redis.call('ZREM', KEYS[2], unpack(ARGV))
redis.call('ZREM', KEYS[3], unpack(ARGV))
return 'applied'

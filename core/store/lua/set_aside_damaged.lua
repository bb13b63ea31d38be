#!lua flags=allow-oom
-- Takes a case whose record can not be read out of the due set, so that it is not claimed again, and notes it.
-- KEYS   1 due  2 damaged
-- ARGV   1 member  2 now ms
-- Returns "applied"
-- Bound  two writes
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[2], 'NX', ARGV[2], ARGV[1])
return 'applied'

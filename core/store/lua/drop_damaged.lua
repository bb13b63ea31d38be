#!lua flags=allow-oom
-- Erases a case that was set aside as damaged, with all that is stored of it.
-- KEYS   1 due  2 damaged  3 record  4 history  5 outcomes
-- ARGV   1 member
-- Returns "applied", or "gone" if it was not set aside
-- Bound  one read, three writes
if not redis.call('ZSCORE', KEYS[2], ARGV[1]) then return 'gone' end
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('UNLINK', KEYS[3], KEYS[4], KEYS[5])
return 'applied'

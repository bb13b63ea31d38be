#!lua flags=allow-oom
-- Drops a dead letter for good.
-- KEYS   1 notification  2 dead
-- ARGV   1 id  2 the score it was seen at, or "" for any (a letter that was tried again meanwhile stays)
-- Returns "applied" or "gone"
-- Bound  one read, two writes
local score = redis.call('ZSCORE', KEYS[2], ARGV[1])
if not score or (ARGV[2] ~= '' and score ~= ARGV[2]) then return 'gone' end
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('DEL', KEYS[1])
return 'applied'

#!lua flags=allow-oom
-- Whether an attachment is kept; then it lives longer, never shorter.
-- KEYS   1 blob
-- ARGV   1 life ms (0: as it is)
-- Returns its size, or -1
-- Bound  two reads, one write
if redis.call('EXISTS', KEYS[1]) == 0 then return -1 end
if tonumber(ARGV[1]) > 0 then redis.call('PEXPIRE', KEYS[1], ARGV[1], 'GT') end
return redis.call('STRLEN', KEYS[1])

#!lua
-- Makes a part an attachment under its hash, where that is not kept already; it lives longer, never shorter.
-- KEYS   1 part  2 blob
-- ARGV   1 size of the whole  2 life ms
-- Returns "applied", or "conflict" where the part has another length
-- Bound  two reads, two writes
if redis.call('EXISTS', KEYS[2]) == 1 then
  redis.call('UNLINK', KEYS[1])
  redis.call('PEXPIRE', KEYS[2], ARGV[2], 'GT')
  return 'applied'
end
if redis.call('EXISTS', KEYS[1]) == 0 or redis.call('STRLEN', KEYS[1]) ~= tonumber(ARGV[1]) then return 'conflict' end
redis.call('RENAME', KEYS[1], KEYS[2])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return 'applied'

#!lua flags=allow-oom
-- Sets a mark. A script so that breakers can be remembered while the store is full.
-- KEYS   1 marks
-- ARGV   1 name  2 value  3 "1" to leave one that is there
-- Returns "applied" or "present"
-- Bound  one write
if ARGV[3] == '1' then
  if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 0 then return 'present' end
else
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
end
return 'applied'

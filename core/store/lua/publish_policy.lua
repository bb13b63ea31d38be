#!lua
-- Keeps a policy text under the next number, unless the newest is the same.
-- KEYS   1 policy of the tenant
-- ARGV   1 text
-- Returns the number, as text
-- Bound  two reads, one write
local newest = redis.call('HLEN', KEYS[1])
if newest > 0 and redis.call('HGET', KEYS[1], tostring(newest)) == ARGV[1] then return tostring(newest) end
redis.call('HSET', KEYS[1], tostring(newest + 1), ARGV[1])
return tostring(newest + 1)

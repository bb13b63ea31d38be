#!lua
-- Adds bytes to a part of an attachment that nobody sees yet; the same bytes again change nothing.
-- KEYS   1 part
-- ARGV   1 offset  2 bytes  3 life ms, begun anew
-- Returns "applied", or "conflict" where the part has another length
-- Bound  one read, two writes
local length = redis.call('STRLEN', KEYS[1])
local offset = tonumber(ARGV[1])
if length == offset then
  redis.call('APPEND', KEYS[1], ARGV[2])
elseif length ~= offset + #ARGV[2] then
  return 'conflict'
end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 'applied'

#!lua
-- Carries one transition of a case out, if its record still has the version that the transition was made from.
-- Loaded twice: as it is for intake, and with flags=allow-oom for what finishes or cancels.
-- KEYS   1 record  2 due
--        then (notification, lane) for each new notification and for each withdrawal
--        then dead, if there are withdrawals; history, if there are lines or it is erased;
--        outcomes, unless the case is new; damaged, if it is erased; the wake keys to ring
-- ARGV   1 expected version, 8 hex digits, or "" for no record  2 next record, "" to erase  3 member of due
--        4 due ms or ""  5 history lines  6 notifications  7 withdrawals  8 outcomes taken in
--        then the lines, then (id, lane, body, not before ms) for each notification, then the ids withdrawn
-- Returns {"applied", ids in flight …} or {"conflict", the stored record, "" if there is none}
-- Bound  one read and one or two writes for each line, notification and withdrawal given; history is cut at 1000
local stored = redis.call('GET', KEYS[1])
local expected = ARGV[1]
if expected == '' then
  if stored then return {'conflict', stored} end
elseif not stored or string.sub(stored, 2, 9) ~= expected then
  return {'conflict', stored or ''}
end

local erase = ARGV[2] == ''
local member, due = ARGV[3], ARGV[4]
local lines, new, gone, taken = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local answer = {'applied'}
local key, arg = 3, 9 + lines

for _ = 1, new do
  local id, lane, body, at = ARGV[arg], ARGV[arg + 1], ARGV[arg + 2], ARGV[arg + 3]
  if redis.call('HSETNX', KEYS[key], 'body', body) == 1 then
    redis.call('HSET', KEYS[key], 'lane', lane)
    redis.call('ZADD', KEYS[key + 1], at, id)
  end
  key, arg = key + 2, arg + 4
end

local dead = KEYS[key + 2 * gone]
for _ = 1, gone do
  local id = ARGV[arg]
  local fields = redis.call('HMGET', KEYS[key], 'attempts', 'token', 'state')
  if not fields[1] or fields[3] then
    redis.call('DEL', KEYS[key])
    redis.call('ZREM', KEYS[key + 1], id)
    redis.call('ZREM', dead, id)
  else
    redis.call('HSET', KEYS[key], 'stop', '1')
    if not fields[2] then redis.call('ZADD', KEYS[key + 1], 'XX', 0, id) end
    answer[#answer + 1] = id
  end
  key, arg = key + 2, arg + 1
end
if gone > 0 then key = key + 1 end

if erase then
  redis.call('UNLINK', KEYS[1], KEYS[key], KEYS[key + 1])
  redis.call('ZREM', KEYS[2], member)
  redis.call('ZREM', KEYS[key + 2], member)
  return answer
end

redis.call('SET', KEYS[1], ARGV[2])
if lines > 0 then
  if redis.call('RPUSH', KEYS[key], unpack(ARGV, 9, 8 + lines)) > 1000 then
    redis.call('LTRIM', KEYS[key], -1000, -1)
  end
  key = key + 1
end
local waiting = false
if expected ~= '' then
  if taken > 0 then redis.call('LTRIM', KEYS[key], taken, -1) end
  waiting = redis.call('EXISTS', KEYS[key]) == 1
  key = key + 1
end
if waiting then
  if due ~= '' then redis.call('ZADD', KEYS[2], 'LT', due, member) end
elseif due ~= '' then
  redis.call('ZADD', KEYS[2], due, member)
elseif expected ~= '' then
  redis.call('ZREM', KEYS[2], member)
end
for ring = key, #KEYS do redis.call('ZADD', KEYS[ring], 0, '1') end
return answer

#!lua
-- Carries transitions of cases out, each if its record still has the version that it was made from. Many go into one call,
-- because Redis syncs its file once for each turn in which it has read a whole call, and reads about 16 KiB a turn.
-- Loaded twice: as it is for intake, and with flags=allow-oom for what finishes, cancels or erases.
-- KEYS   1 due  2 dead  3 damaged
--        for each: record, (notification, lane) for each new notification, (notification, lane) for each withdrawal,
--        history if it has lines or erases, outcomes if a record is expected or it erases
--        then the wake keys to ring
-- ARGV   1 number of transitions
--        for each: expected version, 8 hex digits, or "" for no record; next record; "1" to erase; member of due; due ms
--        or ""; numbers of history lines, new notifications, withdrawals, and outcomes taken in; the lines;
--        (id, lane, body, not before ms) for each new notification; the ids withdrawn
-- Returns for each: "applied", number of ids in flight, these ids; or "conflict", the stored record ("" if there is none)
-- Bound  two reads and two writes a transition, two writes a notification, a withdrawal; the caller sends at most 200 entries
--        in all (one transition is never split). A history is cut at 1000 lines.
local due, dead, damaged = KEYS[1], KEYS[2], KEYS[3]
local answer = {}

local function notify(count, key, arg)
  for _ = 1, count do
    if redis.call('HSETNX', KEYS[key], 'body', ARGV[arg + 2]) == 1 then
      redis.call('HSET', KEYS[key], 'lane', ARGV[arg + 1])
      redis.call('ZADD', KEYS[key + 1], ARGV[arg + 3], ARGV[arg])
    end
    key, arg = key + 2, arg + 4
  end
end

local function withdraw(count, key, arg)
  local in_flight = {}
  for i = 0, count - 1 do
    local notification, lane, id = KEYS[key + 2 * i], KEYS[key + 2 * i + 1], ARGV[arg + i]
    local fields = redis.call('HMGET', notification, 'attempts', 'token', 'state')
    if not fields[1] or fields[3] then
      redis.call('DEL', notification)
      redis.call('ZREM', lane, id)
      redis.call('ZREM', dead, id)
    else
      redis.call('HSET', notification, 'stop', '1')
      if not fields[2] then redis.call('ZADD', lane, 'XX', 0, id) end
      in_flight[#in_flight + 1] = id
    end
  end
  answer[#answer + 1] = tostring(#in_flight)
  for _, id in ipairs(in_flight) do answer[#answer + 1] = id end
end

local function schedule(member, score, known, outcomes_left)
  if score ~= '' and outcomes_left then
    redis.call('ZADD', due, 'LT', score, member)
  elseif score ~= '' then
    redis.call('ZADD', due, score, member)
  elseif known and not outcomes_left then
    redis.call('ZREM', due, member)
  end
end

local key, arg, any_applied = 4, 2, false
for _ = 1, tonumber(ARGV[1]) do
  local expected, record, erase = ARGV[arg], ARGV[arg + 1], ARGV[arg + 2] == '1'
  local member, score, lines = ARGV[arg + 3], ARGV[arg + 4], tonumber(ARGV[arg + 5])
  local new, gone, taken = tonumber(ARGV[arg + 6]), tonumber(ARGV[arg + 7]), tonumber(ARGV[arg + 8])
  local known = expected ~= ''
  local record_key, first_new_key, first_line = KEYS[key], key + 1, arg + 9
  local first_gone_key, first_new = first_new_key + 2 * new, first_line + lines
  local history, first_gone = first_gone_key + 2 * gone, first_new + 4 * new
  local outcomes = (lines > 0 or erase) and history + 1 or history
  key = (known or erase) and outcomes + 1 or outcomes
  arg = first_gone + gone

  local stored = redis.call('GET', record_key)
  if (stored and string.sub(stored, 2, 9)) ~= (known and expected) then
    answer[#answer + 1] = 'conflict'
    answer[#answer + 1] = stored or ''
  else
    any_applied = true
    answer[#answer + 1] = 'applied'
    notify(new, first_new_key, first_new)
    withdraw(gone, first_gone_key, first_gone)
    if erase then
      redis.call('UNLINK', record_key, KEYS[history], KEYS[outcomes])
      redis.call('ZREM', due, member)
      redis.call('ZREM', damaged, member)
    else
      redis.call('SET', record_key, record)
      if lines > 0 and redis.call('RPUSH', KEYS[history], unpack(ARGV, first_line, first_new - 1)) > 1000 then
        redis.call('LTRIM', KEYS[history], -1000, -1)
      end
      if known and taken > 0 then redis.call('LTRIM', KEYS[outcomes], taken, -1) end
      schedule(member, score, known, known and redis.call('EXISTS', KEYS[outcomes]) == 1)
    end
  end
end
if any_applied then
  for ring = key, #KEYS do redis.call('ZADD', KEYS[ring], 0, '1') end
end
return answer

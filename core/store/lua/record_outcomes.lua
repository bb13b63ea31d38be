#!lua flags=allow-oom
-- Records how attempts ended: each notification goes, waits for its next attempt, or becomes a dead letter. Its end is handed
-- to the case: a line in its outcomes, and the case becomes due.
-- KEYS   1 due  2 dead  3 damaged  4 wake:due
--        for each: notification, lane, record of the case, outcomes
--        then the wake keys of the lanes that a retry is to ring
-- ARGV   1 number of records
--        for each: done, retry, back (a retry whose attempt does not count) or dead; id; token; line; last outcome; not
--        before ms; now ms; member of the case
-- Returns for each "recorded", "stopped" (it had been asked back: anything became its end) or "lost" (nothing was done)
-- Bound  three reads and four writes each; the caller sends at most 100
local call = redis.call
local due, dead, damaged, count = KEYS[1], KEYS[2], KEYS[3], tonumber(ARGV[1])
local any_damaged = call('ZCARD', damaged) > 0
local record_keys = {}
for at = 0, count - 1 do record_keys[at + 1] = KEYS[7 + 4 * at] end
local all_there = call('EXISTS', unpack(record_keys)) == count

-- What goes to the same place, written at the end.
local ended, left_lanes, now_due, ring_lanes = {}, {}, {}, false

local function put_off(notification, lane, id, last, not_before)
  call('HDEL', notification, 'token')
  call('HSET', notification, 'last', last)
  call('ZADD', lane, 'XX', not_before, id)
  ring_lanes = true
end

local function uncount(notification)
  call('HDEL', notification, 'begun')
  if call('HINCRBY', notification, 'attempts', -1) <= 0 then call('HDEL', notification, 'attempts') end
end

local function bury(notification, id, last, now)
  call('HDEL', notification, 'token')
  call('HSET', notification, 'last', last, 'state', 'dead')
  call('ZADD', dead, now, id)
end

local function leave(lane, id)
  local ids = left_lanes[lane] or {}
  left_lanes[lane] = ids
  ids[#ids + 1] = id
end

local function hand_over(record, outcomes, line, member, now)
  if not all_there and call('EXISTS', record) == 0 then return end
  call('RPUSH', outcomes, line)
  if any_damaged and call('ZSCORE', damaged, member) then return end
  local at = #now_due
  now_due[at + 1], now_due[at + 2] = now, member
end

local answer, seen = {}, {}
for at = 0, count - 1 do
  local notification, lane, record, outcomes = unpack(KEYS, 5 + 4 * at, 8 + 4 * at)
  local kind, id, token, line, last, not_before, now, member = unpack(ARGV, 2 + 8 * at, 9 + 8 * at)
  local fields = call('HMGET', notification, 'body', 'token', 'stop', 'state', 'begun')
  local stopped = kind ~= 'done' and fields[3]
  if seen[id] or not fields[1] or (kind ~= 'done' and fields[2] ~= token) then
    answer[at + 1] = 'lost'
  elseif (kind == 'retry' or kind == 'back') and not stopped then
    if kind == 'back' and fields[5] == token then uncount(notification) end
    put_off(notification, lane, id, last, not_before)
    answer[at + 1] = 'recorded'
  else
    leave(lane, id)
    if kind == 'dead' and not stopped then
      bury(notification, id, last, now)
    else
      seen[id] = true
      ended[#ended + 1] = notification
      if fields[4] then call('ZREM', dead, id) end
    end
    hand_over(record, outcomes, line, member, now)
    answer[at + 1] = stopped and 'stopped' or 'recorded'
  end
end

if #ended > 0 then call('DEL', unpack(ended)) end
for lane, ids in pairs(left_lanes) do call('ZREM', lane, unpack(ids)) end
if #now_due > 0 then
  call('ZADD', due, 'LT', unpack(now_due))
  call('ZADD', KEYS[4], 0, '1')
end
if ring_lanes then
  for ring = 5 + 4 * count, #KEYS do call('ZADD', KEYS[ring], 0, '1') end
end
return answer

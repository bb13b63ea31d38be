#!lua
-- Carries transitions of cases out, each if its record still has the version that it was made from. Many go into one call,
-- because Redis syncs its file once for each turn in which it has read a whole call, and because a command for all of them
-- costs Redis a tenth of one for each: what all need is read first, and what they write to the same place is written last.
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

-- Where each transition's keys and arguments begin.
local transitions, record_keys, new_keys = {}, {}, {}
local key, arg = 4, 2
for i = 1, tonumber(ARGV[1]) do
  local t = {key = key, arg = arg, lines = tonumber(ARGV[arg + 5]), new = tonumber(ARGV[arg + 6]),
    gone = tonumber(ARGV[arg + 7]), known = ARGV[arg] ~= '', erase = ARGV[arg + 2] == '1'}
  transitions[i], record_keys[i] = t, KEYS[key]
  for n = 0, t.new - 1 do new_keys[#new_keys + 1] = KEYS[key + 1 + 2 * n] end
  t.history = key + 1 + 2 * t.new + 2 * t.gone
  t.outcomes = (t.lines > 0 or t.erase) and t.history + 1 or t.history
  key = (t.known or t.erase) and t.outcomes + 1 or t.outcomes
  arg = arg + 9 + t.lines + 4 * t.new + t.gone
end

local found, stored = redis.call('MGET', unpack(record_keys)), {}
for i, record_key in ipairs(record_keys) do stored[record_key] = found[i] end
local some_exist = #new_keys > 0 and redis.call('EXISTS', unpack(new_keys)) > 0

-- What goes to the same place, until flush().
local records, queued, waiting = {}, {}, {}

local function queue(lane, score, id)
  local entries = queued[lane]
  if not entries then
    entries = {}
    queued[lane] = entries
  end
  entries[#entries + 1] = score
  entries[#entries + 1] = id
end

local function schedule()
  local outcomes, later, earlier, never = {}, {}, {}, {}
  for _, one in ipairs(waiting) do
    if one.outcomes then outcomes[#outcomes + 1] = one.outcomes end
  end
  local some_left = #outcomes > 0 and redis.call('EXISTS', unpack(outcomes)) > 0
  for _, one in ipairs(waiting) do
    local left = some_left and one.outcomes and redis.call('EXISTS', one.outcomes) == 1
    if one.score ~= '' then
      local to = left and earlier or later
      to[#to + 1] = one.score
      to[#to + 1] = one.member
    elseif one.outcomes and not left then
      never[#never + 1] = one.member
    end
  end
  if #later > 0 then redis.call('ZADD', due, unpack(later)) end
  if #earlier > 0 then redis.call('ZADD', due, 'LT', unpack(earlier)) end
  if #never > 0 then redis.call('ZREM', due, unpack(never)) end
  waiting = {}
end

local function flush()
  if #records > 0 then redis.call('MSET', unpack(records)) end
  for lane, entries in pairs(queued) do redis.call('ZADD', lane, unpack(entries)) end
  records, queued = {}, {}
  schedule()
end

local function notify(count, first_key, first_arg)
  for n = 0, count - 1 do
    local notification, lane = KEYS[first_key + 2 * n], KEYS[first_key + 2 * n + 1]
    local id, lane_name, body, not_before = unpack(ARGV, first_arg + 4 * n, first_arg + 4 * n + 3)
    if not some_exist or redis.call('EXISTS', notification) == 0 then
      redis.call('HSET', notification, 'body', body, 'lane', lane_name)
      queue(lane, not_before, id)
    end
  end
end

local function withdraw(count, first_key, first_arg)
  local in_flight = {}
  for n = 0, count - 1 do
    local notification, lane, id = KEYS[first_key + 2 * n], KEYS[first_key + 2 * n + 1], ARGV[first_arg + n]
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

local touched, any_applied = {}, false
for _, t in ipairs(transitions) do
  local expected, record, _, member, score = unpack(ARGV, t.arg, t.arg + 4)
  local taken, record_key = tonumber(ARGV[t.arg + 8]), KEYS[t.key]
  -- The same case again, or the end of one: what is waiting comes first.
  if touched[record_key] or t.erase then
    flush()
    some_exist = true
  end
  touched[record_key] = true
  local current = stored[record_key]
  if (current and string.sub(current, 2, 9)) ~= (t.known and expected) then
    answer[#answer + 1] = 'conflict'
    answer[#answer + 1] = current or ''
  else
    any_applied = true
    answer[#answer + 1] = 'applied'
    local first_line = t.arg + 9
    local first_new = first_line + t.lines
    notify(t.new, t.key + 1, first_new)
    withdraw(t.gone, t.key + 1 + 2 * t.new, first_new + 4 * t.new)
    if t.erase then
      stored[record_key] = false
      redis.call('UNLINK', record_key, KEYS[t.history], KEYS[t.outcomes])
      redis.call('ZREM', due, member)
      redis.call('ZREM', damaged, member)
    else
      stored[record_key] = record
      records[#records + 1] = record_key
      records[#records + 1] = record
      if t.lines > 0 and redis.call('RPUSH', KEYS[t.history], unpack(ARGV, first_line, first_new - 1)) > 1000 then
        redis.call('LTRIM', KEYS[t.history], -1000, -1)
      end
      if t.known and taken > 0 then redis.call('LTRIM', KEYS[t.outcomes], taken, -1) end
      waiting[#waiting + 1] = {member = member, score = score, outcomes = t.known and KEYS[t.outcomes]}
    end
  end
end
flush()
if any_applied then
  for ring = key, #KEYS do redis.call('ZADD', KEYS[ring], 0, '1') end
end
return answer
